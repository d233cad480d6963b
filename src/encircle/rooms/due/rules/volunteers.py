"""What runs out for a volunteer who sits in a Circle, or may soon: said before it does, and a lapse ends no seat."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.vetting.policy import Held, Kind, Update, good_until
from encircle.rooms.vetting.vocabulary import CheckOutcome, Shows, UpdateOutcome

from ..clock import Due
from ..facts import CertificateFact, Owed, Practice, VolunteerFacts
from ..vocabulary import Owner, Rule
from .leaving import gone_at
from .owing import earliest, end_of, latest, owed, passed, working_days


@dataclass(frozen=True)
class Stretch:
    """From when on something held until a day, and when that changed: to a later day, or to an earlier or none."""

    item_id: UUID
    until: date
    since: datetime
    longer_at: datetime | None = None
    shorter_at: datetime | None = None


def checks_again(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """Before the certificate that counts longest has to be looked at anew: the warning and the period are policy."""
    if volunteer.joined_on is None:
        return
    for one in stretches(_last_days(volunteer.checks, practice)):
        opened = latest(warned(one.until, practice), one.since, start_of_day(volunteer.joined_on))
        yield from running_out(Rule.CHECK_AGAIN, one, opened, gone(volunteer), practice)


def running_out(
    rule: Rule, one: Stretch, opened: datetime, until: datetime | None, practice: Practice
) -> Iterator[Owed]:
    met = one.longer_at
    closed = earliest(one.shorter_at, until) if met is None else None
    over = earliest(met, closed)
    if opened < practice.until and (over is None or over > opened):
        due = Due(end_of(one.until))
        yield owed(rule, one.item_id, opened, due, met_at=met, closed_at=closed, turn=one.until.isoformat())


def warned(last_day: date, practice: Practice) -> datetime:
    return start_of_day(last_day - timedelta(days=practice.on(end_of(last_day)).check_warning_days))


def gone(volunteer: VolunteerFacts) -> datetime | None:
    return end_of(volunteer.left_on) if volunteer.left_on else None


# --- what counts until when, after each thing that was written down ---

Moment = tuple[datetime, tuple[UUID, date] | None]


def _last_days(checks: Iterable[CertificateFact], practice: Practice) -> list[Moment]:
    """After each thing written down, the certificate that counts longest and its last day.

    By the period in force until the next thing was written down: what was renewed under an earlier one stays as it was.
    """
    facts = list(checks)
    moments = sorted({moment for one in facts for moment in _moments(one)})
    return [
        (since, _longest(facts, since, practice.on(latest(since, end))))
        for since, end in pairwise([*moments, practice.at])
    ]


def _moments(one: CertificateFact) -> Iterator[datetime]:
    yield one.at
    yield from (update.at for update in one.updates)
    yield from (decision.at for decision in one.decided)


def _longest(checks: Iterable[CertificateFact], at: datetime, standard: PracticeStandard) -> tuple[UUID, date] | None:
    known = [(one.id, good_until(_held(one, at), standard.check_again_months)) for one in checks if one.at <= at]
    counting = [(id, until) for id, until in known if until is not None]
    return max(counting, key=lambda pair: (pair[1], pair[0]), default=None)


def _held(one: CertificateFact, at: datetime) -> Held:
    decided = max((each for each in one.decided if each.at <= at), key=lambda each: each.at, default=None)
    return Held(
        Kind(one.level, one.workforce),
        one.issued_on,
        one.shows == Shows.SOMETHING,
        None if decided is None else decided.outcome == CheckOutcome.ACCEPTED,
        [Update(each.checked_on, each.outcome == UpdateOutcome.UNCHANGED) for each in one.updates if each.at <= at],
    )


def stretches(moments: list[Moment]) -> Iterator[Stretch]:
    """Each day something held until, as long as that was its last day."""
    changes = [one for number, one in enumerate(moments) if number == 0 or _day(moments[number - 1]) != _day(one)]
    for number, (since, found) in enumerate(changes):
        if found is None:
            continue
        moment, then = changes[number + 1] if number + 1 < len(changes) else (None, None)
        is_longer = then is not None and then[1] > found[1]
        yield Stretch(*found, since, moment if is_longer else None, None if is_longer else moment)


def _day(one: Moment) -> date | None:
    return one[1][1] if one[1] else None


# --- while somebody sits in a Circle of some kinds ---


def _while_sitting(
    rule: Rule,
    one: Stretch,
    volunteer: VolunteerFacts,
    kinds: Container[str],
    practice: Practice,
    over: datetime | None = None,
) -> Iterator[Owed]:
    """`over`: nothing is owed any more since then."""
    for since, until in _sitting(volunteer, kinds):
        opened = latest(warned(one.until, practice), one.since, since)
        yield from running_out(rule, one, opened, earliest(until, gone(volunteer), over), practice)


def _sitting(volunteer: VolunteerFacts, kinds: Container[str]) -> Iterator[tuple[datetime, datetime | None]]:
    """From their first seat in a Circle of these kinds to the end of the last; without an end while one has none."""
    seats = [one for one in volunteer.seats if one.kind in kinds]
    if seats:
        ends = [one.ends_at for one in seats]
        known = [end for end in ends if end is not None]
        yield min(one.starts_at for one in seats), max(known) if len(known) == len(ends) else None


# --- courses, the agreement, exceptions ---


def courses_again(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """While they sit in a Circle of a kind that needs the course: before it has to be renewed.

    Nobody renews what the charity has ended.
    """
    rows = sorted(volunteer.courses, key=lambda one: (one.at, one.done_on))
    for course in dict.fromkeys(one.course_id for one in rows):
        done = [one for one in rows if one.course_id == course]
        for one in stretches([(record.at, (record.id, record.renew_on or date.max)) for record in done]):
            if one.until != date.max:
                ended = done[-1].ended_on
                over = passed(end_of(ended), practice) if ended else None
                yield from _while_sitting(Rule.COURSE_AGAIN, one, volunteer, done[-1].needed_for, practice, over)


def agreements_again(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """A newer wording asks to be signed by a day: of whoever signed an earlier one, and no later one."""
    joined, signed = volunteer.joined_on, [one for one in volunteer.wordings if one.signed_at is not None]
    for one in volunteer.wordings:
        earlier = [other.signed_at for other in signed if other.in_force_from < one.in_force_from]
        if one.sign_by is None or joined is None or not earlier:
            continue
        newer = [other.signed_at for other in signed if other.in_force_from >= one.in_force_from]
        asked = Stretch(one.id, one.sign_by, start_of_day(one.in_force_from), earliest(*newer))
        opened = latest(warned(one.sign_by, practice), asked.since, start_of_day(joined))
        yield from running_out(Rule.AGREEMENT_AGAIN, asked, opened, gone(volunteer), practice)


def exceptions_ending(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """While they sit in a Circle of its kind: before it ends, what was missing has to be there, or a longer one."""
    for one in volunteer.exceptions:
        longer = [
            other.at
            for other in volunteer.exceptions
            if (other.kind, other.condition) == (one.kind, one.condition)
            and other.at > one.at
            and other.ends_on > one.ends_on
        ]
        came = [fact.at for fact in volunteer.met if fact.condition == one.condition and fact.at > one.at]
        stretch = Stretch(one.id, one.ends_on, latest(one.at, start_of_day(one.starts_on)), earliest(*longer, *came))
        yield from _while_sitting(Rule.EXCEPTION_ENDING, stretch, volunteer, (one.kind,), practice)


# --- certificates ---


def certificates_decided(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """A senior coordinator decides whether somebody may volunteer with what a certificate shows."""
    for one in volunteer.checks:
        decided = earliest(*(each.at for each in one.decided))
        closed = passed(gone_at(volunteer), practice) if decided is None else None
        if one.shows == Shows.SOMETHING and (closed is None or closed > one.at):
            due = working_days(practice, practice.on(one.at).check_decision_working_days, one.at)
            more = {"met_at": decided, "closed_at": closed, "owner": Owner.MANAGER}
            yield owed(Rule.CHECK_DECISION, one.id, one.at, due, **more)
