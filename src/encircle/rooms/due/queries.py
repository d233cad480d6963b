"""What is owed, read for lists: whose, of which area, since when. Row policies decide what is in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from encircle.common.clock import in_london
from encircle.rooms.organisation.clocks import start_of_day

from .vocabulary import Owner, Rule, Scope, Standing

A_PAGE = 50
MOST = 100  # a cell counts so far and says "100+": what is beyond does not change what is to be done
STILL_OWED = "o.met_at IS NULL AND o.closed_at IS NULL"
OF_CONCERNS, OF_OTHERS = " AND o.scope = 'concern'", " AND o.scope <> 'concern'"
A_WEEK, FOUR_WEEKS = timedelta(days=7), timedelta(days=28)
EVER = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """One obligation as a list shows it. `name`: its Circle's, a volunteer's with it, or a reference read aloud."""

    id: UUID
    rule: Rule
    scope: Scope
    subject_id: UUID
    item_id: UUID
    circle_id: UUID | None
    owner: Owner
    opened_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    closed_at: datetime | None
    stands_still_since: datetime | None
    paused: timedelta
    walled: bool
    area_name: str
    name: str
    reference: str

    def standing(self, at: datetime) -> Standing:
        return standing(self, at)

    def days_late(self, at: datetime) -> int:
        return (at - self.due_at).days if self.due_at and self.due_at < at else 0


def standing(one: Any, at: datetime) -> Standing:
    """How an obligation stands at a moment. What is done at the very instant it is due is in time."""
    if one.met_at is not None and one.met_at <= at:
        return Standing.IN_TIME if one.due_at is None or one.met_at <= one.due_at else Standing.LATE
    if one.closed_at is not None:
        return Standing.PAUSED if one.paused else Standing.LAPSED
    if one.due_at is None:
        return Standing.PAUSED
    return Standing.OVERDUE if one.due_at < at else Standing.TO_COME


_COLUMNS = """x.id, x.rule, x.scope, x.subject_id, x.item_id, x.circle_id, x.owner, x.opened_at, x.due_at, x.met_at,
    x.closed_at, x.stands_still_since, x.paused, x.walled, COALESCE(a.name, ''),
    COALESCE(NULLIF(concat_ws(', ', v.given_name || ' ' || v.family_name, c.name), ''),
    y.given_name || ' ' || y.family_name, g.name, p.reference, ''),
    COALESCE(r.reference, e.reference, n.reference, '')"""
# Names are looked up for the lines that are shown, and for no other.
_NAMED = """LEFT JOIN organisation_area a ON a.id = x.area_id
    LEFT JOIN circles_circle c ON c.id = x.circle_id
    LEFT JOIN partners_agency g ON x.scope = 'agency' AND g.id = x.subject_id
    LEFT JOIN people_coremember p ON x.scope = 'core_member' AND x.circle_id IS NULL AND p.id = x.subject_id
    LEFT JOIN recruiting_applicant y ON x.scope = 'applicant' AND y.id = x.subject_id
    LEFT JOIN volunteers_volunteer v ON x.scope = 'volunteer' AND v.id = x.subject_id
    LEFT JOIN referrals_referral r ON x.scope = 'referral' AND r.id = x.subject_id
    LEFT JOIN referrals_enquiry e ON x.scope = 'enquiry' AND e.id = x.subject_id
    LEFT JOIN risk_concern n ON x.scope = 'concern' AND n.id = x.subject_id"""


def lines_of(inner: str, bound: dict[str, Any], order: str = "x.due_at, x.id") -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM ({inner}) x {_NAMED} ORDER BY {order}", bound)
        rows = cursor.fetchall()
    return [
        Line(id, Rule(rule), Scope(scope), subject, item, circle, Owner(owner), *rest)
        for id, rule, scope, subject, item, circle, owner, *rest in rows
    ]


# --- the work of one person ---


@dataclass(frozen=True)
class Whose:
    """Whose work: one's own and what nobody has taken in one's areas, or everything there. No areas: all of them."""

    user_id: UUID
    areas: Sequence[UUID] | None
    is_own: bool = True


class Slot(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"


@dataclass(frozen=True)
class Span:
    """Due from one moment on and before another."""

    since: datetime
    until: datetime


def slots(at: datetime) -> dict[Slot, Span]:
    """Overdue is what was due before this moment; a midnight that ends today is today."""
    tonight = start_of_day(in_london(at).date() + timedelta(days=1)) + timedelta(microseconds=1)
    return {
        Slot.OVERDUE: Span(EVER, at),
        Slot.TODAY: Span(at, tonight),
        Slot.WEEK: Span(tonight, tonight + timedelta(days=6)),
    }


def _of(whose: Whose, limit: str, which: str = "") -> str:
    """Each part walks one index in the order of the list and stops: what it costs does not grow with the charity."""
    inside = f"{STILL_OWED}{which} AND o.opened_at <= %(now)s AND o.due_at >= %(since)s AND o.due_at < %(until)s"
    end = f"ORDER BY o.due_at, o.id LIMIT {limit}"
    if not whose.is_own and whose.areas is None:
        return f"SELECT o.* FROM due_obligation o WHERE {inside} {end}"
    mine = f"(SELECT o.* FROM due_obligation o WHERE o.owner_user_id = %(user)s AND {inside} {end})"
    nobodys = " AND o.owner_user_id IS NULL" if whose.is_own else ""
    areas = "ARRAY(SELECT id FROM organisation_area)" if whose.areas is None else "%(areas)s::uuid[]"
    of_areas = f"""(SELECT t.* FROM unnest({areas}) AS w(id) CROSS JOIN LATERAL (
        SELECT o.* FROM due_obligation o WHERE o.area_id = w.id{nobodys} AND {inside} {end}) t)"""
    of_none = f"(SELECT o.* FROM due_obligation o WHERE o.area_id IS NULL AND {inside} {end})"  # agencies; walled
    both = " UNION ALL ".join([*([mine] if whose.is_own else []), of_areas, of_none])
    return f"SELECT o.* FROM ({both}) o {end}"


def _bound(whose: Whose, span: Span, at: datetime) -> dict[str, Any]:
    bound = {"user": whose.user_id, "now": at, "since": span.since, "until": span.until}
    return bound if whose.areas is None else {**bound, "areas": list(whose.areas)}


def work_of(whose: Whose, slot: Slot, at: datetime, *, page: int = 1, size: int = A_PAGE) -> list[Line]:
    """The first of a slot, concerns before everything else and then the longest due; one more than asked for where
    there are more. However much is overdue, a concern that nobody has decided on is never further down."""
    bound = _bound(whose, slots(at)[slot], at) | {"size": page * size + 1}
    bound |= {"shown": size + 1, "skip": (page - 1) * size}
    concerns, others = (_of(whose, "%(size)s", which) for which in (OF_CONCERNS, OF_OTHERS))
    order = "o.scope <> 'concern', o.due_at, o.id"
    return lines_of(
        f"SELECT o.* FROM (({concerns}) UNION ALL ({others})) o ORDER BY {order} LIMIT %(shown)s OFFSET %(skip)s",
        bound,
        order="x.scope <> 'concern', x.due_at, x.id",
    )


def how_many(whose: Whose, at: datetime) -> dict[Slot, int]:
    """Of each slot, up to one more than MOST."""
    found = {}
    with connection.cursor() as cursor:
        for slot, span in slots(at).items():
            cursor.execute(f"SELECT count(*) FROM ({_of(whose, str(MOST + 1))}) x", _bound(whose, span, at))
            found[slot] = cursor.fetchone()[0]
    return found


@dataclass(frozen=True)
class OfRule:
    """How much one rule asks for within the week, up to one more than MOST, and how much of it is overdue."""

    rule: Rule
    count: int
    overdue: int


def counts_of(rules: Iterable[Rule], area_ids: Iterable[UUID], at: datetime) -> list[OfRule]:
    """In these areas, of rules that ask for anything, in the order given. One read."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT r.rule, t.count, t.overdue FROM unnest(%(rules)s::text[]) WITH ORDINALITY AS r(rule, place)
            CROSS JOIN LATERAL (
                SELECT count(*) AS count, count(*) FILTER (WHERE x.due_at < %(now)s) AS overdue FROM (
                    SELECT o.due_at FROM due_obligation o
                    WHERE o.area_id = ANY (%(areas)s::uuid[]) AND o.rule = r.rule AND {STILL_OWED}
                        AND o.opened_at <= %(now)s AND o.due_at < %(until)s
                    LIMIT {MOST + 1}
                ) x
            ) t WHERE t.count > 0 ORDER BY r.place""",
            {"rules": list(rules), "areas": list(area_ids), "now": at, "until": slots(at)[Slot.WEEK].until},
        )
        return [OfRule(Rule(rule), count, overdue) for rule, count, overdue in cursor.fetchall()]


def own_minutes(at: datetime, count: int = A_PAGE) -> list[Line]:
    """What a volunteer owes with the others of the Circle: the row policies leave no other rows."""
    return lines_of(
        f"""SELECT o.* FROM due_obligation o WHERE o.item_id = ANY ((SELECT encircle.volunteer_meetings())::uuid[])
        AND o.owner = 'volunteers' AND {STILL_OWED} AND o.opened_at <= %(now)s
        AND (o.due_at < %(until)s OR o.due_at IS NULL) ORDER BY o.due_at, o.id LIMIT %(size)s""",
        {"now": at, "until": slots(at)[Slot.WEEK].until, "size": count},
    )


@dataclass(frozen=True)
class ReviewToPlan:
    """A Circle whose next review is near or past and has no day. `number`: which of the Circle's reviews."""

    circle_id: UUID
    circle_name: str
    number: int
    due_at: datetime | None  # none while the Circle is paused and nobody knows until when


