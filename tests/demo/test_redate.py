"""An untouched demonstration brings its own dates up to today; a touched one waits to be asked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import models

from encircle.common.clock import in_london
from encircle.demo.load import load_charity
from encircle.demo.redate import (
    KEPT,
    MOVED_APPS,
    NotADemonstration,
    days_behind,
    moved_columns,
    redate_charity,
)
from encircle.foundations.audit.models import Entry, Verb
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.leaving.models import Leaving
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.organisation.models import Charity
from encircle.rooms.practice.models import Waiting
from encircle.rooms.sharing.models import Consent
from tests.support.database import as_owner

NOW = datetime(2026, 3, 18, 12, 7, tzinfo=UTC)
FIVE_DAYS_LATER = datetime(2026, 3, 23, 13, 0, tzinfo=UTC)
AFTER_THE_CLOCKS = datetime(2026, 4, 1, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (NOW, 0),
        (NOW + timedelta(hours=23), 0),
        (NOW + timedelta(days=1), 1),
        (NOW - timedelta(days=3), 0),  # a clock that was put back moves nothing
        (datetime(2026, 4, 1, 11, 6, tzinfo=UTC), 13),  # twelve on the London wall comes an hour earlier now
        (datetime(2026, 4, 1, 11, 7, tzinfo=UTC), 14),
    ],
)
def test_whole_days_are_counted_on_the_london_clock(at, days):
    assert days_behind(NOW, at) == days


def test_every_date_of_the_rooms_is_moved_or_kept_on_purpose():
    moved = {f"{model._meta.label}.{column}" for model, columns in moved_columns() for column in columns}
    rooms = {config.label for config in apps.get_app_configs() if config.name.startswith("encircle.rooms.")}
    dates = {
        f"{model._meta.label}.{field.column}"
        for model in apps.get_models()
        if model._meta.app_label in rooms
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.DateField)
    }

    kept = {date for date in dates if date in KEPT or date.rsplit(".", 1)[0] in KEPT}
    assert dates - moved - kept == set()
    assert rooms <= set(MOVED_APPS)


def test_a_real_charity_is_never_moved(db):
    with as_owner():
        Charity.objects.create(name="A real one")

        with pytest.raises(NotADemonstration):
            redate_charity(at=FIVE_DAYS_LATER)


@pytest.fixture
def plan(db):
    with as_owner():
        return load_charity(now=NOW)


def _evenings():
    return {in_london(start).time() for start in Meeting.objects.values_list("starts_at", flat=True)}


def test_an_untouched_demonstration_moves_forward_whole(plan):
    with as_owner():
        before = dict(Meeting.objects.values_list("pk", "starts_at"))
        seats, evenings, lines = dict(Seat.objects.values_list("pk", "starts_at")), _evenings(), Entry.objects.count()

        done = redate_charity(at=AFTER_THE_CLOCKS)

        assert (done.days_moved, done.is_touched, done.offer) == (14, False, "")
        after = dict(Meeting.objects.values_list("pk", "starts_at"))
        assert {in_london(after[key]).date() - in_london(start).date() for key, start in before.items()} == {
            timedelta(days=14)
        }
        assert _evenings() == evenings
        assert {in_london(moved).date() - in_london(seats[key]).date() for key, moved in
                Seat.objects.values_list("pk", "starts_at")} == {timedelta(days=14)}  # fmt: skip
        assert Charity.objects.get().demo_dated_at == datetime(2026, 4, 1, 11, 7, tzinfo=UTC)
        assert Entry.objects.count() == lines
        ends = Consent.objects.filter(ends_at__gt=AFTER_THE_CLOCKS).order_by("ends_at").first().ends_at
        assert in_london(ends - timedelta(seconds=1)).date() == in_london(AFTER_THE_CLOCKS).date()
        assert redate_charity(at=AFTER_THE_CLOCKS).days_moved == 0
        _circles_meet_on_their_own_evening()
        logins = dict(Leaving.objects.filter(login_ends=True).values_list("ends_at", "volunteer__user__ends_at"))
        assert logins
        assert list(logins) == list(logins.values())  # whoever leaves signs in until the last day
        assert Waiting.objects.exists()
        assert not Waiting.objects.filter(kind="minutes").exclude(at=models.F("meeting__ends_at")).exists()


def _circles_meet_on_their_own_evening():
    for circle in Circle.objects.filter(meetings__isnull=False).distinct():
        newest = circle.meetings.order_by("-starts_at").first()
        assert in_london(newest.starts_at).weekday() == circle.weekday


def test_looking_round_touches_nothing_but_a_change_waits_until_somebody_asks(plan):
    with as_owner():
        _happened(Verb.OPENED, "sharing.release", NOW + timedelta(hours=1))
        _happened(Verb.CREATED, "accounts.session", NOW + timedelta(hours=1))
        assert redate_charity(at=NOW + timedelta(days=1)).days_moved == 1
        _circles_meet_on_their_own_evening()

        _happened(Verb.DECIDED, "meetings.minutesversion", NOW + timedelta(days=1, hours=1))
        left_alone = redate_charity(at=FIVE_DAYS_LATER)
        assert (left_alone.days_moved, left_alone.days_behind, left_alone.is_touched) == (0, 4, True)
        assert "REDATE=1" in left_alone.offer

        asked = redate_charity(at=FIVE_DAYS_LATER, even_if_touched=True)
        assert (asked.days_moved, asked.is_touched, asked.offer) == (4, True, "")
        assert Charity.objects.get().demo_touched_at == NOW + timedelta(days=1, hours=1)


def _happened(verb, item_type, at):
    entry = Entry.objects.first()
    entry.pk, entry.at, entry.verb, entry.item_type = None, at, verb, item_type
    entry.save(force_insert=True)
