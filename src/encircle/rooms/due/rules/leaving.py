"""What is owed as volunteers go: a conversation after a seat, an answer to whoever would like to stop, lent things."""

from collections.abc import Iterator
from datetime import datetime

from encircle.rooms.leaving.exit_queries import back_by
from encircle.rooms.leaving.policy import Rest, rest_days
from encircle.rooms.leaving.rest_queries import clocks_of, next_rests
from encircle.rooms.leaving.talk_queries import talk_days
from encircle.rooms.organisation.clocks import start_of_day

from ..clock import Due
from ..facts import Owed, Practice, VolunteerFacts
from ..facts_looking_after import WishFact
from ..vocabulary import Rule
from .owing import day_of, earliest, end_of, latest, owed, passed, working_days


def gone_at(volunteer: VolunteerFacts) -> datetime | None:
    """The instant, or the end of the last day of whoever left before leaving was kept."""
    return volunteer.ends_at or (end_of(volunteer.left_on) if volunteer.left_on else None)


def conversations(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """After each seat, within the days of the standard in force as it ended. Nobody owes it to whoever has left."""
    for seat in volunteer.ended_seats:
        if seat.ends_at >= practice.until:
            continue
        ended_on = day_of(seat.ends_at)
        days = talk_days(ended_on, practice.on(seat.ends_at))
        due, over = Due(end_of(days.by)), earliest(gone_at(volunteer), end_of(days.until))
        closed = passed(over, practice) if seat.talked_at is None else None
        if closed is None or closed > seat.ends_at:
            yield owed(Rule.END_TALK, seat.id, seat.ends_at, due, met_at=seat.talked_at, closed_at=closed)


def rests(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """About coming back, before a rest has ended, by the standard of the day it began. Whoever says on their own page
    that they are back, steps out again or leaves is not talked with about it any more."""
    following = next_rests(one.starts_on for one in volunteer.rests)
    for one in volunteer.rests:
        began = start_of_day(one.starts_on)
        rest = Rest(one.starts_on, one.until, one.back_on, following.get(one.starts_on))
        days = rest_days(rest, clocks_of(practice.on(began)))
        opened = latest(start_of_day(days.since), one.said_at) if days else None
        if days is None or opened is None or opened >= practice.until:
            continue
        over = earliest(gone_at(volunteer), latest(start_of_day(days.over), opened))
        closed = passed(over, practice) if one.talked_at is None else None
        if latest(closed or practice.until, opened) > opened and (one.talked_at is None or one.talked_at > opened):
            yield owed(Rule.REST_TALK, one.id, opened, Due(end_of(days.by)), met_at=one.talked_at, closed_at=closed)


def wishes_to_stop(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """Until it is noted that they leave, or they take it back. A leaving that is called off leaves it open again."""
    for wish in volunteer.wishes:
        for turn, since in enumerate(_open_since(wish, volunteer)):
            noted = [one.at for one in volunteer.leavings if one.at >= since]
            met = earliest(wish.withdrawn_at, *noted)
            closed = passed(gone_at(volunteer), practice) if met is None else None
            if earliest(met, closed) != since:
                due = working_days(practice, practice.on(since).volunteer_answer_working_days, since)
                yield owed(Rule.WISH_TO_STOP, wish.id, since, due, met_at=met, closed_at=closed, turn=str(turn))


def _open_since(wish: WishFact, volunteer: VolunteerFacts) -> Iterator[datetime]:
    """When they asked, and again whenever a leaving that answered it was called off."""
    yield wish.at
    for one in sorted(volunteer.leavings, key=lambda leaving: leaving.at):
        off = one.called_off_at
        if one.at >= wish.at and off is not None and (wish.withdrawn_at is None or wish.withdrawn_at > off):
            yield off


def lent_back(volunteer: VolunteerFacts, practice: Practice) -> Iterator[Owed]:
    """From the moment they have left, until it comes back or is written off."""
    gone = gone_at(volunteer)
    if gone is None or volunteer.left_on is None or gone >= practice.until:
        return
    due = Due(end_of(back_by(volunteer.left_on, practice.standards)))
    for one in volunteer.lent:
        opened = latest(gone, one.at)
        if one.over_at is None or one.over_at > opened:
            yield owed(Rule.LENT_BACK, one.id, opened, due, met_at=one.over_at)