def reviews_to_plan(user_id: UUID, at: datetime, *, area_id: UUID | None, count: int = A_PAGE) -> list[ReviewToPlan]:
    """Of the Circles somebody runs, the oldest first. One read."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT c.id, c.name, (SELECT count(*) FROM due_obligation e WHERE e.circle_id = x.circle_id
                AND e.rule = 'review_held' AND e.opened_at <= x.opened_at), x.due_at
            FROM (SELECT DISTINCT ON (o.circle_id) o.circle_id, o.opened_at, o.due_at FROM due_obligation o
                WHERE o.circle_id IN (SELECT s.circle_id FROM circles_seat s WHERE s.coordinator_id = %(user)s
                    AND s.part = 'coordinator' AND s.starts_at <= %(now)s
                    AND (s.ends_at IS NULL OR s.ends_at > %(now)s))
                AND o.rule = 'review_held' AND {STILL_OWED} AND o.opened_at <= %(now)s
                AND (%(area)s::uuid IS NULL OR o.area_id = %(area)s)
                AND NOT EXISTS (SELECT FROM reviews_review r LEFT JOIN reviews_holding h ON h.review_id = r.id
                    WHERE r.circle_id = o.circle_id AND r.starts_at > %(now)s AND r.cancelled_at IS NULL
                    AND h.review_id IS NULL)
                ORDER BY o.circle_id, o.opened_at) x
            JOIN circles_circle c ON c.id = x.circle_id ORDER BY x.due_at, c.name LIMIT %(count)s""",
            {"user": user_id, "now": at, "area": area_id, "count": count},
        )
        return [ReviewToPlan(*row) for row in cursor.fetchall()]


