"""References: by a personal link or by letter, chased, read, taken or not; and who is accepted on them."""

from datetime import timedelta

import pytest
from django.db import connection

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.demo.words.applications import REFERENCE
from encircle.foundations.access.identity import acting_as, system
from encircle.rooms.recruiting.actions.accepting import Accepted, accept_volunteer, why_not_acceptable
from encircle.rooms.recruiting.actions.interviewing import Held, record_interview
from encircle.rooms.recruiting.actions.referring import (
    Referee,
    ask_referee,
    give_by_link,
    key_letter,
    make_letter,
    take_reference,
)
from encircle.rooms.recruiting.actions.stepping import withdraw
from encircle.rooms.recruiting.drafts import open_application
from encircle.rooms.recruiting.models import Interview, InterviewMark, Reference, ReferenceText, VolunteerCriterion
from encircle.rooms.recruiting.queries import (
    criteria_on,
    marks_of,
    newest_interview,
    open_applicant,
    standing_of,
    words_of,
)
from encircle.rooms.recruiting.references import (
    NoLongerWorks,
    SentBefore,
    behind_link,
    chase_days,
    named_by,
    open_reference,
    reference,
)
from encircle.rooms.recruiting.shipped import CRITERIA, ship_criteria
from encircle.rooms.recruiting.vocabulary import About, Came, Mark, Reason, Stage
from encircle.rooms.volunteers.matching import availability_of, matching_of
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner, clock_shifted

from .test_applying import invited, send, write

DOORKEEPER = system("doorkeeper")


def applied(cast, **more):
    id, user = invited(cast, **more)
    write(user)
    send(user)
    return id, user


def ask(cast, id, name="Morwen Attleborough"):
    referee = Referee(new_id(), name, email="morwen@post.example")
    with acting(cast.cora) as cora:
        ask_referee(id, referee, by=cora, at=cora.now)
    return referee.id


def letter(cast, id):
    with acting(cast.cora) as cora:
        return make_letter(id, by=cora, at=cora.now).rpartition("/")[2]


def give(token, **more):
    with acting_as(DOORKEEPER):
        give_by_link(token, REFERENCE | more)


def take(cast, id, satisfactory=True):
    with acting(cast.cora) as cora:
        take_reference(id, satisfactory=satisfactory, why="She knows him well.", by=cora, at=cora.now)


def met(cast, id, goes_on=True):
    with as_owner():
        ship_criteria(VolunteerCriterion)
    with acting(cast.cora) as cora:
        day = in_london(cora.now).date()
        marks = {one.pk: Mark.MET for one in criteria_on(day)}
        held = Held(new_id(), day, "Cora and Cleo", goes_on, "Warm and straight: dotterel-9.", marks)
        record_interview(id, held, by=cora, at=cora.now)


def satisfactory(cast, id, name):
    asked = ask(cast, id, name)
    give(letter(cast, asked))
    take(cast, asked)
    return asked


def test_a_reference_is_asked_for_after_somebody_has_applied(db):
    cast = plant_cast()
    id, _ = invited(cast)
    with pytest.raises(NotAllowed):
        ask(cast, id)
    ready, _ = applied(cast, email="b@post.example")
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        ask_referee(ready, Referee(new_id(), "Nobody"), by=cora, at=cora.now)


def test_those_the_applicant_named_can_be_asked(db):
    cast = plant_cast()
    id, _ = applied(cast)
    with acting(cast.cora) as cora:
        assert named_by(id) == {}  # nothing without the receipt of the application
        open_application(standing_of(id).applicant, by=cora)
        assert named_by(id)["referee1_name"] == "Morwen Attleborough"


def test_a_link_says_about_whom_and_is_used_up_by_sending_alone(db):
    cast = plant_cast()
    asked = ask(cast, applied(cast)[0])
    token = letter(cast, asked)
    for _ in range(2):
        with acting_as(DOORKEEPER):
            assert (behind_link(token).about, behind_link(token).is_sent) == ("Wilf Underbank", False)
    give(token)
    with pytest.raises(SentBefore):
        give(token)
    with as_owner():
        assert ReferenceText.objects.count() == 1
    with acting(cast.cora):
        assert (reference(asked).came.how, reference(asked).is_to_read) == (Came.LINK, True)


