"""Volunteers in numbers: what is counted, over which quarters, and that nobody is found in what is shown."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.common.small_numbers import counted
from encircle.foundations.audit.models import Entry
from encircle.rooms.circles.models import Seat
from encircle.rooms.leaving.figures import Happened, Year, _bands, _margin, export_figures, figures, year_of
from encircle.rooms.leaving.models import CalledOff, Leaving, Rejoining
from encircle.rooms.organisation.models import Area, PracticeStandard
from encircle.rooms.recruiting.models import Applicant
from encircle.rooms.support.models import Away
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

AREAS, QUARTERS, REASONS = ("north", "south", "west"), ("q1", "q2", "q3", "q4"), ("moved", "health", "other")
cells = st.lists(st.integers(0, 7), min_size=36, max_size=36)


def margins(numbers):
    """Of one thing, as the page shows them: by area, by quarter, and where they left by reason."""
    found = dict(zip(product(AREAS, QUARTERS, REASONS), numbers, strict=True))
    return [_margin(found, keys, place) for place, keys in enumerate((AREAS, QUARTERS, REASONS))]


@given(cells, st.integers(5, 9))
def test_a_hidden_number_cannot_be_found_by_subtraction_from_a_shown_total(numbers, smallest):
    for margin in margins(numbers):
        shown = counted(margin, smallest=smallest)
        hidden = [code for code, number in shown.codes.items() if number is None]
        assert all(shown.codes[code] in (None, number) for code, number in margin.items())
        if shown.total is None:
            assert set(hidden) == set(margin)
            continue
        left = shown.total - sum(number for number in shown.codes.values() if number is not None)
        assert left == sum(margin[code] for code in hidden)
        # Whoever knows that none of the hidden is nought still has more than one way to share out what is left.
        for code in hidden:
            assert left > len(hidden)
            assert margin[code] in range(1, left - len(hidden) + 2)


@given(cells)
def test_the_tables_share_their_total_and_nothing_else(numbers):
    """Any two ways to share out one total, by area and by quarter, belong together in some world."""
    totals = {counted(margin, smallest=5).total for margin in margins(numbers)} - {None}
    assert totals <= {sum(numbers)}


@pytest.mark.parametrize(
    ("today", "chosen", "until"),
    [
        (date(2026, 11, 23), 2026, date(2026, 10, 1)),
        (date(2026, 7, 1), 2026, date(2026, 7, 1)),
        (date(2026, 6, 30), 2025, date(2026, 4, 1)),  # no quarter of this year is over
        (date(2026, 2, 1), 2025, date(2026, 1, 1)),
    ],
)
def test_only_quarters_that_are_over_are_counted(today, chosen, until):
    at = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    year, years = year_of(None, at)
    assert (year, years[0], len(years)) == (Year(chosen, until), chosen, 5)
    assert year_of(chosen - 1, at)[0].until == date(chosen, 4, 1)
    assert year_of(1900, at)[0] == year


def test_the_bands_are_between_the_years_that_are_marked():
    assert _bands([0, 1, 4, 5, 12, 40], [1, 5, 10]) == {
        "Less than 1 year": 1, "1 to 4 years": 2, "5 to 9 years": 1, "10 years or more": 2,
    }  # fmt: skip
    assert _bands([3, 9], []) == {"Any number of years": 2}
    assert _bands([2], [2, 3]) == {"Less than 2 years": 0, "2 years": 1, "3 years or more": 0}


@pytest.fixture
def cast(db):
    return plant_cast()


def in_year(cast):
    """A day in the first quarter of the newest year that has one."""
    year, _ = year_of(None, cast.now)
    return year, year.since + timedelta(days=20)


def newcomers(cast, many, area="a"):
    with as_owner():
        return [
            Volunteer.objects.create(
                reference=f"V-{area}{number}", area=cast.areas[area], given_name="Wren", family_name=f"Bird{number}",
                email="wren@people.example", joined_on=cast.now.date(),
            )
            for number in range(many)
        ]  # fmt: skip


def crowd(cast, many, area="a"):
    """People of an area, who came, joined, sat, were away, left, were called off once, and came back."""
    _, day = in_year(cast)
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    people = newcomers(cast, many, area)
    with as_owner():
        for number, one in enumerate(people):
            of = {"volunteer": one, "area": one.area}
            by = {"by": cast.cora, "at": at, **of}
            Volunteer.objects.filter(pk=one.pk).update(joined_on=day)
            Applicant.objects.create(
                reference=f"AP-{area}{number}", area=one.area, given_name="Wren", family_name="Swan", prefers="email",
                channel="form", asked_at=at,
            )  # fmt: skip
            away = {"said_by": cast.cora, "said_at": at, **of}
            Away.objects.create(starts_on=day, until=day, **away)
            Away.objects.create(starts_on=day + timedelta(days=1), until=day + timedelta(days=9), **away)  # goes on
            rest = Away.objects.create(starts_on=day + timedelta(days=20), back_on=day + timedelta(days=25), **away)
            Away.objects.create(starts_on=rest.back_on, until=day + timedelta(days=29), **away)  # goes on
            left = {"last_day": day, "ends_at": at, "reason": "moved", "decided": "volunteer", "login_ends": False}
            CalledOff.objects.create(leaving=Leaving.objects.create(**left, **by), **by)
            gone = Leaving.objects.create(**left, **by)
            Rejoining.objects.create(leaving=gone, left_on=day, **by)
            Seat.objects.create(
                circle=cast.circle_1, area=cast.circle_1.area, part="volunteer", volunteer=one, display_name="Wren",
                letter="", starts_at=at, ends_at=at + timedelta(days=3), sees_from=at,
            )  # fmt: skip
    return people


def seen(cast, who, areas, **more):
    with acting(cast.users[who]) as actor:
        year, _ = year_of(None, actor.now)
        return figures(year, list(Area.objects.filter(code__in=areas).order_by("code")), by=actor, **more)


def by_quarter(found):
    return {line.words: (next(iter(line.counts.codes.values())), line.counts.total) for line in found.by_quarter}


def quiet(cast):
    """Nobody of the cast came in the year that is counted."""
    with as_owner():
        Volunteer.objects.update(joined_on=date(2001, 1, 1))
        Applicant.objects.all().delete()
        Seat.objects.update(starts_at=datetime(2001, 1, 1, tzinfo=UTC))
        Volunteer.objects.filter(left_on__isnull=False).update(left_on=date(2001, 2, 1))


def test_each_thing_that_happened_is_counted_once(cast):
    quiet(cast)
    crowd(cast, 6)
    found = seen(cast, "cora", [cast.areas["a"].code])
    assert by_quarter(found) == dict.fromkeys(Happened, (6, 6))
    assert found.left.counts.codes["Moved away"] == found.left.counts.total == 6
    assert found.here.counts.total == found.away.counts.total == here(cast)


def here(cast):
    with as_owner():
        today = in_london(cast.now).date()
        found = Volunteer.objects.filter(area=cast.areas["a"], joined_on__isnull=False)
        return found.exclude(left_on__lt=today).count()


def test_fewer_than_the_standard_says_are_not_shown_and_whoever_stands_alone_beside_a_total_neither(cast):
    quiet(cast)
    crowd(cast, 3)
    crowd(cast, 9, area="b")
    codes = [cast.areas[key].code for key in ("a", "b")]
    assert by_quarter(seen(cast, "cora", codes[:1])) == dict.fromkeys(Happened, (None, None))
    both = seen(cast, "olga", codes)
    assert by_quarter(both) == dict.fromkeys(Happened, (12, 12))
    assert [list(line.counts.codes.values()) for line in both.by_area] == [[None, None]] * len(Happened)
    with as_owner():
        PracticeStandard.objects.update(smallest_shown=20)
    assert {line.counts.total for line in seen(cast, "olga", codes).by_area} == {None}


def test_another_areas_people_are_not_in_the_numbers_whatever_is_asked_for(cast):
    quiet(cast)
    crowd(cast, 7)
    codes = [cast.areas[key].code for key in ("a", "b")]
    found = by_quarter(seen(cast, "colin", codes))
    assert found == dict.fromkeys(Happened, (None, None))
    with pytest.raises(NotAllowed):
        seen(cast, "vera", codes)
    with pytest.raises(NotAllowed):
        seen(cast, "tess", codes)


def test_who_left_before_reasons_were_kept_is_counted_without_one(cast):
    quiet(cast)
    _, day = in_year(cast)
    people = newcomers(cast, 5)
    with as_owner():
        Volunteer.objects.filter(pk__in=[one.pk for one in people]).update(joined_on=date(2001, 1, 1), left_on=day)
    found = seen(cast, "cora", [cast.areas["a"].code])
    assert found.left.counts.codes["No reason was kept"] == found.left.counts.total == 5


def test_the_file_says_what_the_page_says_without_a_name_and_is_noted(cast):
    quiet(cast)
    people = crowd(cast, 6)
    with acting(cast.cora) as actor:
        found = figures(in_year(cast)[0], list(Area.objects.filter(pk=cast.areas["a"].pk)), by=actor)
        content = export_figures(found, by=actor).decode("utf-8-sig")
    lines = content.splitlines()
    assert lines[0] == "Table,What is counted,Of,Number"
    assert f"By quarter,Left,from {in_year(cast)[0].since.isoformat()},6" in lines
    assert "Why they left,Left,Moved away,6" in lines
    assert not any(name in content for one in people for name in (one.given_name, one.family_name))
    with as_owner():
        assert Entry.objects.filter(verb="exported", item_type="leaving.figures", actor_id=cast.cora.pk).count() == 1
