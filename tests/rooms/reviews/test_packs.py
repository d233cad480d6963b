"""The review pack: from the record since the last review, in versions, and outside only by the sieve."""

import io
from datetime import timedelta

import pypdf
import pytest

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id, new_reference
from encircle.rooms.circles.models import Phase
from encircle.rooms.meetings.comparison import ChangeKind
from encircle.rooms.organisation.models import Topic
from encircle.rooms.received.models import Development, DevelopmentText
from encircle.rooms.reviews.actions.packing import Added, Corrected, approve_pack, correct_pack
from encircle.rooms.reviews.models import PackPassage, PackVersion
from encircle.rooms.reviews.queries.packs import Audience, opened, pack_in_force, pack_page, shown_to
from encircle.rooms.reviews.releasing import open_pack_for_release
from encircle.rooms.reviews.vocabulary import DecisionKind
from encircle.rooms.risk.models import Concern, ConcernAccount
from encircle.rooms.sharing.actions.reading import open_own_release
from encircle.rooms.sharing.actions.releasing import Choices, release_paper
from encircle.rooms.sharing.actions.withdrawing import withdraw_consent
from encircle.rooms.sharing.models import Consent, ConsentSubject, PassageClosure, Release, Strike, Withheld
from encircle.rooms.sharing.printing import print_own_release
from encircle.rooms.sharing.queries.own import new_for, text_of
from encircle.rooms.sharing.sifting import sift
from encircle.rooms.sharing.vocabulary import Evidence
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

from .scene import decide, draft, everybody_says, hold, plan


@pytest.fixture
def cast(db):
    cast = plant_cast()
    with as_owner():
        for position, (code, name) in enumerate((("goals", "Goals"), ("thoughts", "Thoughts"), ("licence", "Licence"))):
            Topic.objects.create(code=code, name=name, part="with_core_member", position=20 + position)
        Phase.objects.filter(circle=cast.circle_1).exclude(name="forming").update(
            starts_at=cast.now - timedelta(days=60)
        )
    return cast


def develop(cast, text, onward):
    seat = cast.seats["omar"]
    with as_owner():
        common = {"circle": cast.circle_1, "area": cast.circle_1.area, "sent_by": cast.omar}
        news = Development.objects.create(
            seat=seat, professional=seat.professional, agency=seat.professional.agency, kind="risk", onward=onward,
            sent_at=cast.now - timedelta(days=3), **common,
        )  # fmt: skip
        DevelopmentText.objects.create(development=news, text=text, **common)


def worry(cast, text, **wall):
    with as_owner():
        common = {"circle": cast.circle_1, "area": cast.circle_1.area, **wall}
        concern = Concern.objects.create(
            reference=new_reference("K"), urgency="serious", raised_by=cast.vera,
            raised_at=cast.now - timedelta(days=2), **common,
        )  # fmt: skip
        ConcernAccount.objects.create(concern=concern, text=text, written_by=cast.vera, written_at=cast.now, **common)
        return concern


def agree(cast, agency, *topics):
    """Mark agrees that this agency hears of these."""
    with as_owner():
        consent = Consent.objects.get(agency=cast.agencies[agency], core_member=cast.mark)
        ConsentSubject.objects.filter(consent=consent).delete()
        for topic in topics:
            ConsentSubject.objects.create(consent=consent, area=cast.circle_1.area, topic_id=topic)
        return consent


def passages(version_id):
    with as_owner():
        return {one.heading: one.text for one in PackPassage.objects.filter(version=version_id).order_by("position")}


def send(cast, version_id, *, by="cora"):
    with acting(cast.users[by]) as who:
        found = open_pack_for_release(version_id, by=who).opened
        return release_paper(found, Choices(), token=sift(found, at=who.now).token, by=who, at=who.now)


def read_outside(cast, name):
    """What this professional finds new, as headings and words."""
    with acting(cast.users[name]) as who:
        new = [one.release for one in new_for(who)]
    found = {}
    for one in new:
        with acting(cast.users[name]) as who:
            found |= {p.heading: p.text for p in text_of(open_own_release(one.pk, by=who, at=who.now)).passages}
    return found


# --- drafted ---


