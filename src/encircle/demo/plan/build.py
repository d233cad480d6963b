"""The whole charity in one call."""

from datetime import datetime

from ..places import AGENCIES, AREAS, VENUES
from ..words.library import TOPICS
from ..words.minutes import CONTACT, DEBRIEF, PREPARATION, WITH_CORE_MEMBER
from .circles import Planned, plan_circles
from .coming_in import plan_coming_in
from .concerns import plan_concerns
from .consents import plan_consents, plan_grounds
from .judging import plan_judging
from .meetings import plan_meetings
from .news import plan_break_glass, plan_developments, plan_recall, plan_shifts
from .register import plan_agreements, plan_professionals, plan_reserve, plan_staff, plan_volunteers, since
from .releases import plan_releases
from .seats import plan_seats
from .shapes import Charity, CharityPlan
from .world import World

NAME = "Lanternway Circles"
COLOUR = "#2a5a63"
URGENT_TELEPHONE = "01632 960 911"


def plan_charity(*, size: int = 1, seed: int = 1, now: datetime) -> CharityPlan:
    """The same seed, size and now always give the same charity; `size` multiplies all but the cast and the agencies."""
    world = World(seed, size, now)
    plan_staff(world)
    plan_agreements(world)
    plan_shifts(world)
    for copy in range(size):
        professionals, volunteers = plan_professionals(world, copy), plan_volunteers(world, copy)
        planned = plan_circles(world, copy)
        plan_seats(world, planned, volunteers, professionals)
        for each in planned:
            _plan_work(world, each)
    plan_break_glass(world)
    plan_coming_in(world)
    plan_judging(world)
    plan_reserve(world)
    return _finished(world)


def _plan_work(world: World, planned: Planned) -> None:
    meetings = plan_meetings(world, planned)
    consents, grounds = plan_consents(world, planned), plan_grounds(world, planned)
    releases = plan_releases(world, planned, meetings, consents, grounds)
    plan_recall(world, planned, releases)
    plan_concerns(world, planned, meetings)
    plan_developments(world, planned)


def _charity(world: World) -> Charity:
    spoken = tuple((code, name, WITH_CORE_MEMBER) for code, name in TOPICS.items())
    topics = (
        (PREPARATION, "Preparation", PREPARATION),
        *spoken,
        (DEBRIEF, "Debrief", DEBRIEF),
        (CONTACT, "Contact between meetings", CONTACT),
    )
    return Charity(NAME, COLOUR, URGENT_TELEPHONE, topics, since(world))


def _finished(world: World) -> CharityPlan:
    lists = (
        "appointments agreements volunteers professionals core_members carers circles seats meetings consents grounds "
        "releases concerns developments shifts breaches break_glass enquiries "
        "referrals judgings"
    )
    own = {name: tuple(getattr(world, name)) for name in lists.split()}
    return CharityPlan(
        seed=world.seed, size=world.size, now=world.now, charity=_charity(world), areas=AREAS, agencies=AGENCIES,
        venues=VENUES, people=world.people, canaries=world.canaries, **own,
    )  # fmt: skip
