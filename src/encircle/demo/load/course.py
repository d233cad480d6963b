"""What belongs to the course of the Circles besides their phases: pauses gone by, days of return, release dates."""

from collections.abc import Iterable, Iterator
from datetime import time

from django.db.models import Model

from encircle.rooms.circles.models import Establishment, Pause, PauseReturn, PauseWords, PhaseWords, ReleaseDate, Rhythm

from ..plan import CharityPlan
from ..plan.course import PastPause, past_pauses, reason_of, release_dates, returns
from .keys import Keys
from .vetting import prison_of


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys, past = Keys(plan), list(past_pauses(plan))
    yield (
        Pause(
            id=keys("past pause", each.circle), **keys.of_circle(each.circle), starts_at=each.starts_at,
            ends_at=each.ends_at, reason=each.reason, decided_by_id=keys.user(each.by),
        )
        for each in past
    )  # fmt: skip
    yield _words_of_phases(plan, keys)
    yield _rhythms(plan, keys)
    yield _prisons(plan, keys)
    yield [*_words_of_past(past, keys), *_words_of_present(plan, keys)]
    yield (
        PauseReturn(
            id=keys("return", f"{each.circle}/{each.number}"), pause_id=keys("pause", each.circle),
            **keys.of_circle(each.circle), back_on=each.day, recorded_at=each.at, recorded_by_id=keys.user(each.by),
        )
        for each in returns(plan)
    )  # fmt: skip
    yield (
        ReleaseDate(
            id=keys("release date", f"{each.circle}/{each.number}"), **keys.of_circle(each.circle),
            released_on=each.day, source=each.source, recorded_at=each.at, recorded_by_id=keys.user(each.by),
        )
        for each in release_dates(plan)
    )  # fmt: skip


LESS_OFTEN = ("fortnightly", "monthly")


def _words_of_phases(plan: CharityPlan, keys: Keys) -> Iterator[PhaseWords]:
    """Why a Circle meets less often, where no review stands behind it: of every third Circle."""
    for number, each in enumerate(plan.circles):
        for phase in each.phases:
            if number % 3 == 0 and phase.name in LESS_OFTEN:
                yield PhaseWords(
                    phase_id=keys.often("phase", f"{each.key}/{phase.name}"), **keys.of_circle(each.key),
                    said_by="The senior coordinator, with the probation officer",
                    text="The goals are well under way, and everybody in the Circle agreed.",
                )  # fmt: skip


def _rhythms(plan: CharityPlan, keys: Keys) -> Iterator[Rhythm]:
    """Each prison Circle meets on a weekday in prison, and on another afterwards."""
    for number, each in enumerate(circle for circle in plan.circles if circle.kind == "prison"):
        for side, weekday, at in (("inside", 1, time(14)), ("outside", 3, time(18, 30))):
            yield Rhythm(
                id=keys("rhythm", f"{each.key}/{side}"), **keys.of_circle(each.key), side=side,
                weekday=(weekday + number) % 5, slot_time=at, every_weeks=1, set_at=each.opened_at,
                set_by_id=keys.user(each.coordinator),
            )  # fmt: skip


NOT_NAMED = "e5"  # as Circles are that were kept before prisons were named


def _prisons(plan: CharityPlan, keys: Keys) -> Iterator[Establishment]:
    """Where each prison Circle meets until the release."""
    for each in plan.circles:
        prison = prison_of(plan, each.area)
        if each.kind == "prison" and each.key != NOT_NAMED and prison:
            yield Establishment(
                id=keys("establishment", each.key), **keys.of_circle(each.key), prison_id=keys.often("agency", prison),
                recorded_at=each.opened_at, recorded_by_id=keys.user(each.coordinator),
            )  # fmt: skip


def _words_of_past(past: Iterable[PastPause], keys: Keys) -> Iterator[PauseWords]:
    for each in past:
        if each.words:
            yield PauseWords(pause_id=keys("past pause", each.circle), **keys.of_circle(each.circle), text=each.words)


def _words_of_present(plan: CharityPlan, keys: Keys) -> Iterator[PauseWords]:
    for each in plan.circles:
        words = reason_of(each)[1]
        if each.pause and words:
            yield PauseWords(pause_id=keys("pause", each.key), **keys.of_circle(each.key), text=words)