def test_it_is_drafted_from_the_record_since_the_last_review(cast):
    develop(cast, "May be passed on: the goldeneye.", "outer_circle")
    worry(cast, "Never in a pack: the kingfisher.")
    review = plan(cast, days=-1)
    hold(cast, review)
    decide(cast, review, "Meet each fortnight.", kind=DecisionKind.RHYTHM)
    decide(cast, review, "Who visits?", kind=DecisionKind.QUESTION)
    found = passages(draft(cast, review))
    assert list(found) == [
        "Phases and pauses",
        "Attendance at meetings",
        *(["Contact and hours"] if "Contact and hours" in found else []),
        "Concerns and what came of them",
        next(heading for heading in found if heading.startswith("Devon and Cornwall Police, ")),
        "Decided at the review",
        "Open questions",
    ]
    assert "Volunteer A" in found["Attendance at meetings"]
    assert "Vera" not in found["Attendance at meetings"]
    assert found["Decided at the review"] == "Meet each fortnight."
    assert found["Open questions"] == "Who visits?"
    assert "serious" in found["Concerns and what came of them"]


def test_no_word_of_a_concern_none_from_behind_the_wall_and_nothing_kept_to_the_coordinator(cast):
    develop(cast, "For Cora alone: the goosander.", "coordinator_only")
    worry(cast, "Never in a pack: the kingfisher.")
    worry(cast, "Of somebody here: the dipper.", walled=True, about_user=cast.cleo)
    review = plan(cast)
    everybody_says(cast, review)
    for by in ("cora", "sena"):
        text = "\n".join(passages(draft(cast, review, by=by)).values())
        for bird in ("goosander", "kingfisher", "dipper", "razorbill"):
            assert bird not in text, (by, bird)
        assert text.count("serious") == 1
        for bird in ("woodlark", "chough", "yellowhammer"):
            assert bird in text, (by, bird)


def test_of_a_seat_that_said_more_than_once_the_newest_counts_even_where_it_stays_with_the_coordinator(cast):
    review = plan(cast)
    everybody_says(cast, review)
    assert "shoveler" not in "\n".join(passages(draft(cast, review)).values())


def test_a_subject_the_charity_has_not_is_asked_for_by_another_of_its_own(cast):
    with as_owner():
        Topic.objects.filter(pk="thoughts").update(retired_at=cast.now)
    version = draft(cast, plan(cast))
    with as_owner():
        assert "thoughts" not in set(PackPassage.objects.filter(version=version).values_list("topic_id", flat=True))


# --- versions ---


def test_a_correction_stands_beside_the_draft_with_the_difference(cast):
    version = draft(cast, plan(cast))
    with acting(cast.cora) as cora:
        pack = opened(version, by=cora)
        first, *others = pack.passages
        texts = [Corrected(first.position, f"{first.text} And more.", first.topic_id)]
        texts += [Corrected(one.position, "", one.topic_id) for one in others[:1]]
        new = correct_pack(
            pack, texts, Added("To know", "The woodlark sings.", "week"), id=new_id(), by=cora, at=cora.now
        )
    with acting(cast.cora) as cora:
        found = pack_page(new, by=cora)
        assert found.version.number == 2
        assert found.pack.passages[-1].heading == "To know"
        assert found.changes[1].kind is ChangeKind.CHANGED
        assert [change.kind for change in found.left_out] == [ChangeKind.REMOVED]
    assert "And more." not in "\n".join(passages(version).values())


def test_a_correction_that_changes_nothing_is_refused(cast):
    version = draft(cast, plan(cast))
    with acting(cast.cora) as cora:
        pack = opened(version, by=cora)
        same = [Corrected(one.position, one.text, one.topic_id) for one in pack.passages]
        with pytest.raises(Invalid):
            correct_pack(pack, same, None, id=new_id(), by=cora, at=cora.now)


def test_whose_words_they_are_stays_with_them(cast):
    review = plan(cast)
    everybody_says(cast, review)
    version = draft(cast, review)
    with acting(cast.cora) as cora:
        pack = opened(version, by=cora)
        theirs = next(one for one in pack.passages if one.agency_id)
        new = correct_pack(
            pack, [Corrected(theirs.position, "Shorter.", "week")], None, id=new_id(), by=cora, at=cora.now
        )
    with as_owner():
        kept = PackPassage.objects.get(version=new, text="Shorter.")
        assert (kept.agency_id, kept.onward, kept.topic_id) == (theirs.agency_id, "whole_circle", "week")


def test_only_the_newest_version_is_approved_and_it_stays_approved(cast):
    review = plan(cast)
    first, second = draft(cast, review), draft(cast, review)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        approve_pack(first, by=cora, at=cora.now)
    for _ in range(2):
        with acting(cast.cora) as cora:
            approve_pack(second, by=cora, at=cora.now)
    draft(cast, review)
    with acting(cast.cora):
        assert pack_in_force(review.pk).version_id == second


