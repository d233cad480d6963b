"""What agencies let go on, a call written down, the MAPPA register, boards and contacts, and what was corrected.

Worked out from the finished plan, Circle by Circle: nothing else of the charity rests on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Model

from encircle.common.ids import REFERENCE_ALPHABET
from encircle.foundations.corrections.models import Correction, CorrectionWords
from encircle.rooms.partners.models import Agency, AgencyAgreement, AgencyArea, ContactAbout, PartnerContact
from encircle.rooms.received import models
from encircle.rooms.received.vocabulary import MappaAttendance
from encircle.rooms.risk.models import Concern

from ..days import DAY, HOUR, london_day
from ..places import Area
from ..plan import CharityPlan, shapes
from .keys import Keys

FOR_VOLUNTEERS = "He has moved within the town. You will hear more from your coordinator before the next meeting."
RANG = "Rang to say that the hearing was put off by a fortnight. Nothing else is changed for now."
ACTIONS = (
    "Tell the probation officer how the meetings are attended, before the next MAPPA meeting",
    "Ask the venue whether another group meets there on the same evening",
    "Send the date of the next quarterly review",
)
SCOPE = "Minutes, concerns and reviews of Circles in the area, with police and probation, to manage risk"


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    yield from _boards(plan, keys)
    yield from _onwards(plan, keys)
    yield from _a_call(plan, keys)
    yield from _registers(plan, keys)
    yield from _corrections(plan, keys)


def urgent_concern(each: shapes.Development, keys: Keys) -> Concern | None:
    """The concern by which urgent news rings."""
    if not each.urgent:
        return None
    id = concern_behind(each, keys)
    letters = (REFERENCE_ALPHABET[id.int // 30**place % 30] for place in range(6))
    return Concern(
        id=id, kind="development", **keys.of_circle(each.circle), urgency="imminent",
        reference="N-" + "".join(letters),
        raised_by_id=keys.user(each.professional), raised_at=each.sent_at,
    )  # fmt: skip


def concern_behind(each: shapes.Development, keys: Keys) -> UUID:
    return keys("urgent news", each.key)


# --- boards, agreements, contacts ---


def _boards(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """A Strategic Management Board for each area, one with no agreement; the second version of one agreement."""
    yield [
        Agency(id=_board(area, keys), name=f"{area.name} Strategic Management Board", kind="board", email_domains=[])
        for area in plan.areas
    ]
    yield from ([one for one in _agreements(plan, keys) if bool(one.replaces_id) is second] for second in (False, True))
    pairs = dict.fromkeys((each.agency, each.area) for each in plan.professionals if each.area)
    yield (AgencyArea(agency_id=keys.often("agency", agency), area_id=keys.area(area)) for agency, area in pairs)
    yield (AgencyArea(agency_id=_board(area, keys), area_id=keys.area(area.key)) for area in plan.areas)
    yield (row for number, area in enumerate(plan.areas) for row in _contacts(plan, number, area, keys))


def _board(area: Area, keys: Keys) -> UUID:
    return keys.often("board", area.key)


def _agreements(plan: CharityPlan, keys: Keys) -> Iterator[AgencyAgreement]:
    today = london_day(plan.now)
    for number, area in enumerate(plan.areas[:-1]):
        first = keys("agreement", f"board/{area.key}/1")
        common = {
            "agency_id": _board(area, keys),
            "scope": SCOPE,
            "signed_by": "Chair of trustees",
            "signed_for_agency": "Chair of the board",
            "recorded_by_id": keys.user("olga"),
        }
        begun = today - timedelta(days=500 + 60 * number)
        yield AgencyAgreement(
            id=first, starts_on=begun, ends_on=today - timedelta(days=101) if not number else None,
            review_on=today + timedelta(days=(40, 45, 200, 300)[number % 4]),
            recorded_at=plan.now - 500 * DAY, **common,
        )  # fmt: skip
        if not number:
            yield AgencyAgreement(
                id=keys("agreement", f"board/{area.key}/2"), starts_on=today - timedelta(days=100), replaces_id=first,
                review_on=today + timedelta(days=265), recorded_at=plan.now - 100 * DAY, **common,
            )  # fmt: skip


def _contacts(plan: CharityPlan, number: int, area: Area, keys: Keys) -> Iterator[PartnerContact]:
    """One area speaks with its board often, one has long been silent, one never spoke."""
    today, coordinators = london_day(plan.now), _coordinators(plan, area.key)
    days = ((12, 75, 160), (150,), (), (30,))[number % 4]
    about = list(ContactAbout)
    for place, ago in enumerate(days):
        held_on = today - timedelta(days=ago)
        yield PartnerContact(
            id=keys("contact", f"{area.key}/{place}"), agency_id=_board(area, keys), area_id=keys.area(area.key),
            with_whom="The MAPPA coordinator", about=about[place % len(about)], contacted_on=held_on,
            next_on=held_on + timedelta(days=60) if not place else None, recorded_by_id=keys.user(coordinators[0]),
            recorded_at=plan.now - ago * DAY,
        )  # fmt: skip


def _coordinators(plan: CharityPlan, area: str) -> Sequence[str]:
    there = [each.coordinator for each in plan.circles if each.area == area]
    return there or ["olga"]


# --- news ---


def _onwards(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """One piece of news in Circle 1 goes on to the volunteers, and one in each third Circle was narrowed again."""
    chosen = [each for each in plan.developments if each.circle == "a1" and each.read_at][:1]
    given = [(each, keys("onward", each.key)) for each in chosen]
    yield [
        models.Onward(
            id=id, development_id=keys("development", each.key), **keys.of_circle(each.circle), level="volunteers",
            agreed_by=plan.people[each.professional].name, by_phone=True,
            recorded_by_id=keys.user(each.read_by or "olga"),
            recorded_at=(each.read_at or each.sent_at) + HOUR,
        )
        for each, id in given
    ]  # fmt: skip
    yield [models.OnwardWords(onward_id=id, **keys.of_circle(one.circle), text=FOR_VOLUNTEERS) for one, id in given]


def _a_call(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """Somebody of an agency rang and the coordinator wrote it down, a week ago."""
    circle = plan.circle("a2")
    news, at = keys("development", "a2/call"), plan.now - 7 * DAY
    by = keys.user(circle.coordinator)
    agency = next(each.agency for each in plan.professionals if each.area == circle.area)
    yield [
        models.Development(
            id=news, **keys.of_circle("a2"), agency_id=keys.often("agency", agency), kind="new_condition",
            happened_on=london_day(at), known_to=["core_member"], rang_at=at - HOUR / 4, rang_by="Duty officer",
            sent_by_id=by, sent_at=at,
        )
    ]  # fmt: skip
    yield [models.DevelopmentText(development_id=news, **keys.of_circle("a2"), sent_by_id=by, text=RANG)]
    yield [models.DevelopmentRead(development_id=news, **keys.of_circle("a2"), read_by_id=by, read_at=at)]


# --- MAPPA ---


def _registers(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """For the core member of every other Circle: once at level 2, now at level 1; two meetings; actions of ours."""
    chosen = [each for each in plan.circles if each.starts_at and each.kind != "young"][::2]
    yield (row for each in chosen for row in _placings(plan, each, keys))
    meetings = [row for each in chosen for row in _meetings(plan, each, keys)]
    yield meetings
    held = [one for one in meetings if one.attendance == MappaAttendance.ATTENDED]
    actions = [(one, place, keys("mappa action", f"{one.pk}/{place}")) for one in held for place in range(2)]
    yield [
        models.MappaAction(
            id=id, meeting_id=one.pk, due_on=one.held_on + timedelta(days=21 + 30 * place), **_as_in(one),
            recorded_by_id=one.recorded_by_id, recorded_at=one.recorded_at,
        )
        for one, place, id in actions
    ]  # fmt: skip
    yield [models.MappaActionText(action_id=id, area_id=one.area_id, text=ACTIONS[place]) for one, place, id in actions]
    yield [
        models.MappaActionDone(
            action_id=id, area_id=one.area_id, done_on=one.held_on + timedelta(days=14), done_by_id=one.recorded_by_id,
            recorded_at=one.recorded_at + 14 * DAY,
        )
        for one, place, id in actions
        if not place
    ]  # fmt: skip


def _of(each: shapes.Circle, keys: Keys) -> dict[str, UUID]:
    return {
        "core_member_id": keys.often("core member", each.core_member),
        "area_id": keys.area(each.area),
        "recorded_by_id": keys.user(each.coordinator),
    }


def _as_in(one: models.MappaMeeting) -> dict[str, UUID]:
    return {"core_member_id": one.core_member_id, "area_id": one.area_id}


def _placings(plan: CharityPlan, each: shapes.Circle, keys: Keys) -> Iterator[models.MappaPlacing]:
    agency = _agency_in(plan, each.area, keys)
    for number, (level, ago) in enumerate(((2, 400), (1, 60))):
        yield models.MappaPlacing(
            id=keys("placing", f"{each.key}/{number}"), category=1, level=level, agency_id=agency,
            starts_on=london_day(plan.now) - timedelta(days=ago), recorded_at=plan.now - ago * DAY, **_of(each, keys),
        )  # fmt: skip


def _meetings(plan: CharityPlan, each: shapes.Circle, keys: Keys) -> Iterator[models.MappaMeeting]:
    today, agency = london_day(plan.now), _agency_in(plan, each.area, keys)
    states = ((150, MappaAttendance.NOT_INVITED, 30), (30, MappaAttendance.ATTENDED, -45), (-45, "to_come", None))
    for number, (ago, attendance, following) in enumerate(states):
        yield models.MappaMeeting(
            id=keys("mappa meeting", f"{each.key}/{number}"), held_on=today - timedelta(days=ago), agency_id=agency,
            attendance=attendance, next_on=None if following is None else today - timedelta(days=following),
            recorded_at=plan.now - max(ago, 29) * DAY, **_of(each, keys),
        )  # fmt: skip


def _agency_in(plan: CharityPlan, area: str, keys: Keys) -> UUID:
    return keys.often("agency", next(each.agency for each in plan.professionals if each.area == area))


# --- corrections ---


def _corrections(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """The usual time of Circle 1 was moved, and a name was spelt wrongly at first."""
    circle = plan.circle("a1")
    place = keys.of_circle("a1")
    core_member = keys.often("core member", circle.core_member)
    said = (
        ("circles.circle", place["circle_id"], place, "slot_time", "18:00", circle.slot, "The hall opens later now"),
        (
            "people.coremember", core_member, {"area_id": place["area_id"]}, "known_as", "Marc", "Mark",
            "Spelt wrongly on the referral",
        ),
    )  # fmt: skip
    made = [(keys("correction", f"a1/{number}"), *each) for number, each in enumerate(said)]
    yield [
        Correction(
            id=id, item_type=kind, item_id=item, field=field, **where, by_id=keys.user(circle.coordinator),
            at=plan.now - 20 * DAY,
        )
        for id, kind, item, where, field, *_ in made
    ]  # fmt: skip
    yield [
        CorrectionWords(correction_id=id, item_id=item, **where, old=old, new=new, why=why)
        for id, _, item, where, _, old, new, why in made
    ]
