"""The ledger: every release by what became of it, its exports, and the reminders of what nobody opened."""

import csv
import io
from datetime import timedelta

import pypdf
import pytest
from bs4 import BeautifulSoup

from encircle.common.errors import NotAllowed
from encircle.foundations.access.identity import acting_as, system
from encircle.foundations.access.models import BreakGlass
from encircle.foundations.accounts.models import Invitation
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Letter, Notice
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.meetings.models import Meeting, Passage
from encircle.rooms.partners.models import Professional
from encircle.rooms.records.actions import recall_release
from encircle.rooms.sharing.actions.chasing import chase, due_chases, note_deliveries
from encircle.rooms.sharing.actions.reading import acknowledge_release, open_own_release
from encircle.rooms.sharing.actions.releasing import Choices
from encircle.rooms.sharing.exports import HEADINGS, export_ledger_csv, export_ledger_pdf, harmless
from encircle.rooms.sharing.models import Release
from encircle.rooms.sharing.queries.ledger import ledger, stayed_of
from encircle.rooms.sharing.queries.own import new_for, read_before, text_of
from encircle.rooms.sharing.vocabulary import RecallReason
from tests.cast import acting, plant_cast, plant_minutes
from tests.rooms.risk import scene as concerns
from tests.support.client import signed_in
from tests.support.database import as_owner, clock_shifted

from .scene import approve, release, release_to, withdraw


@pytest.fixture
def cast(db):
    cast = plant_cast()
    approve(cast)
    return cast


def states(cast):
    with acting(cast.cora):
        return {line.recipient.split()[0]: line.state for line in ledger(cast.circle_1.pk)[0]}


def open_as(cast, name, *, acknowledge=False):
    with acting(cast.users[name]) as who:
        for own in new_for(who):
            open_own_release(own.release.pk, by=who, at=who.now)
            if acknowledge:
                acknowledge_release(own.release.pk, by=who, at=who.now)


def test_each_line_says_what_became_of_it(cast):
    with as_owner():
        Professional.objects.filter(pk=cast.professionals["hana"].pk).update(user=None)
    release(cast)
    assert states(cast) == {"Petra": "Not opened", "Omar": "Not opened", "Hana": "Waiting for sign-up"}
    open_as(cast, "petra", acknowledge=True)
    open_as(cast, "omar")
    withdraw(cast, "health", "health")
    assert states(cast) == {"Petra": "Acknowledged", "Omar": "Opened", "Hana": "Closed"}
    with acting(cast.cora) as cora:
        recall_release(
            release_to_in(cast, "omar"),
            reason=RecallReason.OTHER,
            account="It should have waited for a decision.",
            by=cora,
            at=cora.now,
        )
    assert states(cast)["Omar"] == "Recalled"


@pytest.mark.parametrize("accepted", [False, True])
def test_somebody_invited_who_has_not_used_the_invitation_is_waited_for_and_not_reminded(cast, accepted):
    with as_owner():
        Invitation.objects.create(
            user=cast.hana, purpose="join", token_hash="0" * 64, email="hana@health.example", invited_by=cast.cora,
            created_at=cast.now - timedelta(days=9), expires_at=cast.now - timedelta(days=2),
            accepted_at=cast.now - timedelta(days=8) if accepted else None,
        )  # fmt: skip
    release(cast)
    assert states(cast)["Hana"] == ("Not opened" if accepted else "Waiting for sign-up")
    page = words_at(cast, "cora", f"/casework/minutes/{cast.minutes_1.pk}/released")
    assert ("Hana Willowherb has not signed up yet. It waits for them." in page) is not accepted
    assert ("The others are told by e-mail" in page) is not accepted
    with clock_shifted(timedelta(days=6)), acting_as(system("escalator")) as clock:
        reminded = {one.professional.name for one in due_chases(clock.at)}
    assert ("Hana Willowherb" in reminded) is accepted
    assert "Omar Stonecrop" in reminded


def release_to_in(cast, name):
    return Release.objects.get(seat=cast.seats[name]).pk


