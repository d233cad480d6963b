"""A review from its invitation to what was decided: told without content, and every view kept beside the others."""

from datetime import timedelta

import pytest
from django.db import connection

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.corrections.queries import open_corrections
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Phase
from encircle.rooms.reviews.actions.answering import answer_invitation
from encircle.rooms.reviews.actions.deciding import decide_phase, note_done
from encircle.rooms.reviews.actions.inviting import tell_all_due
from encircle.rooms.reviews.actions.opening import open_review
from encircle.rooms.reviews.actions.planning import Time, cancel_review, move_review
from encircle.rooms.reviews.models import Answer, Decision, Holding, Invitation, Review, View, ViewPassage
from encircle.rooms.reviews.queries.area import agency_counts, near_reviews
from encircle.rooms.reviews.queries.calendar import calendar_of
from encircle.rooms.reviews.queries.held import (
    by_agency,
    decisions_of,
    review_of_phases,
    reviews_to_decide,
    views_of,
)
from encircle.rooms.reviews.queries.own import own_invitations, own_views, views_for_the_circle
from encircle.rooms.reviews.vocabulary import Came, CancelReason, Coming, DecisionKind, ReviewKind, ViewHeading
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .scene import decide, everybody_says, hold, plan, say, seats_of


@pytest.fixture
def cast(db):
    return plant_cast()


def told(review):
    with as_owner():
        return set(Notice.objects.filter(item_id=review.pk).values_list("user__persona", flat=True))


def read_by(cast, name, review):
    """Every word of a view or decision this person reads of it, having opened it."""
    with acting(cast.users[name]) as who:
        open_review(review.pk, by=who)
        return sorted(ViewPassage.objects.filter(review=review).values_list("text", flat=True))


# --- invitations ---


def test_those_invited_are_told_so_many_days_before_and_told_nothing(cast):
    review = plan(cast, days=40)
    assert told(review) == set()
    with as_owner():
        Review.objects.filter(pk=review.pk).update(
            starts_at=cast.now + timedelta(days=27), ends_at=cast.now + timedelta(days=27, hours=1)
        )
    assert tell_all_due() == 5
    assert told(review) == {"vera", "vic", "petra", "omar"}
    with as_owner():
        assert set(Notice.objects.filter(item_id=review.pk).values_list("kind", flat=True)) == {"waiting"}
    assert tell_all_due() == 0


def test_planned_late_they_are_told_at_once(cast):
    assert told(plan(cast, days=3)) == {"vera", "vic", "petra", "omar"}


def test_a_review_that_moves_is_told_anew_and_one_cancelled_too(cast):
    review = plan(cast)
    starts = review.starts_at + timedelta(days=1)
    with acting(cast.cora) as cora:
        for _ in range(2):
            move_review(
                review.pk, Time(starts, starts + timedelta(hours=1), online=True), "The room is taken.", by=cora,
                at=cora.now,
            )  # fmt: skip
    with acting(cast.cora) as cora:
        kept = open_corrections(review.pk, by=cora)
    before, after = (f"{in_london(day).day} {in_london(day):%B %Y}" for day in (review.starts_at, starts))
    [when] = [line for line in kept.lines if line.field == "time"]
    assert when.old.startswith(before)
    assert when.new.startswith(after)
    assert (when.why, when.by) == ("The room is taken.", "Cora Fernleigh")
    with as_owner():
        assert Notice.objects.filter(item_id=review.pk, user=cast.omar).count() == 2
    with acting(cast.cora) as cora:
        cancel_review(review.pk, CancelReason.TOO_FEW, by=cora, at=cora.now)
    with as_owner():
        assert Notice.objects.filter(item_id=review.pk, user=cast.omar).count() == 3
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        cancel_review(review.pk, CancelReason.TOO_FEW, by=cora, at=cora.now)


def test_sent_twice_one_review_is_planned(cast):
    once = new_id()
    assert plan(cast, id=once).pk == plan(cast, id=once).pk
    with as_owner():
        assert (Review.objects.count(), Invitation.objects.count()) == (1, 5)


def test_a_coordinator_of_another_area_plans_nothing(cast):
    with pytest.raises(NotAllowed):
        plan(cast, by="colin")


def test_whoever_is_invited_answers_and_the_newest_counts(cast):
    review = plan(cast)
    for coming in (Coming.COMING, Coming.COMING, Coming.NOT_COMING):
        with acting(cast.omar) as omar:
            answer_invitation(review.pk, cast.seats["omar"].pk, coming, by=omar, at=omar.now)
    with acting(cast.omar) as omar:
        (own,) = own_invitations(omar, omar.now)
        assert own.coming is Coming.NOT_COMING
    with as_owner():
        assert Answer.objects.count() == 2