# --- one Circle ---


@dataclass(frozen=True)
class RuleState:
    """How one rule stands in a Circle: what is owed now, and how it went in the last year."""

    rule: Rule
    open: tuple[Line, ...]
    in_time: int = 0
    late: int = 0
    paused: int = 0
    last_met: datetime | None = None

    def standing(self, at: datetime) -> Standing | None:
        """The worst of what is owed; none where nothing is."""
        found = [one.standing(at) for one in self.open]
        return next((kind for kind in (Standing.OVERDUE, Standing.PAUSED, Standing.TO_COME) if kind in found), None)

    def since(self, at: datetime) -> datetime | None:
        """Since when it stands so: overdue since the oldest fell due, still since the clocks stopped."""
        match self.standing(at):
            case Standing.OVERDUE:
                return min(one.due_at for one in self.open if one.due_at and one.due_at < at)
            case Standing.PAUSED:
                return min((one.stands_still_since for one in self.open if one.stands_still_since), default=None)
            case Standing.TO_COME:
                return min(one.opened_at for one in self.open)
        return self.last_met


def circle_rules(circle_id: UUID, at: datetime) -> list[RuleState]:
    """Every rule that has owed something in this Circle. Two reads."""
    bound: dict[str, Any] = {"circle": circle_id, "now": at, "year": at - timedelta(days=365)}
    lines = lines_of(
        f"""SELECT o.* FROM due_obligation o WHERE o.circle_id = %(circle)s AND {STILL_OWED}
        AND o.opened_at <= %(now)s ORDER BY o.due_at LIMIT 200""",
        bound,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT o.rule, count(*) FILTER (WHERE o.met_at <= o.due_at OR o.due_at IS NULL AND o.met_at IS NOT NULL),
            count(*) FILTER (WHERE o.met_at > o.due_at),
            count(*) FILTER (WHERE o.closed_at IS NOT NULL AND o.paused > '0'), max(o.met_at)
            FROM due_obligation o WHERE o.circle_id = %(circle)s AND o.opened_at > %(year)s AND o.opened_at <= %(now)s
            GROUP BY 1""",
            bound,
        )
        gone = {Rule(rule): rest for rule, *rest in cursor.fetchall()}
    open_of = {rule: tuple(one for one in lines if one.rule == rule) for rule in Rule}
    return [RuleState(rule, open_of[rule], *gone.get(rule, ())) for rule in Rule if open_of[rule] or rule in gone]


# --- by area, with ageing ---


class Age(StrEnum):
    COMING = "coming"
    WEEK = "week"
    MONTH = "month"
    LONGER = "longer"
    STILL = "still"


def ages(at: datetime) -> dict[Age, Span]:
    """By how long it is overdue."""
    return {
        Age.COMING: Span(at, at + A_WEEK),
        Age.WEEK: Span(at - A_WEEK, at),
        Age.MONTH: Span(at - FOUR_WEEKS, at - A_WEEK),
        Age.LONGER: Span(EVER, at - FOUR_WEEKS),
    }


def _aged(age: Age) -> str:
    when = "o.due_at IS NULL" if age is Age.STILL else f"o.due_at >= %({age}_since)s AND o.due_at < %({age}_until)s"
    return f"{STILL_OWED} AND o.opened_at <= %(now)s AND {when}"


def _age_bounds(at: datetime) -> dict[str, Any]:
    bounds: dict[str, Any] = {"now": at}
    for age, span in ages(at).items():
        bounds |= {f"{age}_since": span.since, f"{age}_until": span.until}
    return bounds


def by_area(area_ids: Iterable[UUID], at: datetime) -> dict[UUID, dict[Age, int]]:
    """How much is owed in each area by age, each cell counted no further than MOST + 1. One read.

    In the order of the index, so that the database walks it and stops instead of gathering all there is first.
    """
    cells = ", ".join(
        "(SELECT count(*) FROM (SELECT FROM due_obligation o "
        f"WHERE o.area_id = w.id AND {_aged(age)} ORDER BY o.due_at, o.id LIMIT {MOST + 1}) t)"
        for age in Age
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT w.id, {cells} FROM unnest(%(areas)s::uuid[]) AS w(id)", _age_bounds(at) | {"areas": list(area_ids)}
        )
        return {id: dict(zip(Age, counts, strict=True)) for id, *counts in cursor.fetchall()}


def lines_of_age(area_id: UUID, age: Age, at: datetime, *, page: int = 1, size: int = A_PAGE) -> list[Line]:
    """What stands behind one cell; one more than asked for where there are more."""
    bound = {key: value for key, value in _age_bounds(at).items() if key == "now" or key.startswith(f"{age}_")}
    bound |= {"area": area_id, "size": size + 1, "skip": (page - 1) * size}
    return lines_of(
        f"""SELECT o.* FROM due_obligation o WHERE o.area_id = %(area)s AND {_aged(age)}
        ORDER BY o.due_at, o.id LIMIT %(size)s OFFSET %(skip)s""",
        bound,
    )


# --- follow-ups ---


def follow_ups_owed(
    area_ids: Iterable[UUID], at: datetime, *, after: tuple[datetime, UUID] | None = None, size: int = A_PAGE
) -> list[Line]:
    """Whose day has come and of whom nothing is recorded, the longest due first; one more than asked for where there
    are more. `after`: due_at and id of the last line before. Of each area one index is walked and left: what a page
    costs does not grow with the charity."""
    since, last = after or (EVER, UUID(int=0))
    inside = f"""SELECT o.* FROM due_obligation o WHERE o.area_id = w.id AND o.rule = '{Rule.FOLLOW_UP}'
        AND {STILL_OWED} AND o.opened_at <= %(now)s AND (o.due_at, o.id) > (%(since)s, %(last)s)
        ORDER BY o.due_at, o.id LIMIT %(size)s"""
    return lines_of(
        f"""SELECT t.* FROM unnest(%(areas)s::uuid[]) AS w(id) CROSS JOIN LATERAL ({inside}) t
        ORDER BY t.due_at, t.id LIMIT %(size)s""",
        {"areas": list(area_ids), "now": at, "since": since, "last": last, "size": size + 1},
    )