def test_what_was_withheld_is_said_with_its_reason(cast):
    release(cast)
    with acting(cast.cora):
        (sent,) = [line.release.pk for line in ledger(cast.circle_1.pk)[0] if line.recipient == "Hana Willowherb"]
        assert [(one.heading, one.reason.value) for one in stayed_of([sent])[sent]] == [
            ("Preparation", "part_stays_inside"),
            ("How the week went", "no_consent"),
            ("Housing", "no_consent"),
            ("Relationships", "no_consent"),
            ("Debrief", "part_stays_inside"),
            ("Contact between meetings", "part_stays_inside"),
        ]


def test_the_newest_twenty_come_first(cast):
    release(cast)
    for number in range(1, 9):
        starts = cast.meetings["past_1"].starts_at - timedelta(weeks=number)
        with as_owner():
            meeting = Meeting.objects.create(
                circle=cast.circle_1,
                area=cast.circle_1.area,
                planned_starts_at=starts,
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
            )
            version = plant_minutes(cast, meeting, by="vera", secret=f"secret{number}")
        release(cast, approve(cast, version))
    with acting(cast.cora):
        first, more = ledger(cast.circle_1.pk)
        second, rest = ledger(cast.circle_1.pk, page=2)
    assert (len(first), more, len(second), rest) == (20, True, 7, False)
    assert [line.release.released_at for line in first] == sorted(
        (line.release.released_at for line in first), reverse=True
    )


@pytest.mark.parametrize("people", [1, 3])
def test_the_number_of_reads_does_not_grow_with_the_ledger(cast, people, django_assert_num_queries):
    for _ in range(people):
        told_outside(cast)
    with as_owner():
        for name in ("omar", "hana")[: 3 - people]:
            Seat.objects.filter(pk=cast.seats[name].pk).update(ends_at=cast.now - timedelta(days=30))
    release(cast)
    with acting(cast.cora), django_assert_num_queries(9):
        assert len(ledger(cast.circle_1.pk)[0]) == 2 * people
    with acting(cast.petra) as petra, django_assert_num_queries(3):
        assert len(new_for(petra)) == 1


# --- what agencies were told of a concern without a release ---


def told_outside(cast, *, about=None, who="cora", **more):
    concern = concerns.plant_concern(cast, about=about)
    concerns.triage(cast, concern, who=who)
    concerns.tell_outside(cast, concern, who=who, **more)
    return concern


def test_a_telling_outside_the_outer_circle_stands_in_the_ledger_with_the_releases(cast):
    release(cast)
    concern = told_outside(cast, spoke_to="Duty officer of the council", told="Bittern words.")
    concerns.tell(cast, concern, "omar")
    with acting(cast.cora):
        lines, _ = ledger(cast.circle_1.pk)
    assert [(line.item, line.recipient, line.state) for line in lines][:2] == [
        ("Concern", "Omar Stonecrop", "Not opened"),
        ("Concern", "Duty officer of the council", "Told by telephone"),
    ]
    assert len(lines) == 5
    assert (lines[1].rests_on, lines[1].sender) == (("Prevention of serious harm",), "Cora Fernleigh")


def test_a_telling_to_an_agency_without_a_seat_names_it(cast):
    told_outside(cast, professional_id=cast.professionals["paul"].pk, spoke_to="His manager")
    with acting(cast.cora):
        ((line,), _) = ledger(cast.circle_1.pk)
    assert (line.recipient, line.agency, line.spoke_to) == (
        "Paul Meadowsweet",
        "Probation Service South West",
        "His manager",
    )


@pytest.mark.parametrize(
    ("about", "seen_by"), [(None, {"cora", "cleo", "sena", "olga"}), ("cora", {"sena", "olga"}), ("sena", {"olga"})]
)
def test_tellings_of_walled_concerns_are_there_for_their_own_people_alone(cast, about, seen_by):
    told_outside(cast, about=about, who="olga", spoke_to="Wryneck desk")
    saw = set()
    for who in ("cora", "cleo", "sena", "olga", "colin"):
        with acting(cast.users[who]):
            if ledger(cast.circle_1.pk)[0]:
                saw.add(who)
    assert saw == seen_by
    page = words_of(cast, "cora", "ledger/")
    csv_of_cora = "\n".join(",".join(row) for row in export_csv(cast))
    pdf_of_cora = " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(export_pdf(cast))).pages)
    for shown in (page, csv_of_cora, pdf_of_cora):
        assert ("Wryneck" in shown) is ("cora" in seen_by)


