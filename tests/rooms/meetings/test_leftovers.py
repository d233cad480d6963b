"""Words of a draft that stayed out of submitted minutes: their writer sees until when, and then they are gone."""

from datetime import timedelta

import pytest

from encircle.common.clock import in_london
from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.audit.models import Entry
from encircle.rooms.meetings.leftovers import clear_leftovers
from encircle.rooms.meetings.models import DraftRevision, MinutesReturn
from encircle.rooms.organisation.models import PracticeStandard
from tests.cast import acting, plant_cast
from tests.support.client import signed_in
from tests.support.database import as_login, as_owner, clock_shifted

DAY = timedelta(days=1)


@pytest.fixture
def cast(db):
    """Vera submitted on the seventh morning before today; Vic's words came a moment later."""
    return plant_cast()


def plant_words(cast, *, by="vic", edited_at=None, meeting="past_1", revision=1_000_000, typed_over=1):
    with as_owner():
        found = cast.meetings[meeting]
        return DraftRevision.objects.create(
            meeting=found,
            circle=found.circle,
            area=found.area,
            revision=revision,
            body={"passage_week": "Wryneck words."},
            edited_by=cast.users[by],
            edited_at=edited_at or cast.minutes_1.submitted_at + timedelta(minutes=1),
            typed_over=typed_over,
        )


def clear(days=0):
    with clock_shifted(days * DAY), acting_as(system("clerk")) as clerk:
        return clear_leftovers(by=clerk)


def left(cast):
    with as_owner():
        return DraftRevision.objects.count()


def test_they_are_kept_for_the_days_of_the_practice_standard_and_then_cleared(cast):
    plant_words(cast)
    assert (clear(5), left(cast)) == (0, 1)
    assert (clear(8), left(cast)) == (1, 0)
    with as_owner():
        PracticeStandard.objects.update(kept_words_days=3)
    plant_words(cast)
    assert (clear(), left(cast)) == (1, 0)


def test_each_leaves_a_line_in_the_trace_without_a_word(cast):
    plant_words(cast)
    clear(8)
    with as_owner():
        line = Entry.objects.get(system="clerk")
        assert (line.verb, line.item_id, line.circle_id) == ("ended", cast.meetings["past_1"].pk, cast.circle_1.pk)
        assert "Wryneck" not in repr(Entry.objects.values())


def test_words_that_came_late_are_kept_as_long_from_then(cast):
    plant_words(cast, edited_at=cast.now)
    assert (clear(13), left(cast)) == (0, 1)
    assert (clear(14.1), left(cast)) == (1, 0)


def test_words_that_wait_for_a_choice_in_a_draft_are_never_cleared(cast):
    plant_words(cast, meeting="yesterday_1", edited_at=cast.now - DAY)
    assert (clear(200), left(cast)) == (0, 1)


def test_while_the_minutes_are_back_with_the_volunteers_they_stay(cast):
    plant_words(cast)
    with as_owner():
        MinutesReturn.objects.create(
            version=cast.minutes_1, circle=cast.circle_1, area=cast.circle_1.area, returned_by=cast.cora,
            returned_at=cast.now,
        )  # fmt: skip
    assert (clear(200), left(cast)) == (0, 1)


def test_common_ground_is_not_the_clerks_to_read_or_clear(cast):
    plant_words(cast, typed_over=None)
    assert (clear(200), left(cast)) == (0, 1)
    with acting_as(system("clerk")):
        assert not DraftRevision.objects.exists()


@pytest.mark.parametrize("name", ["sealer", "escalator", "postman"])
def test_no_other_identity_clears_them(cast, name):
    plant_words(cast)
    with acting_as(system(name)) as other:
        assert DraftRevision.objects.filter(typed_over__isnull=False).delete()[0] == 0
        assert other.system == name
    with as_login() as raw:
        assert raw.execute("SELECT count(*) FROM meetings_draftrevision").fetchone() == (0,)
    assert left(cast) == 1


def test_their_writer_sees_until_when_and_nobody_else_sees_them(cast):
    words = plant_words(cast)
    until = in_london(words.edited_at + 14 * DAY)
    vic, vera = signed_in(cast.vic), signed_in(cast.vera)
    meeting = cast.meetings["past_1"].pk
    said = f"{until.day} {until:%B %Y}"
    for page in (f"/volunteering/meetings/{meeting}/minutes/", f"/volunteering/meetings/{meeting}/draft/kept/1000000/"):
        assert said in vic.get(page).content.decode(), page
    assert said not in vera.get(f"/volunteering/meetings/{meeting}/minutes/").content.decode()
    with acting(cast.xena):
        assert not DraftRevision.objects.exists()