def test_no_one_else_finds_a_pack(cast):
    version = draft(cast, plan(cast))
    for name in ("vera", "omar", "colin", "adam"):
        with acting(cast.users[name]) as who, pytest.raises(NotFound):
            opened(version, by=who)
    with acting(cast.cora):
        assert PackVersion.objects.count() == 1
        assert not PackPassage.objects.exists()


# --- copies and releases ---


def test_the_circles_copy_holds_no_concern_no_volunteers_view_and_of_agencies_what_they_let_go(cast):
    develop(cast, "For the outer circle: the goldeneye.", "outer_circle")
    worry(cast, "Worried.")
    review = plan(cast)
    everybody_says(cast, review)
    version = draft(cast, review)
    with acting(cast.cora) as cora:
        pack = opened(version, by=cora)
        ours = "\n".join(one.text for one in shown_to(Audience.CHARITY, pack.passages))
        theirs = "\n".join(one.text for one in shown_to(Audience.CIRCLE, pack.passages))
    for bird in ("goldeneye", "woodlark", "chough", "yellowhammer"):
        assert bird in ours
    assert "serious" in ours
    assert "woodlark" in theirs
    assert "chough" in theirs
    for word in ("goldeneye", "yellowhammer", "razorbill", "serious"):
        assert word not in theirs


def test_a_pack_is_released_by_consent_and_subject_and_what_stays_is_kept(cast):
    agree(cast, "probation", "goals", "week")
    agree(cast, "police", "week")
    review = plan(cast, days=-1)
    everybody_says(cast, review)
    hold(cast, review)
    decide(cast, review, "Meet each fortnight.")
    version = draft(cast, review, approved=True)
    sent = send(cast, version)
    assert {one.seat_id for one in sent} == {cast.seats["petra"].pk, cast.seats["omar"].pk}
    assert send(cast, version) == []
    petra, omar = read_outside(cast, "petra"), read_outside(cast, "omar")
    assert "Decided at the review" in petra
    assert "Decided at the review" not in omar
    assert "Phases and pauses" in omar
    assert "Devon and Cornwall Police" in petra["Who was there"]
    assert "Volunteer A" in petra["Who was there"]
    for text in (*petra.values(), *omar.values()):
        for bird in ("woodlark", "shoveler", "razorbill", "chough", "yellowhammer"):
            assert bird not in text
    assert read_outside(cast, "hana") == {}
    with as_owner():
        assert set(Withheld.objects.filter(release__in=sent).values_list("reason", flat=True)) == {"no_consent"}
        assert set(Release.objects.values_list("kind", "review_id", "pack_id")) == {("review", review.pk, version)}


def test_a_withdrawal_closes_what_rested_on_it(cast):
    consent = agree(cast, "probation", "week", "goals")
    review = plan(cast, days=-1)
    hold(cast, review)
    decide(cast, review, "Meet each fortnight.")
    send(cast, draft(cast, review, approved=True))
    with acting(cast.cora) as cora:
        withdraw_consent(consent.pk, ["goals"], moment=cora.now, evidence=Evidence.IN_PERSON, by=cora, at=cora.now)
    assert "Decided at the review" not in read_outside(cast, "petra")
    with as_owner():
        assert PassageClosure.objects.count() == 1


def test_a_pack_goes_nowhere_before_it_is_approved(cast):
    version = draft(cast, plan(cast))
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        open_pack_for_release(version, by=cora)


def test_what_was_struck_out_stays_out_when_it_is_released_again(cast):
    agree(cast, "probation", "week")
    version = draft(cast, plan(cast), approved=True)
    with acting(cast.cora) as cora:
        found = open_pack_for_release(version, by=cora).opened
        first = found.passages[0]
        choices = Choices(strikes={first.pk: ((0, 6),)})
        release_paper(found, choices, token=sift(found, at=cora.now).token, by=cora, at=cora.now)
    with as_owner():
        assert list(Strike.objects.values_list("paper_id", "passage_id")) == [(version, first.pk)]
    with acting(cast.cora) as cora:
        assert open_pack_for_release(version, by=cora).opened.strikes == {first.pk: ((0, 6),)}
    assert "▇" in read_outside(cast, "petra")["Phases and pauses"]


def test_its_reader_prints_it_as_a_tagged_pdf(cast):
    agree(cast, "probation", "week")
    (sent,) = [
        one
        for one in send(cast, draft(cast, plan(cast, days=-1), approved=True))
        if one.seat_id == cast.seats["petra"].pk
    ]
    with acting(cast.petra) as petra:
        book = pypdf.PdfReader(io.BytesIO(print_own_release(sent.pk, by=petra, at=petra.now)))
    assert book.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert book.metadata.title.startswith("Review on ")