def test_nobody_answers_for_another_seat_and_who_is_not_invited_finds_no_review(cast):
    review = plan(cast)
    with acting(cast.omar) as omar, pytest.raises(NotFound):
        answer_invitation(review.pk, cast.seats["petra"].pk, Coming.COMING, by=omar, at=omar.now)
    for name in ("hana", "paul", "xena", "nina", "colin"):
        with acting(cast.users[name]) as who, pytest.raises(NotFound):
            answer_invitation(review.pk, cast.seats["omar"].pk, Coming.COMING, by=who, at=who.now)
        with acting(cast.users[name]) as who:
            assert own_invitations(who, who.now) == []


# --- views ---


def test_views_stand_side_by_side_also_when_they_disagree(cast):
    review = plan(cast)
    everybody_says(cast, review)
    with acting(cast.cora) as cora:
        open_review(review.pk, by=cora)
        lines = views_of(review)
    assert [(line.name, line.agency, line.is_newest, line.words[0][1]) for line in lines] == [
        ("Mark", "", True, "I want a job: the chough."),
        ("Vera", "", True, "He opens up: the yellowhammer."),
        ("Omar Stonecrop", "Devon and Cornwall Police", True, "For Cora alone: the razorbill."),
        ("Omar Stonecrop", "Devon and Cornwall Police", False, "I see more risk: the shoveler."),
        ("Petra Nightingale", "Probation Service South West", True, "I see less risk: the woodlark."),
    ]


def test_each_reads_their_own_and_volunteers_what_was_said_for_the_whole_circle(cast):
    review = plan(cast)
    everybody_says(cast, review)
    assert read_by(cast, "omar", review) == ["For Cora alone: the razorbill.", "I see more risk: the shoveler."]
    assert read_by(cast, "petra", review) == ["I see less risk: the woodlark."]
    assert read_by(cast, "vera", review) == [
        "He opens up: the yellowhammer.", "I see less risk: the woodlark.", "I want a job: the chough.",
    ]  # fmt: skip
    assert read_by(cast, "vic", review) == ["I see less risk: the woodlark."]
    for name in ("hana", "paul", "xena", "nina", "colin", "adam"):
        with acting(cast.users[name]) as who, pytest.raises(NotFound):
            open_review(review.pk, by=who)


def test_the_words_need_a_receipt(cast):
    review = plan(cast)
    everybody_says(cast, review)
    with acting(cast.cora):
        assert View.objects.count() == 5
        assert ViewPassage.objects.count() == 0


def test_a_view_is_never_changed(cast):
    review = plan(cast)
    say(cast, review, "omar", "First.")
    with acting(cast.olga), pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_viewpassage SET text = 'Otherwise.'")


def test_a_view_may_be_given_after_the_review_and_sent_twice_it_is_one(cast):
    review, once = plan(cast, days=-1), new_id()
    hold(cast, review)
    assert say(cast, review, "omar", "After.", id=once) == say(cast, review, "omar", "After.", id=once)
    with as_owner():
        assert View.objects.count() == 1


def test_nobody_gives_anothers_view(cast):
    review = plan(cast)
    with pytest.raises(NotAllowed):
        say(cast, review, "vic", "Not his.", of="vera")
    for name, of in (("omar", "petra"), ("vera", "omar"), ("hana", "omar"), ("xena", "mark"), ("colin", "mark")):
        with pytest.raises((NotFound, NotAllowed)):
            say(cast, review, name, "Not theirs.", of=of)
    with as_owner():
        assert not View.objects.exists()


def test_the_coordinator_takes_a_view_down_and_says_so(cast):
    review = plan(cast)
    say(cast, review, "cora", "Said on the telephone.", of="omar")
    with as_owner():
        view = View.objects.get()
    assert (view.taken_down, view.onward, view.sent_by_id) == (True, "coordinator_only", cast.cora.pk)


def test_an_empty_view_is_refused_beside_its_first_heading(cast):
    review = plan(cast)
    with pytest.raises(Invalid) as refusal:
        say(cast, review, "omar", "   ")
    assert refusal.value.errors == {ViewHeading.PROGRESS: "Enter something under at least one heading"}


def test_the_coordinator_is_told_that_a_view_came(cast):
    review = plan(cast, days=40)
    say(cast, review, "omar", "A view.")
    say(cast, review, "vera", "Another.")
    with as_owner():
        assert Notice.objects.filter(item_id=review.pk, user=cast.cora).count() == 2


# --- held ---