def words_of(cast, who, path):
    return words_at(cast, who, f"/casework/circles/{cast.circle_1.pk}/{path}")


def words_at(cast, who, address):
    response = signed_in(cast.users[who]).get(address)
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def test_the_exports_say_what_rests_on_what_and_nothing_that_was_said(cast):
    told_outside(cast, spoke_to="=HYPERLINK(1)", told="Bittern words.", reason="Osprey reasons for it.")
    (row,) = export_csv(cast)[1:]
    assert row[1] == "'=HYPERLINK(1)"
    assert row[3:8] == [
        "Concern",
        cast.now.date().isoformat(),
        "By telephone",
        "Prevention of serious harm",
        "Cora Fernleigh",
    ]
    pdf = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(export_pdf(cast))).pages)
    for secret in ("Bittern", "Osprey", "Kestrel"):
        assert secret not in ",".join(row)
        assert secret not in pdf
        assert secret not in words_of(cast, "cora", "ledger/")


# --- exports ---


def export_csv(cast, by="cora"):
    with acting(cast.users[by]) as actor:
        made = export_ledger_csv(Circle.objects.get(pk=cast.circle_1.pk), by=actor)
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))


def export_pdf(cast):
    with acting(cast.cora) as cora:
        return export_ledger_pdf(Circle.objects.get(pk=cast.circle_1.pk), by=cora, at=cora.now)


def test_the_csv_holds_a_line_for_each_release(cast):
    release(cast)
    headings, *rows = export_csv(cast)
    assert tuple(headings) == HEADINGS
    assert {(row[1], row[2], row[6]) for row in rows} == {
        ("Petra Nightingale", "Probation Service South West", "Consent"),
        ("Omar Stonecrop", "Devon and Cornwall Police", "Consent"),
        ("Hana Willowherb", "Invented Partnership NHS Trust", "Consent"),
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_a_cell_that_a_spreadsheet_would_compute_stays_text(cast, start):
    evil = f"{start}HYPERLINK(1)"
    assert harmless(evil) == f"'{evil}"
    with as_owner():
        Professional.objects.filter(pk=cast.professionals["omar"].pk).update(name=evil)
    release(cast)
    assert f"'{evil}" in {row[1] for row in export_csv(cast)}


def test_the_pdf_is_tagged_and_says_the_same(cast):
    release(cast)
    made = export_pdf(cast)
    book = pypdf.PdfReader(io.BytesIO(made))
    text = " ".join(page.extract_text() for page in book.pages)
    assert book.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert book.metadata.title == f"Ledger of Circle {cast.circle_1.reference}"
    for words in ("Petra Nightingale", "Omar", "Hana", "Consent", "Cora Fernleigh"):
        assert words in " ".join(text.split())


def test_what_people_typed_is_never_read_as_markup_in_the_pdf(cast):
    with as_owner():
        Professional.objects.filter(pk=cast.professionals["omar"].pk).update(name='#read("/etc/passwd") *x* $y$')
    release(cast)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(export_pdf(cast))).pages)
    assert "root:" not in text
    assert "passwd" in text


def test_no_words_of_the_minutes_struck_or_not_are_in_either(cast):
    with as_owner():
        week = Passage.objects.get(version=cast.minutes_1, topic_id="week")
    release(cast, choices=Choices(strikes={week.pk: [(0, 5)]}))
    open_as(cast, "petra")
    rows = "\n".join(",".join(row) for row in export_csv(cast))
    pdf = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(export_pdf(cast))).pages)
    assert "Housing" in rows
    for canary in ("heron", "Applegarth", "Hollowell", "Hazelgrove", "Copperbeech"):
        assert canary not in rows
        assert canary not in pdf


def test_an_export_is_logged(cast):
    release(cast)
    export_csv(cast)
    export_pdf(cast)
    with as_owner():
        lines = Entry.objects.filter(verb="exported").values_list("actor_id", "circle_id", "detail")
        assert list(lines) == [(cast.cora.pk, cast.circle_1.pk, "csv"), (cast.cora.pk, cast.circle_1.pk, "pdf")]


