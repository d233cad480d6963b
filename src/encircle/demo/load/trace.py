"""The lines of the trace that would stand there, had all of this been done on screen: above all who opened what."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Model

from encircle.foundations.audit.models import Entry, Verb

from ..days import DAY
from ..plan import CharityPlan, shapes
from ..plan.goals import Goal, goals_of
from ..plan.register import coordinator_of
from .keys import Keys

READING = timedelta(minutes=6)  # how long before an approval the version was opened


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    lines: list[Entry] = [
        *(line for each in plan.minutes for line in _of_minutes(each, keys)),
        *(line for each in plan.releases for line in _of_release(each, keys)),
        *(line for each in plan.concerns for line in _of_concern(each, keys)),
        *(line for each in plan.developments for line in _of_development(each, keys)),
        *(_of_glass(each, keys) for each in plan.break_glass),
        *(line for each in goals_of(plan) for line in _of_goal(each, keys)),
        *(line for each in plan.enquiries for line in _of_enquiry(each, keys)),
        *(line for each in plan.referrals for line in _of_referral(each, keys)),
    ]
    lines.sort(key=_moment)
    yield lines


def _moment(line: Entry) -> tuple[datetime, UUID]:
    return line.at, line.nonce


def _line(
    verb: Verb, item_type: str, item: UUID, by: str, at: datetime, keys: Keys, *, circle: str | None, detail: str = ""
) -> Entry:
    """`circle` is left out for what is walled. Each line stands for a request of its own."""
    nonce = keys("nonce", f"{verb}/{item}/{by}/{at}")
    place = keys.of_circle(circle) if circle else {}
    return Entry(
        at=at, actor_id=keys.user(by), nonce=nonce, verb=verb, item_type=item_type, item_id=item, detail=detail, **place
    )


def _of_minutes(each: shapes.Minutes, keys: Keys) -> Iterator[Entry]:
    kind, circle = "meetings.minutesversion", each.circle
    for version in each.versions:
        item = keys("version", f"{each.key}/{version.number}")
        detail = version.kind if version.kind != "original" else f"version {version.number}"
        yield _line(Verb.CREATED, kind, item, version.by, version.at, keys, circle=circle, detail=detail)
    if each.approval:
        item, by = keys("version", f"{each.key}/{each.approval.version}"), each.approval.by
        opened = max(each.approval.at - READING, each.versions[-1].at)
        yield _line(Verb.OPENED, kind, item, by, opened, keys, circle=circle)
        yield _line(Verb.DECIDED, kind, item, by, each.approval.at, keys, circle=circle, detail="approved")


def _of_release(each: shapes.Release, keys: Keys) -> Iterator[Entry]:
    """A professional's lines about concerns name no area, as in the real thing."""
    item, kind = keys("release", each.key), "sharing.release"
    shared = f"{len(each.shared)} of {len(each.shared) + len(each.stayed)}" if each.meeting else ""
    yield _line(Verb.SHARED, kind, item, each.by, each.at, keys, circle=each.circle, detail=shared)
    for event in each.events:
        if event.kind == "opened" and event.by:
            circle = each.circle if each.meeting else None
            yield _line(Verb.OPENED, kind, item, event.by, event.at, keys, circle=circle)


def _of_concern(each: shapes.Concern, keys: Keys) -> Iterator[Entry]:
    item, kind = keys("concern", each.key), "risk.concern"
    circle = None if each.about else each.circle
    yield _line(Verb.CREATED, kind, item, each.raised_by, each.raised_at, keys, circle=circle, detail=each.urgency)
    for step in each.steps:
        if step.kind == "read" and step.by:
            yield _line(Verb.OPENED, kind, item, step.by, step.at, keys, circle=circle)


def _of_development(each: shapes.Development, keys: Keys) -> Iterator[Entry]:
    item, kind = keys("development", each.key), "received.development"
    yield _line(Verb.CREATED, kind, item, each.professional, each.sent_at, keys, circle=each.circle)
    if each.read_at and each.read_by:
        yield _line(Verb.OPENED, kind, item, each.read_by, each.read_at, keys, circle=each.circle)


def _of_glass(each: shapes.BreakGlass, keys: Keys) -> Entry:
    item = keys("break glass", each.key)
    return _line(
        Verb.OPENED,
        "access.breakglass",
        item,
        each.person,
        each.opened_at,
        keys,
        circle=each.circle,
        detail="emergency",
    )


def _of_goal(each: Goal, keys: Keys) -> Iterator[Entry]:
    item = keys.often("goal", each.key)
    yield _line(Verb.CREATED, "circles.goal", item, each.by, each.set_at, keys, circle=each.circle)
    for number, one in enumerate(each.progress):
        if one.at == each.ended_at:
            yield _line(Verb.ENDED, "circles.goal", item, one.by, one.at, keys, circle=each.circle, detail=one.kind)
        else:
            seen = keys("goal progress", f"{each.key}/{number}")
            yield _line(
                Verb.CREATED, "circles.goalprogress", seen, one.by, one.at, keys, circle=each.circle, detail=one.kind
            )


def _of_enquiry(each: shapes.Enquiry, keys: Keys) -> Iterator[Entry]:
    item = keys("enquiry", each.key)
    first = each.steps[0]
    yield _in_area(Verb.CREATED, "referrals.enquiry", item, each.taken_by, each.taken_at, keys, each.area, first.kind)


def _of_referral(each: shapes.Referral, keys: Keys) -> Iterator[Entry]:
    """Somebody has read what came in; the newest is still unread."""
    kind, item = "referrals.referral", keys("referral", each.key)
    came = "on paper" if each.on_paper else "invited"
    yield _in_area(Verb.CREATED, kind, item, each.invited_by, each.invited_at, keys, each.area, came)
    if each.submitted_at:
        yield _in_area(Verb.CREATED, "referrals.submission", item, each.holder, each.submitted_at, keys, each.area)
        read_at = each.submitted_at + DAY
        if read_at < keys.plan.now:
            yield _in_area(Verb.OPENED, kind, item, coordinator_of(each.area, 0), read_at, keys, each.area)
    if each.withdrawn_at:
        yield _in_area(
            Verb.ENDED, kind, item, coordinator_of(each.area, 0), each.withdrawn_at, keys, each.area, each.withdrawn_for
        )


def _in_area(
    verb: Verb, item_type: str, item: UUID, by: str, at: datetime, keys: Keys, area: str, detail: str = ""
) -> Entry:
    line = _line(verb, item_type, item, by, at, keys, circle=None, detail=detail)
    line.area_id = keys.area(area)
    return line
