"""The report at the end goes to who sat in the outer circle then, by the sieve, for as long as the standard says."""

import io
from datetime import timedelta

import pypdf
import pytest

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.actions.seating import end_seat, hand_over_seat
from encircle.rooms.circles.models import Ending
from encircle.rooms.endings.actions.reporting import NewReport, approve_report, write_report
from encircle.rooms.endings.models import ReportPassage
from encircle.rooms.endings.releasing import open_report_for_release
from encircle.rooms.endings.report import open_until, words_to_take_over
from encircle.rooms.endings.vocabulary import ReportPart
from encircle.rooms.organisation.models import PracticeStandard, Topic
from encircle.rooms.partners.models import Professional
from encircle.rooms.reviews.vocabulary import Onward
from encircle.rooms.sharing.actions.chasing import due_chases
from encircle.rooms.sharing.actions.reading import acknowledge_release, open_own_release, open_release
from encircle.rooms.sharing.actions.releasing import Choices, release_paper
from encircle.rooms.sharing.actions.withdrawing import withdraw_consent
from encircle.rooms.sharing.models import Consent, ConsentSubject, Release, ReleaseEvent
from encircle.rooms.sharing.policy import Reason
from encircle.rooms.sharing.printing import print_own_release
from encircle.rooms.sharing.queries.own import new_for, text_of
from encircle.rooms.sharing.sifting import sift
from encircle.rooms.sharing.vocabulary import Evidence
from tests.cast import acting, plant_cast
from tests.rooms.reviews.scene import draft, plan, say
from tests.rooms.sharing.scene import approve
from tests.rooms.sharing.scene import release as release_minutes
from tests.support.database import as_owner, clock_shifted

from .after import ended

DAYS = timedelta(days=1)


@pytest.fixture
def cast(db):
    cast = plant_cast()
    with as_owner():
        for position, code in enumerate(("goals", "thoughts", "licence")):
            Topic.objects.create(code=code, name=code.title(), part="with_core_member", position=20 + position)
    agree(cast, "probation", "week", "thoughts", "goals", "licence")
    agree(cast, "police", "goals", "licence")
    return cast


def agree(cast, agency, *topics):
    """Mark agrees that this agency hears of these."""
    with as_owner():
        consent = Consent.objects.get(agency=cast.agencies[agency], core_member=cast.mark)
        for topic in topics:
            ConsentSubject.objects.get_or_create(consent=consent, area=cast.circle_1.area, topic_id=topic)
        return consent


def report(cast, *, agencies=(), approved=True, **said):
    said = {"summary": "It went well: the smew.", "what_next": "A mentor stays: the dipper.", **said}
    with acting(cast.cora) as cora:
        words = [one for one in words_to_take_over(cast.circle_1.pk, by=cora) if one.heading in agencies]
        new = NewReport(id=new_id(), said={ReportPart(part): text for part, text in said.items()}, agencies=words)
        version = write_report(cast.circle_1.pk, new, by=cora, at=cora.now)
        if approved:
            approve_report(version.pk, by=cora, at=cora.now)
    return version.pk


def send(cast, version_id, by="cora"):
    with acting(cast.users[by]) as who:
        found = open_report_for_release(version_id, by=who).opened
        return release_paper(found, Choices(), token=sift(found, at=who.now).token, by=who, at=who.now)


def read_by(cast, name):
    """What this professional finds new, as headings and words."""
    with acting(cast.users[name]) as who:
        new = [one.release.pk for one in new_for(who)]
    found = {}
    for pk in new:
        with acting(cast.users[name]) as who:
            found |= {p.heading: p.text for p in text_of(open_own_release(pk, by=who, at=who.now)).passages}
    return found


def of(cast, name):
    with as_owner():
        return Release.objects.get(seat=cast.seats[name], kind="ending")


def test_it_goes_passage_by_passage_to_who_sat_there_at_the_end_and_nobody_is_told_more_than_that_it_waits(cast):
    ended(cast)
    sent = send(cast, report(cast))
    assert {one.seat_id for one in sent} == {cast.seats["petra"].pk, cast.seats["omar"].pk}
    assert send(cast, sent[0].report_id) == []
    with clock_shifted(2 * DAYS):  # their seats are over
        petra, omar = read_by(cast, "petra"), read_by(cast, "omar")
        assert read_by(cast, "hana") == {}
        with acting(cast.petra) as who:
            assert who.outer_seats == ()
            acknowledge_release(of(cast, "petra").pk, by=who, at=who.now)
    assert petra == {
        "In short": "It went well: the smew.",
        "What the record counts": petra["What the record counts"],
        "What comes after": "A mentor stays: the dipper.",
    }
    assert "Concern" not in petra["What the record counts"]
    assert omar == {
        "What comes after": "A mentor stays: the dipper.",
        "What the record counts": petra["What the record counts"],
    }
    with as_owner():
        assert set(Notice.objects.filter(item_id__in=[one.pk for one in sent]).values_list("kind", flat=True)) == {
            "waiting"
        }
        assert set(ReleaseEvent.objects.filter(seat=cast.seats["petra"]).values_list("kind", flat=True)) == {
            "opened", "acknowledged",
        }  # fmt: skip


