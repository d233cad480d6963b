"""The demonstration charity in the database: complete, true to the plan, and never over another charity."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db.models import Count, Q

from encircle.demo.load import DEMO_PASSWORD, CharityAlreadyThere, load_charity, totp_secret
from encircle.demo.people import CAST
from encircle.demo.plan import id_of
from encircle.foundations.access.queries import on_board_since
from encircle.foundations.accounts.models import User
from encircle.foundations.audit.models import Entry, Verb
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.due.models import Obligation
from encircle.rooms.due.vocabulary import Rule
from encircle.rooms.leaving.models import Rejoining, Thanks
from encircle.rooms.leaving.queries import has_left, periods_of
from encircle.rooms.leaving.rest_queries import rest_talks_owed
from encircle.rooms.leaving.service import whole_years
from encircle.rooms.leaving.service_queries import near_a_milestone, service_of
from encircle.rooms.leaving.talk_queries import talks_owed
from encircle.rooms.meetings.models import Approval, Meeting, MinutesDraft, MinutesVersion, Passage
from encircle.rooms.organisation.models import Area, Charity
from encircle.rooms.partners.models import Professional
from encircle.rooms.received.models import Development
from encircle.rooms.records.models import Breach
from encircle.rooms.referrals.models import Enquiry, Referral
from encircle.rooms.risk.models import Concern, ConcernStep, OpenConcern
from encircle.rooms.sharing.models import Consent, PassageClosure, Recall, Release, ReleasePassage, Withdrawal
from encircle.rooms.sharing.sifting import attendance_in_words
from encircle.rooms.support.models import Away
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteers
from tests.cast import acting
from tests.support.database import as_owner

NOW = datetime(2026, 3, 18, 12, 7, tzinfo=UTC)
WITHOUT_LOGIN = {"mark", "yan", "pam"}


@pytest.fixture
def plan(db):
    with as_owner():
        return load_charity(now=NOW)


def test_it_refuses_a_database_that_holds_a_real_charity(db):
    with as_owner():
        Charity.objects.create(name="A real one")

        with pytest.raises(CharityAlreadyThere, match="real"):
            load_charity(now=NOW)

        assert User.objects.count() == 0


def test_everything_planned_is_there(plan):
    with as_owner():
        counted = {
            model: model.objects.count()
            for model in (
                Circle,
                Seat,
                Volunteer,
                Professional,
                Meeting,
                Concern,
                Development,
                Release,
                Enquiry,
                Referral,
            )
        }
        assert counted == {
            Circle: len(plan.circles), Seat: len(plan.seats),
            Volunteer: len(plan.volunteers) + 4 + 1,  # and who has only applied; and a trustee who was one
            Professional: len(plan.professionals), Meeting: len(plan.meetings),
            Concern: len(plan.concerns) + len(_urgent(plan)),  # urgent news rings as one
            Development: len(plan.developments) + 1,  # and a call that was written down
            # And a review pack, to those with a consent that covers any of it; and the report of a Circle that ended.
            Release: len(plan.releases) + 3 + 2,
            Enquiry: len(plan.enquiries), Referral: len(plan.referrals),
        }  # fmt: skip
        assert Approval.objects.count() == sum(each.approval is not None for each in plan.minutes)
        assert MinutesVersion.objects.count() == sum(len(each.versions) for each in plan.minutes)
        assert MinutesDraft.objects.count() == sum(each.state == "draft" for each in plan.minutes)
        assert ConcernStep.objects.count() == sum(len(each.steps) for each in plan.concerns) + 2
        charity = Charity.objects.get()
        assert (charity.is_demo, charity.demo_dated_at, charity.demo_touched_at) == (True, NOW, None)
        _who_was_there_reads_as_in_a_real_release()
        _the_cast_can_sign_in()
        _the_trace_names_who_opened_what(plan)
        _what_was_withdrawn_is_closed()
        _every_id_is_the_one_planned(plan)
        _open_concerns_are_those_not_closed(plan)
    _long_service_is_there_to_see()


def _who_was_there_reads_as_in_a_real_release():
    first = ReleasePassage.objects.filter(position=0, release__kind="minutes").select_related("release__meeting")
    for passage in first.order_by("pk")[:40]:
        assert passage.text == attendance_in_words(passage.release.meeting)


def _long_service_is_there_to_see():
    with as_owner():
        user = User.objects.get(persona="cora")
    with acting(user) as cora:
        area = Area.objects.get(pk=next(area for _, area in cora.appointments if area))
        near = {one.volunteer.pk: one.milestone.years for one in near_a_milestone(area.pk, NOW)}
        served = {one.pk: whole_years(days) for one, days in _served(area)}
        assert 10 in near.values()
        thanked = Thanks.objects.get()
        assert (thanked.years, served[thanked.volunteer_id]) == (10, 10)
        assert thanked.volunteer_id not in near
        back = Rejoining.objects.get()
        assert back.volunteer.left_on is None
        assert len(periods_of(back.volunteer)) == 2
        assert Away.objects.filter(until__gte=NOW.date() + timedelta(days=40)).exists()
        # A conversation is owed after a seat, and one about coming back.
        assert [one.by for one in talks_owed(area.pk, NOW)]
        assert [one.away.until for one in rest_talks_owed(area.pk, NOW)] == [NOW.date() + timedelta(days=5)]
        tess = Volunteer.objects.get(family_name="Wrenfield")
        assert on_board_since(tess.user_id, NOW)
        assert has_left(tess, NOW)


def _served(area):
    people = list(volunteers(area.pk, present_on=NOW.date()))
    return [(one, service_of([one], NOW.date())[one.pk]) for one in people]


def _the_cast_can_sign_in():
    people = User.objects.exclude(persona="")
    assert {user.persona for user in people} == set(CAST) - WITHOUT_LOGIN
    assert all(user.check_password(DEMO_PASSWORD) for user in people[:2])
    assert EmailAddress.objects.filter(user__in=people, verified=True, primary=True).count() == len(people)
    vera = people.get(persona="vera")
    secret = get_adapter().decrypt(Authenticator.objects.get(user=vera).data["secret"])
    assert secret == totp_secret("vera")


def _the_trace_names_who_opened_what(plan):
    opened = sum(event.kind == "opened" for each in plan.releases for event in each.events)
    lines = Entry.objects.filter(verb=Verb.OPENED, item_type="sharing.release")
    assert lines.count() == opened
    assert not Entry.objects.filter(at__gt=NOW).exists()
    walled = Concern.objects.filter(walled=True).values("pk")
    assert not Entry.objects.filter(item_id__in=walled).exclude(circle_id=None, area_id=None).exists()


def _what_was_withdrawn_is_closed():
    assert Withdrawal.objects.filter(subject__consent__answer="yes").count() == 2 + 9 + 9
    assert Consent.objects.filter(answer="no").count() == 1
    closed = {(each.passage.topic_id, each.withdrawal.subject.topic_id) for each in PassageClosure.objects.all()}
    assert closed
    assert all(topic in (None, subject) for topic, subject in closed)
    for release in Release.objects.annotate(shut=Count("closures", distinct=True)).filter(shut__gt=0):
        was_there = PassageClosure.objects.filter(release=release, passage__position=0).exists()
        assert was_there == (release.shut == ReleasePassage.objects.filter(release=release).count())
    assert Recall.objects.count() == Breach.objects.count() == 2


def _open_concerns_are_those_not_closed(plan):
    open_ones = [each for each in plan.concerns if not any(step.kind == "closed" for step in each.steps)]
    references = set(
        OpenConcern.objects.exclude(concern__kind="development").values_list("concern__reference", flat=True)
    )
    assert references == {each.reference for each in open_ones}
    assert OpenConcern.objects.filter(concern__kind="development").count() == len(_urgent(plan)) == 2
    assert Concern.objects.filter(kind="disclosure").exists()


def _urgent(plan):
    return [each for each in plan.developments if each.urgent]


def _every_id_is_the_one_planned(plan):
    known = set(Meeting.objects.values_list("pk", flat=True))
    assert {id_of(1, "meeting", each.key) for each in plan.meetings} == known


def test_each_of_the_cast_sees_what_is_theirs(plan):
    with as_owner():
        ids = {user.persona: user.pk for user in User.objects.exclude(persona="")}
        first = Circle.objects.get(name__startswith="Circle 1 ")
        omar = Professional.objects.get(user=ids["omar"]).pk
        about_cora = Concern.objects.get(about_user=ids["cora"])
    for person in ("vera", "vic"):
        with acting(ids[person]):
            assert set(Meeting.objects.values_list("circle", flat=True)) == {first.pk}
            assert Passage.objects.count() == 0  # nothing is read without a receipt
    with acting(ids["xena"]):
        assert Meeting.objects.filter(circle=first).count() == 0
        assert Meeting.objects.count() == 50
    for person in ("nina", "petra", "omar", "tess", "adam"):
        with acting(ids[person]):
            assert Meeting.objects.count() == 0
    with acting(ids["omar"]):
        assert set(Release.objects.values_list("professional", flat=True)) == {omar}
    with acting(ids["cora"]):
        assert Circle.objects.count() == 8
        assert not Concern.objects.filter(pk=about_cora.pk).exists()
    with acting(ids["sena"]):
        assert Concern.objects.filter(pk=about_cora.pk).exists()


def test_one_of_each_thing_owed_about_volunteers_stands_on_the_work_list(plan):
    with as_owner():
        # What is worked out by the clock of the machine may be over by now; it is owed at the moment of the plan.
        open_then = (Q(met_at=None) | Q(met_at__gt=NOW)) & (Q(closed_at=None) | Q(closed_at__gt=NOW))
        found = set(Obligation.objects.filter(open_then, opened_at__lte=NOW).values_list("rule", flat=True))
    assert found >= {
        Rule.END_TALK,
        Rule.REST_TALK,
        Rule.WISH_TO_STOP,
        Rule.CALL_BACK,
        Rule.DEBRIEF,
        Rule.SUPERVISION,
        Rule.GROUP_SUPERVISION,
        Rule.EXPENSE_DECISION,
        Rule.LENT_BACK,
        Rule.CHECK_DECISION,
        Rule.FEW_VOLUNTEERS,
    }
