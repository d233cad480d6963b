"""What may be asked for, what a certificate covers, and until when it counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.rooms.vetting.policy import LEVELS, Held, Kind, Update, best, covers, good_until, standing, why_not_ask

ADULT, CHILD, BOTH = Kind("enhanced", "adult"), Kind("enhanced", "child"), Kind("enhanced", "both")
BARRED = Kind("barred", "both")
MONTHS, WARN = 36, 90
ISSUED = date(2024, 3, 10)
KINDS = st.sampled_from(
    [Kind(level) for level in LEVELS[:2]]
    + [Kind(level, workforce) for level in LEVELS[2:] for workforce in ("adult", "child", "both", "other")]
)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("asked", "eligible", "says"),
    [
        (Kind("basic"), None, ""),
        (ADULT, ADULT, ""),
        (Kind("standard"), ADULT, ""),
        (ADULT, BOTH, ""),
        (BARRED, BARRED, ""),
        (Kind("standard"), None, "Nobody has decided yet"),
        (BARRED, BOTH, "not eligible for a check at this level"),
        (BOTH, ADULT, "not eligible for a check for this workforce"),
        (CHILD, ADULT, "not eligible for a check for this workforce"),
        (ADULT, Kind("standard"), "not eligible for a check at this level"),
    ],
)
def test_more_than_a_role_is_eligible_for_is_never_asked(asked, eligible, says):
    why = why_not_ask(asked, eligible)
    assert why.startswith(says) if not says else says in why
    assert bool(why) == bool(says)


@given(KINDS, KINDS)
def test_what_may_be_asked_is_covered_by_what_the_role_is_eligible_for(asked, eligible):
    if asked.level != "basic" and not why_not_ask(asked, eligible):
        assert covers(eligible, asked)


def test_a_certificate_counts_three_years_from_its_day_or_from_when_it_was_last_found_unchanged():
    assert good_until(Held(ADULT, ISSUED), MONTHS) == date(2027, 3, 10)
    looked = [Update(date(2025, 5, 1), True), Update(date(2024, 9, 1), True)]
    assert good_until(Held(ADULT, ISSUED, updates=looked), MONTHS) == date(2028, 5, 1)


def test_something_new_ends_it_that_day_whatever_was_found_before_or_after():
    looked = [Update(date(2025, 5, 1), False), Update(date(2026, 5, 1), True)]
    assert good_until(Held(ADULT, ISSUED, updates=looked), MONTHS) == date(2025, 5, 1)


@pytest.mark.parametrize(("accepted", "is_until"), [(None, None), (False, None), (True, date(2027, 3, 10))])
def test_what_shows_something_counts_only_when_somebody_has_decided_so(accepted, is_until):
    assert good_until(Held(ADULT, ISSUED, shows_something=True, accepted=accepted), MONTHS) == is_until


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        (date(2026, 12, 9), "in_date"),
        (date(2026, 12, 10), "ending"),
        (date(2027, 3, 10), "ending"),
        (date(2027, 3, 11), "lapsed"),
    ],
)
def test_where_it_stands_on_a_day(day, stands):
    assert standing(Held(ADULT, ISSUED), day, recheck_months=MONTHS, warn_days=WARN) == stands


def test_what_was_not_decided_and_what_was_refused_are_told_apart():
    for accepted, stands in ((None, "to_decide"), (False, "refused")):
        held = Held(ADULT, ISSUED, shows_something=True, accepted=accepted)
        assert standing(held, ISSUED, recheck_months=MONTHS, warn_days=WARN) == stands


def test_of_several_the_one_that_covers_and_counts_longest():
    old, new = Held(BARRED, ISSUED), Held(ADULT, ISSUED + timedelta(days=300))
    assert best([old, new], ADULT, MONTHS) == (new, good_until(new, MONTHS))
    assert best([old, new], CHILD, MONTHS) == (old, good_until(old, MONTHS))
    assert best([new], CHILD, MONTHS) is None


@given(KINDS, DAYS, st.lists(DAYS, max_size=4), DAYS)
def test_looking_again_and_finding_nothing_new_never_shortens_it(kind, issued, looked, again):
    before = Held(kind, issued, updates=[Update(day, True) for day in looked])
    after = Held(kind, issued, updates=[*before.updates, Update(again, True)])
    assert good_until(before, MONTHS) <= good_until(after, MONTHS)