def test_minutes_close_with_the_seat_and_the_report_stays_open_to_its_day(cast):
    approve(cast)
    release_minutes(cast)
    ended(cast)
    send(cast, report(cast))
    with as_owner():
        minutes = Release.objects.get(seat=cast.seats["petra"], kind="minutes")
        ending = Ending.objects.get(circle=cast.circle_1)
        until = open_until(ending)
    assert in_london(until - timedelta(microseconds=1)).date() == in_london(ending.ended_at).date() + 90 * DAYS
    with clock_shifted(until - cast.now - DAYS), acting(cast.petra) as who:
        assert open_own_release(of(cast, "petra").pk, by=who, at=who.now)
        with pytest.raises(NotFound):
            open_own_release(minutes.pk, by=who, at=who.now)
        assert [one.release.kind for one in new_for(who)] == []
    with clock_shifted(until - cast.now + timedelta(seconds=2)), acting(cast.petra) as who:
        with pytest.raises(NotFound):
            open_own_release(of(cast, "petra").pk, by=who, at=who.now)
        assert Release.objects.count() == 0


def test_the_database_alone_keeps_it_to_its_reader_and_its_time(cast):
    """Asked plainly, without the rooms: only the row policies stand between."""
    ended(cast)
    send(cast, report(cast))
    with clock_shifted(2 * DAYS):
        for name, seen in (("petra", {"petra"}), ("omar", {"omar"}), ("hana", set()), ("vera", set())):
            with acting(cast.users[name]):
                assert set(Release.objects.values_list("seat", flat=True)) == {cast.seats[one].pk for one in seen}
    with clock_shifted(91 * DAYS), acting(cast.petra):
        assert Release.objects.count() == 0


def test_how_long_is_of_the_standard_on_the_day_it_ended_and_then_it_cannot_be_sent(cast):
    with as_owner():
        PracticeStandard.objects.create(
            in_force_from=in_london(cast.now).date() - DAYS, set_at=cast.now, ending_open_days=7
        )
    ended(cast)
    version = report(cast)
    with as_owner():
        PracticeStandard.objects.create(in_force_from=in_london(cast.now).date() + DAYS, set_at=cast.now)
    with clock_shifted(6 * DAYS), acting(cast.cora) as cora:
        assert open_report_for_release(version, by=cora)
    with (
        clock_shifted(9 * DAYS),
        acting(cast.cora) as cora,
        pytest.raises(NotAllowed, match=r"could be released until"),
    ):
        open_report_for_release(version, by=cora)


def test_who_had_left_the_outer_circle_or_the_agency_gets_nothing_and_a_successor_who_came_in_time_does(cast):
    with acting(cast.cora) as cora:
        end_seat(cast.seats["omar"].pk, on=None, by=cora, at=cora.now)
    with as_owner():
        successor = Professional.objects.create(
            agency=cast.agencies["probation"], name="Piet Rowan", starts_at=cast.now - 9 * DAYS,
            email="piet@people.example",
        )  # fmt: skip
    with acting(cast.cora) as cora:
        taken = hand_over_seat(
            cast.seats["petra"].pk, successor.pk, on=in_london(cora.now).date(), by=cora, at=cora.now
        )
    ended(cast)
    version = report(cast)
    with acting(cast.cora) as cora:
        sitting = sift(open_report_for_release(version, by=cora).opened, at=cora.now)
        assert {one.recipient.seat.pk for one in sitting.recipients} == {taken.pk, cast.seats["hana"].pk}
    with as_owner():
        Professional.objects.filter(pk=successor.pk).update(ends_at=cast.now - timedelta(hours=1))
    with acting(cast.cora) as cora:
        sitting = sift(open_report_for_release(version, by=cora).opened, at=cora.now)
        gone = next(one for one in sitting.recipients if one.recipient.seat.pk == taken.pk)
        assert {verdict.reason for verdict in gone.verdicts} == {Reason.RECIPIENT_STOPPED}


def test_who_leaves_the_agency_afterwards_reads_it_no_longer(cast):
    ended(cast)
    send(cast, report(cast))
    with as_owner():
        Professional.objects.filter(pk=cast.professionals["petra"].pk).update(ends_at=cast.now - timedelta(minutes=1))
    assert read_by(cast, "petra") == {}