def test_it_is_held_once_and_answers_its_quarter(cast):
    review = plan(cast, days=-1)
    with as_owner():
        start = Phase.objects.filter(circle=cast.circle_1).exclude(name="forming").earliest("starts_at")
    first = hold(cast, review, next_on=in_london(cast.now).date() + timedelta(days=80))
    assert hold(cast, review).pk == first.pk
    with as_owner():
        number = Holding.objects.get().number
    with acting(cast.cora):
        today = in_london(cast.now).date()
        assert calendar_of(cast.circle_1, today=today).number == number + 1
    assert number == max(1, round((cast.now - start.starts_at).days / 91))


def test_an_extra_review_answers_no_quarter(cast):
    hold(cast, plan(cast, days=-1, kind=ReviewKind.EXTRA))
    with acting(cast.cora):
        assert calendar_of(cast.circle_1, today=in_london(cast.now).date()).number == 1


def test_it_cannot_be_recorded_before_it_began(cast):
    review = plan(cast)
    with pytest.raises(Invalid):
        hold(cast, review)


def test_who_never_comes_stands_first(cast):
    for days in (-200, -100, -1):
        hold(cast, plan(cast, days=days), came={"omar": Came.ABSENT, "petra": Came.SENT})
    with acting(cast.cora):
        lines = by_agency(circle_id=cast.circle_1.pk)
        assert [(line.agency.name, line.was_there, line.expected, line.never_came) for line in lines] == [
            ("Devon and Cornwall Police", 0, 3, True),
            ("Probation Service South West", 3, 3, False),
        ]
        counted = agency_counts(cast.areas["a"].pk)
        assert [(one.name, one.came, one.expected) for one in counted] == [
            ("Devon and Cornwall Police", 0, 3), ("Probation Service South West", 3, 3),
        ]  # fmt: skip
    with acting(cast.colin):
        assert agency_counts(None) == []


def test_decisions_and_open_questions_are_kept_with_who_and_by_when(cast):
    review = plan(cast, days=-1)
    with pytest.raises(NotAllowed):
        decide(cast, review, "Too early.")
    hold(cast, review)
    due = in_london(cast.now).date() + timedelta(days=14)
    action = decide(cast, review, "Ask about the course.", seat_id=cast.seats["vera"].pk, due_on=due)
    decide(cast, review, "Who takes over in June?", kind=DecisionKind.QUESTION)
    with acting(cast.cora) as cora:
        note_done(action, by=cora, at=cora.now)
        note_done(action, by=cora, at=cora.now)
    with acting(cast.vera) as vera:
        open_review(review.pk, by=vera)
        assert [(line.text, line.who, line.decision.due_on, line.is_done) for line in decisions_of(review)] == [
            ("Ask about the course.", "Vera", due, True),
            ("Who takes over in June?", "", None, False),
        ]
    with acting(cast.omar):
        assert not Decision.objects.exists()


def test_the_move_to_a_lower_rhythm_belongs_to_a_review(cast):
    review = plan(cast, days=-1)
    with as_owner():
        phase = Phase.objects.filter(circle=cast.circle_1).latest("starts_at")
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        decide_phase(phase.pk, review.pk, by=cora, at=cora.now)
    hold(cast, review)
    for _ in range(2):
        with acting(cast.cora) as cora:
            decide_phase(phase.pk, review.pk, by=cora, at=cora.now)
    with acting(cast.cora):
        assert {key: one.pk for key, one in review_of_phases(cast.circle_1.pk).items()} == {phase.pk: review.pk}
        assert [one.pk for one in reviews_to_decide(cast.circle_1.pk)] == [review.pk]


def test_what_is_near_of_reviews_stands_with_who_runs_the_circle(cast):
    review = plan(cast, days=5)
    say(cast, review, "vera", "Mine.")
    with acting(cast.cora) as cora:
        assert near_reviews(cora, cora.now + timedelta(days=4)) == []
        (near,) = near_reviews(cora, cora.now + timedelta(days=28))
        assert (near.review.pk, near.circle_name, near.views, near.asked) == (review.pk, cast.circle_1.name, 1, 5)
    with acting(cast.olga) as olga:
        assert near_reviews(olga, olga.now + timedelta(days=28)) == []


def test_what_one_said_is_read_again_by_who_said_it(cast):
    review = plan(cast)
    everybody_says(cast, review)
    with acting(cast.omar) as omar:
        open_review(review.pk, by=omar)
        assert [view.words[0][1] for view in own_views(review, by=omar)] == [
            "For Cora alone: the razorbill.", "I see more risk: the shoveler.",
        ]  # fmt: skip
    with acting(cast.vic) as vic:
        open_review(review.pk, by=vic)
        assert [view.words[0][1] for view in views_for_the_circle(review)] == ["I see less risk: the woodlark."]
        assert own_views(review, by=vic) == []


def test_the_scene_asks_five(cast):
    assert set(seats_of(cast)) == {"mark", "vera", "vic", "petra", "omar"}