def test_break_glass_exports_nothing(cast):
    with as_owner():
        BreakGlass.objects.create(
            user=cast.colin, circle_id=cast.circle_1.pk, reason="Cora cannot be reached today", opened_at=cast.now
        )
    with pytest.raises(NotAllowed):
        export_csv(cast, by="colin")


# --- reminders and deliveries ---


def chases_due():
    with acting_as(system("escalator")) as acting_clock:
        return {release.professional.name.split()[0] for release in due_chases(acting_clock.at)}


def remind_all():
    with acting_as(system("escalator")) as acting_clock:
        for release in due_chases(acting_clock.at):
            chase(release, at=acting_clock.at)


def test_what_nobody_opened_is_chased_after_the_days_of_the_standard(cast):
    release(cast)
    open_as(cast, "petra")
    assert chases_due() == set()
    with clock_shifted(timedelta(days=5, minutes=1)):
        assert chases_due() == {"Omar", "Hana"}
        remind_all()
        assert chases_due() == set()
        assert states(cast) == {"Petra": "Opened", "Omar": "Reminded", "Hana": "Reminded"}
    with as_owner():
        assert Notice.objects.filter(user=cast.omar).count() == 2
    with clock_shifted(timedelta(days=10, minutes=2)):
        assert chases_due() == {"Omar", "Hana"}


def test_nobody_is_reminded_more_than_three_times(cast):
    release(cast)
    for times in range(1, 5):
        with clock_shifted(timedelta(days=5 * times, minutes=times)):
            remind_all()
    sent = release_to(cast, "omar")
    with as_owner():
        assert sent.events.filter(kind="chased").count() == 3


def test_what_cannot_be_opened_is_not_chased(cast):
    release(cast)
    withdraw(cast, "health", "health")
    with acting(cast.cora) as cora:
        recall_release(
            release_to_in(cast, "petra"),
            reason=RecallReason.OTHER,
            account="It should have waited for a decision.",
            by=cora,
            at=cora.now,
        )
    with as_owner():
        Seat.objects.filter(pk=cast.seats["omar"].pk).update(ends_at=cast.now + timedelta(days=1))
    with clock_shifted(timedelta(days=6)):
        assert chases_due() == set()


def test_a_notice_that_left_in_a_letter_is_noted_once(cast):
    release(cast)
    with as_owner():
        letter = Letter.objects.create(user=cast.omar, kind="waiting", written_at=cast.now, sent_at=cast.now)
        Notice.objects.filter(user=cast.omar).update(letter=letter)
    for expected in (1, 0):
        with acting_as(system("postman")) as postman:
            assert note_deliveries(since=postman.at - timedelta(days=1)) == expected
    with acting(cast.cora):
        delivered = {line.recipient.split()[0]: line.delivered_at for line in ledger(cast.circle_1.pk)[0]}
    assert delivered == {"Omar": cast.now, "Petra": None, "Hana": None}


# --- the professional's own ---


def test_new_and_read_are_apart_and_recalled_ones_in_neither(cast):
    release(cast)
    with acting(cast.omar) as omar:
        assert [own.release.seat_id for own in new_for(omar)] == [cast.seats["omar"].pk]
        assert read_before(omar) == ([], False)
    open_as(cast, "omar")
    with acting(cast.omar) as omar:
        assert new_for(omar) == []
        ((own,), more) = read_before(omar)
        assert (own.sender, more, own.opened_at is not None) == ("Cora Fernleigh", False, True)
        open_own_release(own.release.pk, by=omar, at=omar.now)
        text = text_of(own.release)
        assert (len(text.passages), text.closed) == (5, 0)


def test_a_closed_passage_is_counted_and_not_named(cast):
    release(cast)
    withdraw(cast, "police", "health")
    with acting(cast.omar) as omar:
        (own,) = new_for(omar)
        open_own_release(own.release.pk, by=omar, at=omar.now)
        text = text_of(own.release)
        assert ({p.heading for p in text.passages}, text.closed) == (
            {"Who was there", "How the week went", "Housing", "Relationships"},
            1,
        )