def test_consent_withdrawn_after_the_end_closes_what_rested_on_it(cast):
    consent = agree(cast, "probation")
    ended(cast)
    send(cast, report(cast))
    with clock_shifted(3 * DAYS):
        with acting(cast.cora) as cora:
            withdraw_consent(
                consent.pk, ["thoughts"], moment=cora.now, evidence=Evidence.TELEPHONE, by=cora, at=cora.now
            )
        assert set(read_by(cast, "petra")) == {"What the record counts", "What comes after"}


def test_it_goes_nowhere_before_it_is_approved(cast):
    ended(cast)
    version = report(cast, approved=False)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        open_report_for_release(version, by=cora)
    with acting(cast.colin) as colin, pytest.raises(NotFound):
        open_report_for_release(version, by=colin)


def test_what_agencies_told_comes_in_from_the_last_pack_as_far_as_they_let_it_go(cast):
    review = plan(cast, days=-1)
    say(cast, review, "omar", "I see less risk: the shoveler.", onward=Onward.OUTER_CIRCLE)
    say(cast, review, "petra", "For Cora alone: the razorbill.")
    draft(cast, review, approved=True)
    with acting(cast.cora) as cora:
        (offered,) = words_to_take_over(cast.circle_1.pk, by=cora)
    ended(cast)
    version = report(cast, agencies=[offered.heading])
    with as_owner():
        kept = ReportPassage.objects.get(version=version, part="agencies")
        assert (kept.agency, kept.onward, kept.source_id, kept.section) == (
            cast.agencies["police"], "outer_circle", offered.source_id, "views",
        )  # fmt: skip
    send(cast, version)
    agree(cast, "probation", offered.topic_id)
    assert "shoveler" in read_by(cast, "petra")[offered.heading]


def test_what_an_agency_takes_back_is_offered_no_more_and_closed_where_it_went(cast):
    review = plan(cast, days=-1)
    say(cast, review, "omar", "I see less risk: the shoveler.", onward=Onward.OUTER_CIRCLE)
    draft(cast, review, approved=True)
    with acting(cast.cora) as cora:
        offered = words_to_take_over(cast.circle_1.pk, by=cora)
    ended(cast)
    agree(cast, "probation", *[one.topic_id for one in offered])
    version = report(cast, agencies=[one.heading for one in offered])
    send(cast, version)
    say(cast, review, "omar", "No longer to be passed on.", onward=Onward.COORDINATOR_ONLY)
    with acting(cast.cora) as cora:
        assert words_to_take_over(cast.circle_1.pk, by=cora) == []
        assert open_report_for_release(version, by=cora).taken_back == [one.heading for one in offered]
    again = NewReport(id=new_id(), said={ReportPart.SUMMARY: "Again."}, agencies=offered)
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
        write_report(cast.circle_1.pk, again, by=cora, at=cora.now)
    assert set(refused.value.errors) == {"agencies"}
    with clock_shifted(2 * DAYS):
        with acting(cast.petra) as petra:
            text = text_of(open_own_release(of(cast, "petra").pk, by=petra, at=petra.now))
        assert "shoveler" not in str([one.text for one in text.passages])
        assert (text.closed, text.taken_back) == (0, 1)
        with acting(cast.petra) as petra:
            book = pypdf.PdfReader(io.BytesIO(print_own_release(of(cast, "petra").pk, by=petra, at=petra.now)))
        assert "does not let it go on any more" in " ".join(book.pages[0].extract_text().split())
    with acting(cast.cora) as cora:
        assert "shoveler" in str([one.text for one in text_of(open_release(of(cast, "petra").pk, by=cora)).passages])


def test_who_has_not_opened_it_is_reminded_though_their_seat_is_over(cast):
    ended(cast)
    send(cast, report(cast))
    with clock_shifted(10 * DAYS), acting_as(system("escalator")) as clock:
        assert {one.seat_id for one in due_chases(clock.at)} == {cast.seats["petra"].pk, cast.seats["omar"].pk}
    with clock_shifted(95 * DAYS), acting_as(system("escalator")) as clock:
        assert due_chases(clock.at) == []


def test_its_reader_prints_it_as_a_tagged_pdf(cast):
    ended(cast)
    send(cast, report(cast))
    with clock_shifted(2 * DAYS), acting(cast.petra) as petra:
        book = pypdf.PdfReader(io.BytesIO(print_own_release(of(cast, "petra").pk, by=petra, at=petra.now)))
    assert book.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert book.metadata.title.startswith("Report on the ending of a Circle on ")
