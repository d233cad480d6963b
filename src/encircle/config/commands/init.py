"""`encircle init`: a real charity with its areas and standards, and the first two people, each with one invitation.

Nobody appoints themselves: the administrator sees no case, the operations manager appoints those who do. Theirs are
the only appointments that nobody made.
"""

import argparse
import sys
from collections.abc import Callable
from uuid import UUID

from django.conf import settings

from encircle.common.errors import Invalid, Refusal
from encircle.config.health import pending_migrations
from encircle.config.safety import Unsafe, unsafe_settings
from encircle.foundations.access.identity import Acting, acting_as, system
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.accounts.actions import invite_first
from encircle.foundations.accounts.invitations import LASTS, path_of
from encircle.foundations.accounts.models import Purpose
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.starting import found_charity

HELP = "create your charity and invite its first administrator and operations manager"
LOGIN = "owner"
QUESTIONS = {
    "charity": "Name of the charity: ",
    "administrator_email": "E-mail address of the first administrator (accounts and settings, no case): ",
    "manager_email": "E-mail address of the operations manager (another person: sees cases, appoints): ",
}


class NotSaid(Refusal):
    """Something is needed that was neither given nor can be asked for."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--charity", help="the charity's name")
    parser.add_argument("--area", action="append", help="an area it works in; give it once for each")
    parser.add_argument("--administrator-email", help="who looks after accounts and settings")
    parser.add_argument("--administrator-name", default="", help="default: made from the address")
    parser.add_argument("--manager-email", help="the operations manager, another person")
    parser.add_argument("--manager-name", default="", help="default: made from the address")


def run(args: argparse.Namespace) -> int:
    refuse_unready()
    complete(args, ask=input if sys.stdin.isatty() else None)
    people = {
        Role.ADMINISTRATOR: (_name(args.administrator_name, args.administrator_email), args.administrator_email),
        Role.OPERATIONS_MANAGER: (_name(args.manager_name, args.manager_email), args.manager_email),
    }
    with acting_as(system("installer")) as acting:
        charity = found_charity(args.charity, args.area, at=acting.at)
        record(Verb.CREATED, "organisation.charity", charity.pk, by=acting)
        invitations = invite_first(list(people.values()), by=acting, at=acting.at)
        for role, (user, _) in zip(people, invitations, strict=True):
            _appoint_first(user.pk, role, acting)
    _say(args.charity, [(role, user.name, token) for role, (user, token) in zip(people, invitations, strict=True)])
    return 0


def refuse_unready() -> None:
    if reasons := unsafe_settings():
        raise Unsafe(reasons)
    if list(pending_migrations()):
        raise Refusal("The database is not at this version yet. Run first: encircle migrate")


def complete(args: argparse.Namespace, *, ask: Callable[[str], str] | None) -> None:
    """Ask for what was not said. Raises NotSaid without a terminal, Invalid when both are one person."""
    for name, question in QUESTIONS.items():
        if not getattr(args, name):
            setattr(args, name, _asked(name, question, ask))
    if not args.area:
        args.area = _asked("area", "Areas it works in, separated by commas: ", ask).split(",")
    if args.administrator_email.strip().lower() == args.manager_email.strip().lower():
        raise Invalid("The administrator and the operations manager must be two people with an address each.")


def _asked(name: str, question: str, ask: Callable[[str], str] | None) -> str:
    answer = ask(question).strip() if ask else ""
    if not answer:
        raise NotSaid(f"say --{name.replace('_', '-')}")
    return answer


def _name(said: str, email: str) -> str:
    """ada.lovelace@charity.example becomes Ada Lovelace, until she says otherwise."""
    words = email.strip().partition("@")[0].replace("_", ".").replace("-", ".").split(".")
    return said.strip() or " ".join(word.capitalize() for word in words if word)


def _appoint_first(user_id: UUID, role: Role, acting: Acting) -> None:
    appointment = Appointment(user_id=user_id, role=role, starts_at=acting.at, appointed_at=acting.at)
    Appointment.objects.bulk_create([appointment])
    record(Verb.CREATED, "access.appointment", appointment.pk, by=acting, detail=role)


def _say(charity: str, invitations: list[tuple[Role, str, str]]) -> None:
    days = LASTS[Purpose.JOIN].days
    print(f"{charity} is set up. Nobody has signed in yet. Each address below works once, for {days} days.")
    print("Give each to that person alone, not by ordinary e-mail. It is not shown again.")
    for role, name, token in invitations:
        print(f"\n{role.label}, {name}:\n  {settings.SITE_ADDRESS.rstrip('/')}{path_of(token)}")