def test_a_newer_letter_ends_the_older(db):
    cast = plant_cast()
    asked = ask(cast, applied(cast)[0])
    first = letter(cast, asked)
    with clock_shifted(timedelta(days=15)):
        second = letter(cast, asked)
        for token, works in ((first, False), (second, True), ("nonsense", False)):
            with acting_as(DOORKEEPER):
                if works:
                    assert behind_link(token).about == "Wilf Underbank"
                else:
                    with pytest.raises(NoLongerWorks):
                        behind_link(token)


@pytest.mark.parametrize("why", ["60 days", "withdrawn"])
def test_a_link_ends_in_time_and_with_the_application(db, why):
    cast = plant_cast()
    id, _ = applied(cast)
    token = letter(cast, ask(cast, id))
    if why == "withdrawn":
        with acting(cast.cora) as cora:
            withdraw(id, reason=Reason.TIME, by=cora, at=cora.now)
    with clock_shifted(timedelta(days=61 if why == "60 days" else 0)), pytest.raises(NoLongerWorks):
        give(token)


def test_what_is_missing_is_said_and_nothing_is_kept(db):
    cast = plant_cast()
    token = letter(cast, ask(cast, applied(cast)[0]))
    with pytest.raises(Invalid) as refused:
        give(token, worry="")
    assert list(refused.value.errors) == ["worry"]
    with acting_as(DOORKEEPER):
        assert behind_link(token).is_sent is False


def test_a_letter_is_keyed_with_both_days_and_ends_the_link(db):
    cast = plant_cast()
    asked = ask(cast, applied(cast)[0])
    token = letter(cast, asked)
    with clock_shifted(timedelta(days=4)), acting(cast.cora) as cora:
        day = in_london(cora.now).date() - timedelta(days=2)
        key_letter(asked, REFERENCE, written_on=day, by=cora, at=cora.now)
        came = reference(asked).came
        assert (came.how, came.written_on, came.received_at) == (Came.LETTER, day, cora.now)
    with pytest.raises(SentBefore):
        give(token)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        key_letter(asked, REFERENCE, written_on=day, by=cora, at=cora.now)


def test_it_is_time_for_a_letter_at_first_and_on_each_day_of_the_standard(db):
    cast = plant_cast()
    asked = ask(cast, applied(cast)[0])
    with acting(cast.cora) as cora:
        days, today = chase_days(cora.now), in_london(cora.now).date()
        assert reference(asked).is_letter_due(days, today)
    letter(cast, asked)
    with acting(cast.cora):
        one = reference(asked)
        due = [one.is_letter_due(days, today + timedelta(days=day)) for day in (0, days - 1, days)]
        assert due == [False, False, True]


def test_what_a_referee_wrote_is_read_with_a_receipt_by_the_areas_staff_alone(db):
    cast = plant_cast()
    id, user = applied(cast)
    asked = ask(cast, id)
    give(letter(cast, asked))
    with acting(cast.cora) as cora:
        assert ReferenceText.objects.count() == 0
        assert "library" in open_reference(asked, by=cora).lines[0].shown
    for reader in (user, cast.colin, cast.vera, cast.dana):
        with acting(reader) as actor:
            assert Reference.objects.count() == 0
            with pytest.raises(NotFound):
                open_reference(asked, by=actor)
    with acting(user), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM recruiting_referencecame) + count(*) FROM recruiting_referencetext"
        )
        assert cursor.fetchone() == (0,)


def test_it_is_taken_once_by_somebody_with_a_reason_that_stays_with_the_staff(db):
    cast = plant_cast()
    id, _ = applied(cast)
    asked = ask(cast, id)
    with pytest.raises(NotAllowed):
        take(cast, asked)  # it has not come
    give(letter(cast, asked))
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        take_reference(asked, satisfactory=True, why=" ", by=cora, at=cora.now)
    take(cast, asked)
    with pytest.raises(NotAllowed):
        take(cast, asked, satisfactory=False)
    with acting(cast.cora) as cora:
        open_applicant(id, by=cora)
        assert [(one.about, one.text) for one in words_of(id)] == [(About.REFERENCE, "She knows him well.")]


