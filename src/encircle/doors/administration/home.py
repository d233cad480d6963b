"""The first page of this door: what is set up and what is missing, as a list of things to do."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from encircle.common.clock import in_london
from encircle.design.dates import counted, plain_date
from encircle.design.items import Task
from encircle.foundations.access.guards import needs
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.queries import present
from encircle.foundations.access.roles import ROLES, May
from encircle.foundations.access.vocabulary import Role
from encircle.rooms.organisation.models import Charity, PracticeStandard
from encircle.rooms.organisation.queries import present_charity, present_topics, standard_on

from .answers import page
from .guard import OfficeRequest
from .queries import Standing, area_names, counted_by_standing, waiting_changes

# Somebody has to hold these; why, where it is not plain.
EXPECTED = {
    Role.SENIOR_COORDINATOR: "Unanswered concerns climb to them first.",
    Role.SAFEGUARDING_LEAD: "Handles concerns about someone who works here.",
    Role.DATA_PROTECTION_LEAD: "Sees who looked at what, and the breach log.",
}
DECIDES = (Role.ADMINISTRATOR, Role.OPERATIONS_MANAGER)
ENOUGH = 3  # one who needs it, one who asks, one who approves


@require_safe
@needs(May.MANAGE_ACCOUNTS)
def home(request: OfficeRequest) -> HttpResponse:
    by = request.actor
    held = list(present(by.now))
    context = {
        "setting_up": _setting_up(by.now),
        "people": [*_people(by.now), *_roles(held), *_areas(held)],
        "may_import": by.may(May.IMPORT),
    }
    return page(request, "home.html", "home", context)


def _setting_up(at: datetime) -> list[Task]:
    charity = present_charity() or Charity()
    return [
        _task("Name and colour", "settings", done=bool(charity.name)),
        _task(
            "Out-of-hours telephone number",
            "look",
            done=bool(charity.out_of_hours_number),
            hint="Volunteers see it when nobody is on call.",
        ),
        _task("Topics", "topics", done=bool(present_topics()), hint="Headings of the minutes and subjects of consent."),
        _standard_task(at),
        Task("Closure days", "As needed", reverse("administration:closure_days"), colour=None),
    ]


def _standard_task(at: datetime) -> Task:
    try:
        since = standard_on(in_london(at).date())
    except PracticeStandard.DoesNotExist:
        return Task("Practice standard", "To do", reverse("administration:standard"))
    hint = "The one Encircle began with. Read it and set your own." if since.set_by_id is None else ""
    words = f"Since {plain_date(since.in_force_from)}" if since.set_by_id else "To read"
    return Task(
        "Practice standard",
        words,
        reverse("administration:standard"),
        colour=None if since.set_by_id else "blue",
        hint=hint,
    )


def _people(at: datetime) -> list[Task]:
    stand, waiting = counted_by_standing(at), waiting_changes().count()
    people = reverse("administration:people")
    tasks = [
        Task(
            "Invitations",
            f"{stand[Standing.INVITED]} not used yet" if stand[Standing.INVITED] else "None waiting",
            people,
            colour=None,
            hint=f"{counted(stand[Standing.RAN_OUT], 'person', 'people')} cannot sign in and have no invitation."
            if stand[Standing.RAN_OUT]
            else "",
        )
    ]
    if waiting:
        tasks.insert(
            0,
            Task("Waiting for a second person", f"{waiting} waiting", reverse("administration:changes"), colour="red"),
        )
    return tasks


def _roles(held: list[Appointment]) -> list[Task]:
    """Who is missing, and whether there are two to decide what takes two."""
    url = reverse("administration:appointments")
    by_role: dict[str, set[UUID]] = {role.value: set() for role in Role}
    for one in held:
        by_role[one.role].add(one.user_id)
    deciders = set().union(*(by_role[role] for role in DECIDES))
    enough = len(deciders) >= ENOUGH
    tasks = [
        Task(
            "People who can approve a reset",
            str(len(deciders)),
            url,
            colour=None if enough else "yellow",
            hint="" if enough else "A reset for one of them needs two others: appoint a third.",
        )
    ]
    for role, why in EXPECTED.items():
        count = len(by_role[role])
        tasks.append(
            Task(ROLES[role].name, str(count) if count else "Nobody", url, colour=None if count else "yellow", hint=why)
        )
    return tasks


def _areas(held: list[Appointment]) -> list[Task]:
    covered = {one.area_id for one in held if one.role == Role.COORDINATOR}
    areas, url = area_names(), reverse("administration:areas")
    if not areas:
        return [Task("Areas", "To do", url)]
    without = [name for pk, name in areas.items() if pk not in covered]
    hint = "Nobody coordinates " + ", ".join(without) + "." if without else ""
    return [
        Task(
            "Areas and their coordinators",
            f"{len(without)} without" if without else counted(len(areas), "area"),
            url,
            colour="yellow" if without else None,
            hint=hint,
        )
    ]


def _task(title: str, name: str, *, done: bool, hint: str = "") -> Task:
    url = reverse(f"administration:{name}")
    return Task(title, "Done" if done else "To do", url, colour=None if done else "blue", hint=hint)
