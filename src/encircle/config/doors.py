"""Which doors a person may come in by, and the way between pages of a door."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

from encircle.design.page import NavItem
from encircle.doors.casework.guard import COMES_IN
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.foundations.access.vocabulary import Role

ADMINISTRATION_ROLES = frozenset({Role.ADMINISTRATOR, Role.OPERATIONS_MANAGER})

# door -> (text, URL name) in the order shown
PAGES: dict[str, Sequence[tuple[str, str]]] = {
    "casework": (
        ("Home", "casework:home"),
        ("Due", "casework:due"),
        ("Circles", "casework:circles"),
        ("Concerns", "casework:concerns"),
        ("Referrals", "casework:referrals"),
        ("People and agencies", "casework:people"),
        ("Search", "casework:search"),
    ),
    "volunteering": (("Home", "volunteering:home"),),
    "applying": (("Your application", "volunteering:application"),),
    "outer_circle": (("Outer circle", "outer_circle:home"),),
    "referring": (("Referrals", "referring:home"),),
    "administration": (("Administration", "administration:home"),),
    "assurance": (("Assurance", "assurance:home"),),
}


def doors_of(actor: Actor | None) -> list[str]:
    """Names of the doors open to this person now, the one they most likely want first."""
    if actor is None:
        return []
    doors = []
    if actor.roles & COMES_IN:
        doors.append("casework")
    if actor.volunteer_seats or actor.volunteer_id:
        doors.append("volunteering")
    if actor.applicant_id:
        doors.append("applying")
    if actor.professional_ids:
        # Who sits in no outer circle now most likely comes to refer somebody.
        doors += ["outer_circle", "referring"] if actor.outer_seats else ["referring", "outer_circle"]
    if actor.roles & ADMINISTRATION_ROLES:
        doors.append("administration")
    if actor.may(May.REVIEW_BREAK_GLASS):
        doors.append("assurance")
    return doors


def nav_for(request: HttpRequest) -> list[NavItem]:
    actor = getattr(request, "actor", None)
    items = []
    for door in doors_of(actor):
        for text, name in PAGES[door]:
            if url := _address(name):
                items.append(NavItem(text, url, current=_is_here(request.path, url, name)))
    return items


def _address(name: str) -> str:
    """Empty for a page that is not built yet: a door without pages is not shown."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_here(path: str, url: str, name: str) -> bool:
    return path == url if name.endswith(":home") else path.startswith(url)


def home(request: HttpRequest) -> HttpResponseRedirect:
    """The first page after sign-in: the home of the first door open to the person."""
    homes = [_address(PAGES[door][0][1]) for door in doors_of(request.actor)]  # type: ignore[attr-defined]
    return HttpResponseRedirect(next(filter(None, homes), reverse("nothing_here_yet")))