def test_nobody_is_accepted_without_two_satisfactory_references(db):
    cast = plant_cast()
    id, user = applied(cast)
    with acting(cast.cora):
        assert why_not_acceptable(id, Stage.APPLIED) == [
            "No interview says that it goes on.",
            "0 of 2 references are here and satisfactory.",
        ]
    met(cast, id, goes_on=False)
    satisfactory(cast, id, "One")
    third = ask(cast, id, "Three")
    give(letter(cast, third))
    with acting(cast.cora) as cora, pytest.raises(NotAllowed) as refused:
        accept_volunteer(id, Accepted(in_london(cora.now).date()), by=cora, at=cora.now)
    assert refused.value.reasons == (
        "No interview says that it goes on.",
        "1 of 2 references are here and satisfactory.",
        "The reference of Three is to be read.",
    )
    with as_owner():
        assert Volunteer.objects.get(user=user).joined_on is None


def test_who_is_accepted_is_a_volunteer_with_what_they_said_of_their_time(db):
    cast = plant_cast()
    id, user = applied(cast)
    met(cast, id, goes_on=False)
    met(cast, id)
    for name in ("One", "Two"):
        satisfactory(cast, id, name)
    with acting(cast.cora) as cora:
        open_application(standing_of(id).applicant, by=cora)
        today = in_london(cora.now).date()
        accept_volunteer(id, Accepted(today), by=cora, at=cora.now)
        assert standing_of(id).stage is Stage.ACCEPTED
        volunteer = Volunteer.objects.get(user=user)
        assert volunteer.joined_on == today
        said = availability_of([volunteer.pk])[volunteer.pk]
        assert (said.slots, said.miles) == (["0_evening", "1_evening", "3_evening", "5_afternoon"], 10)
        assert matching_of([volunteer.pk])[volunteer.pk].languages == "Polish, a little British Sign Language"
    with acting(user) as actor:
        assert (actor.volunteer_id, actor.applicant_id) == (volunteer.pk, None)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        accept_volunteer(id, Accepted(today), by=cora, at=cora.now)


def test_an_interview_stands_against_the_criteria_and_the_applicant_sees_none_of_it(db):
    cast = plant_cast()
    id, user = applied(cast)
    met(cast, id)
    with acting(cast.cora) as cora:
        newest = newest_interview(id)
        assert (newest.goes_on, [one.criterion.words for one in marks_of(newest)]) == (
            True,
            [words for words, _ in CRITERIA],
        )
        open_applicant(id, by=cora)
        assert [one.text for one in words_of(id)] == ["Warm and straight: dotterel-9."]
    for reader in (user, cast.colin, cast.vera):
        with acting(reader):
            assert (Interview.objects.count(), InterviewMark.objects.count()) == (0, 0)


def test_a_criterion_that_has_ended_is_not_looked_at(db):
    cast = plant_cast()
    with as_owner():
        ship_criteria(VolunteerCriterion)
        VolunteerCriterion.objects.filter(position=0).update(ends_on=cast.now.date() - timedelta(days=1))
    with acting(cast.cora):
        looked_at = criteria_on(in_london(cast.now).date())
    assert [one.words for one in looked_at] == [words for words, _ in CRITERIA[1:]]


def test_nobody_is_interviewed_before_they_applied_or_without_a_word(db):
    cast = plant_cast()
    id, _ = invited(cast)
    with pytest.raises(NotAllowed):
        met(cast, id)
    ready, _ = applied(cast, email="b@post.example")
    for days, showed in ((-1, "Well"), (1, "Well"), (0, " ")):
        day = in_london(cast.now).date() + timedelta(days=days)
        with acting(cast.cora) as cora, pytest.raises(Invalid):
            record_interview(ready, Held(new_id(), day, "Cora", True, showed, {}), by=cora, at=cora.now)
