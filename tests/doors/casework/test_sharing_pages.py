"""The pages of consent, grounds, ledger, recall, news and breaches as the staff use them."""

import csv
import io
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.common.ids import new_id
from encircle.foundations.access.models import BreakGlass
from encircle.foundations.audit.models import Entry
from encircle.rooms.people.models import Carer, CoreMember
from encircle.rooms.received.models import Development
from encircle.rooms.records.models import Breach
from encircle.rooms.sharing.actions.consenting import NewConsent, record_consent
from encircle.rooms.sharing.actions.disclosing import Disclosure, tell_agency
from encircle.rooms.sharing.models import Consent, GroundReason, OtherGround, Recall, Release, Withdrawal
from encircle.rooms.sharing.vocabulary import Evidence, GroundKind
from tests.cast import acting, plant_cast
from tests.rooms.received.test_developments import send
from tests.rooms.sharing.scene import approve, passages, raise_concern, release, release_to, withdraw
from tests.support.client import signed_in
from tests.support.database import as_owner

REASON = "The nurse must know of the new tablets before she visits."


@pytest.fixture
def cast(db):
    cast = plant_cast()
    approve(cast)
    return cast


@pytest.fixture
def cora(cast):
    return signed_in(cast.cora)


def under(cast, path):
    return f"/casework/circles/{cast.circle_1.pk}/{path}"


def words(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def consent_form(cast, **more):
    today = cast.now.date()
    return {
        "once": str(new_id()),
        "given_by": "core_member",
        "agency": str(cast.agencies["health"].pk),
        "subjects": ["housing"],
        "starts_on_day": today.day,
        "starts_on_month": today.month,
        "starts_on_year": today.year,
        "evidence": "signed_form",
        "taken_by": str(cast.cora.pk),
    } | more


# --- consents ---


def test_the_page_says_what_still_stops_sharing_for_each_professional(cast, cora):
    shown = words(cora.get(under(cast, "consents/")))
    assert (
        "Hana Willowherb, Community nurse Agency Invented Partnership NHS Trust May go Health and wellbeing "
        "Still stops How the week went, Housing and Relationships: "
        "There is no consent to share these subjects with this agency. No answer is recorded." in shown
    )


def test_a_recorded_consent_counts_at_once(cast, cora):
    response = cora.post(under(cast, "consents/new"), consent_form(cast))
    assert response.status_code == 302
    release(cast)
    assert set(passages(cast, of="hana")) == {"Who was there", "Health and wellbeing", "Housing"}


def test_sending_it_twice_records_it_once(cast, cora):
    posted = consent_form(cast)
    for _ in range(2):
        assert cora.post(under(cast, "consents/new"), posted).status_code == 302
    with as_owner():
        assert Consent.objects.filter(agency=cast.agencies["health"]).count() == 2


def test_it_can_be_narrowed_to_some_professionals(cast, cora):
    cora.post(
        under(cast, "consents/new"),
        consent_form(cast, agency=str(cast.agencies["probation"].pk), only=[str(cast.professionals["petra"].pk)]),
    )
    assert "Only for Petra Nightingale" in words(cora.get(under(cast, "consents/")))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"agency": ""}, "Select an agency"),
        ({"subjects": []}, "Select what may be shared"),
        ({"subjects": ["preparation"]}, "Select what may be shared from the list"),
        ({"starts_on_year": 2999}, "The first day must be on or before"),
        ({"starts_on_day": 31, "starts_on_month": 2}, "must be a real date"),
        ({"ends_on_day": 1, "ends_on_month": 1, "ends_on_year": 2001}, "The last day must be on or after the first"),
        ({"once": ""}, "Open this page again"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(cast, cora, more, said):
    response = cora.post(under(cast, "consents/new"), consent_form(cast, **more))
    assert response.status_code == 422
    assert said in words(response)
    with as_owner():
        assert Consent.objects.count() == 3


def test_a_professional_of_another_agency_cannot_be_named(cast, cora):
    response = cora.post(under(cast, "consents/new"), consent_form(cast, only=[str(cast.professionals["petra"].pk)]))
    assert "Select only professionals who work at the agency you selected" in words(response)


def test_withdrawing_says_what_it_changes(cast, cora):
    release(cast)
    signed_in(cast.hana).get(f"/outer-circle/releases/{release_to(cast, 'hana').pk}/")
    consent = of_agency(cast, "health")
    response = cora.post(
        under(cast, f"consents/{consent}/withdrawal"), {"topics": ["health"], "when": "now", "evidence": "in_person"}
    )
    assert response["Location"] == under(cast, f"consents/{consent}/withdrawn")
    shown = words(cora.get(response["Location"]))
    assert "Hana Willowherb can no longer read 2 passages in 1 release." in shown
    assert "1 release had been opened before: what was read is in the ledger." in shown


def of_agency(cast, agency):
    with as_owner():
        return Consent.objects.get(agency=cast.agencies[agency]).pk


def test_a_withdrawal_of_earlier_needs_its_moment(cast, cora):
    place = under(cast, f"consents/{of_agency(cast, 'health')}/withdrawal")
    response = cora.post(place, {"topics": ["health"], "when": "earlier", "evidence": "in_person"})
    assert "Enter when they said so" in words(response)
    response = cora.post(
        place,
        {
            "topics": ["health"],
            "when": "earlier",
            "evidence": "in_person",
            "moment_day": cast.now.day,
            "moment_month": cast.now.month,
            "moment_year": cast.now.year + 1,
            "moment_time": "10am",
        },
    )
    assert "must not be in the future" in words(response)
    with as_owner():
        assert not Withdrawal.objects.exists()


def test_a_consent_of_another_circle_is_not_found_under_this_one(cast, cora):
    with acting(cast.colin) as colin:
        other = record_consent(
            NewConsent(
                id=new_id(),
                core_member_id=cast.other_core_member.pk,
                agency_id=cast.agencies["police"].pk,
                subjects=["week"],
                evidence=Evidence.SIGNED_FORM,
                starts_at=colin.now,
            ),
            by=colin,
            at=colin.now,
        )
    assert cora.get(under(cast, f"consents/{other}/withdrawal")).status_code == 404
    olga = signed_in(cast.olga)
    assert olga.get(under(cast, f"consents/{other}/withdrawal")).status_code == 404


# --- a young person ---


def test_whose_agreement_a_young_person_needs_is_said(cast, cora):
    assert "Sharing needs the agreement" not in words(cora.get(under(cast, "consents/")))
    birthday = date(cast.now.year - 15, 1, 1)
    with as_owner():
        CoreMember.objects.filter(pk=cast.mark.pk).update(born_on=birthday)
    assert "nobody has recorded which carers" in words(cora.get(under(cast, "consents/")))
    with as_owner():
        for name, is_required in (("Pam Hazelgrove", True), ("Pete Hazelgrove", False)):
            Carer.objects.create(
                core_member=cast.mark, area=cast.mark.area, name=name, consent_required=is_required,
                starts_at=cast.now - timedelta(days=9),
            )  # fmt: skip
    shown = words(cora.get(under(cast, "consents/")))
    assert "Sharing needs the agreement of the core member and of Pam Hazelgrove. One no stops a subject." in shown
    assert f"The carers’ part ends on 1 January {birthday.year + 18}, when the core member turns 18." in shown


def test_a_carers_no_is_recorded_as_theirs(cast, cora):
    with as_owner():
        pam = Carer.objects.create(
            core_member=cast.mark, area=cast.mark.area, name="Pam Hazelgrove", starts_at=cast.now - timedelta(days=9)
        )
    cora.post(under(cast, "refusals/new"), refusal_form(cast, given_by=str(pam.pk)))
    assert "Said by Pam Hazelgrove" in words(cora.get(under(cast, "consents/")))


# --- outright noes ---


def refusal_form(cast, **more):
    return {
        "once": str(new_id()),
        "given_by": "core_member",
        "agency": str(cast.agencies["health"].pk),
        "what": "some",
        "subjects": ["health"],
        "when": "now",
        "evidence": "in_person",
        "asked_by": str(cast.cleo.pk),
    } | more


def test_a_no_is_recorded_says_what_it_changes_and_stands_apart(cast, cora):
    release(cast)
    response = cora.post(under(cast, "refusals/new"), refusal_form(cast))
    assert response.status_code == 302
    shown = words(cora.get(response["Location"]))
    assert "Hana Willowherb can no longer read 2 passages in 1 release. None had been opened." in shown
    assert "Nothing new goes there on consent for these subjects until a new consent is recorded." in shown
    shown = words(cora.get(under(cast, "consents/")))
    assert "Asked, and said no Invented Partnership NHS Trust Said by The core member" in shown
    assert "Evidence Said in person, asked by Cleo Thistlewood" in shown
    assert "Health and wellbeing: The core member has said no to sharing this subject with this agency." in shown
    assert "Stopped by a later no" in shown
    stays = "How the week went, Housing and Relationships: There is no consent to share these subjects"
    assert f"{stays} with this agency. No answer is recorded." in shown


def test_a_no_to_everything_is_said_so(cast, cora):
    cora.post(under(cast, "refusals/new"), refusal_form(cast, what="everything", subjects=[]))
    assert "Said no to Everything" in words(cora.get(under(cast, "consents/")))


def test_pressing_twice_records_one_no(cast, cora):
    posted = refusal_form(cast)
    assert [cora.post(under(cast, "refusals/new"), posted).status_code for _ in range(2)] == [302, 302]
    with as_owner():
        assert Consent.objects.filter(answer="no").count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"agency": ""}, "Select an agency"),
        ({"what": ""}, "Select what they said no to"),
        ({"subjects": []}, "Select what they said no to"),
        ({"when": "earlier"}, "Enter when they said so"),
        ({"asked_by": str(new_id())}, "Select who asked them from the list"),
    ],
)
def test_what_is_wrong_with_a_no_is_said_and_nothing_is_recorded(cast, cora, more, said):
    response = cora.post(under(cast, "refusals/new"), refusal_form(cast, **more))
    assert response.status_code == 422
    assert said in words(response)
    with as_owner():
        assert not Consent.objects.filter(answer="no").exists()


def test_a_no_is_no_consent_to_withdraw_and_a_consent_no_refusal(cast, cora):
    posted = refusal_form(cast)
    cora.post(under(cast, "refusals/new"), posted)
    assert cora.get(under(cast, f"consents/{posted['once']}/withdrawal")).status_code == 404
    with as_owner():
        consent = Consent.objects.get(answer="yes", agency=cast.agencies["health"]).pk
    assert cora.get(under(cast, f"refusals/{consent}/")).status_code == 404
    assert signed_in(cast.colin).get(under(cast, f"refusals/{posted['once']}/")).status_code == 404


# --- other grounds ---


def ground_form(cast, **more):
    return consent_form(cast, **{"kind": "safeguarding", "reason": REASON, **more})


def test_a_ground_is_decided_with_its_reason_and_ended(cast, cora):
    assert cora.post(under(cast, "grounds/new"), ground_form(cast)).status_code == 302
    with as_owner():
        ground = OtherGround.objects.get()
        assert GroundReason.objects.get().text == REASON
    assert REASON not in words(cora.get(under(cast, "consents/")))
    assert REASON in words(cora.get(under(cast, f"grounds/{ground.pk}/")))
    assert cora.post(under(cast, f"grounds/{ground.pk}/ending")).status_code == 302
    release(cast)
    assert "Housing" not in passages(cast, of="hana")


def test_the_reason_is_a_sentence(cast, cora):
    response = cora.post(under(cast, "grounds/new"), ground_form(cast, reason="because"))
    assert "The reason must be 20 characters or more" in words(response)
    with as_owner():
        assert not OtherGround.objects.exists()


# --- the ledger ---


def test_the_ledger_and_one_entry(cast, cora):
    release(cast)
    shown = words(cora.get(under(cast, "ledger/")))
    assert "Hana Willowherb" in shown
    assert "heron" not in shown
    entry = words(cora.get(f"/casework/releases/{release_to(cast, 'hana').pk}/"))
    assert "heron-health" in entry
    assert "Housing: There is no consent to share this subject with this agency." in entry


@pytest.mark.parametrize("ending", ["csv", "pdf"])
def test_an_export_has_no_name_in_its_file_name_and_is_kept_by_nobody(cast, cora, ending):
    release(cast)
    response = cora.get(under(cast, f"ledger/{ending}"))
    today = f"{cast.now:%Y-%m-%d}"
    assert response["Content-Disposition"] == f'attachment; filename="ledger-{today}.{ending}"'
    assert response["Cache-Control"] == "no-store"
    assert b"heron" not in response.content


def test_the_csv_reads_back(cast, cora):
    release(cast)
    response = cora.get(under(cast, "ledger/csv"))
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {row["Recipient"] for row in rows} == {"Petra Nightingale", "Omar Stonecrop", "Hana Willowherb"}


def test_a_walled_disclosure_is_in_no_page_of_its_subject(cast, cora):
    release(cast)
    concern = raise_concern(cast, walled_from="cora", text="About the bittern file.")
    with acting(cast.sena) as sena:
        (sent,) = tell_agency(
            concern,
            Disclosure(
                id=new_id(),
                seat_ids=[cast.seats["omar"].pk],
                text="About the bittern file.",
                ground=GroundKind.SAFEGUARDING,
                reason="A volunteer may have been put at risk by it.",
            ),
            by=sena,
            at=sena.now,
        )
    with as_owner():
        ground = OtherGround.objects.get()
    hers = signed_in(cast.sena)
    assert "Concern" in words(hers.get(under(cast, "ledger/")))
    with as_owner():
        assert Entry.objects.get(item_type="sharing.release", verb="listed").detail == "3"
    assert hers.get(f"/casework/releases/{sent.pk}/").status_code == 200
    for page in ("ledger/", "consents/", "ledger/csv", "", "looked/"):
        response = cora.get(under(cast, page))
        assert response.status_code == 200
        for sign in (str(sent.pk), concern.reference, "bittern", "Safeguarding"):
            assert sign not in response.content.decode()
    assert cora.get(f"/casework/releases/{sent.pk}/").status_code == 404
    assert cora.get(f"/casework/releases/{sent.pk}/recall").status_code == 404
    assert cora.get(under(cast, f"grounds/{ground.pk}/")).status_code == 404


def test_recalling_leads_to_the_breach(cast, cora):
    release(cast)
    place = f"/casework/releases/{release_to(cast, 'hana').pk}/recall"
    posted = {"reason": "wrong_person", "account": "It was meant for the plover team, not for Hana."}
    first = cora.post(place, posted)
    assert cora.post(place, posted)["Location"] == first["Location"]
    assert "It was meant for the plover team" in words(cora.get(first["Location"]))
    assert signed_in(cast.hana).get(f"/outer-circle/releases/{release_to(cast, 'hana').pk}/").status_code == 404
    with as_owner():
        assert (Recall.objects.count(), Breach.objects.count()) == (1, 1)


def test_a_recall_without_an_account_is_refused_beside_the_field(cast, cora):
    release(cast)
    response = cora.post(f"/casework/releases/{release_to(cast, 'hana').pk}/recall", {"reason": "other", "account": ""})
    assert "Enter what happened" in words(response)
    with as_owner():
        assert not Recall.objects.exists()


def test_a_call_is_recorded_as_the_acknowledgement(cast, cora):
    release(cast)
    sent = release_to(cast, "petra")
    response = cora.post(
        f"/casework/releases/{sent.pk}/acknowledgement",
        {
            "spoke_to": "The duty officer",
            "moment_day": cast.now.day - 1 or 1,
            "moment_month": cast.now.month,
            "moment_year": cast.now.year - 1,
            "moment_time": "10am",
        },
    )
    assert "The time of the call must be after the release" in words(response)


# --- news and breaches ---


def test_news_is_read_from_the_list(cast, cora):
    development = send(cast, urgent=True)
    listed = words(cora.get("/casework/developments/"))
    assert "Omar Stonecrop" in listed
    assert "whimbrel" not in listed
    assert "whimbrel" in words(cora.get(f"/casework/developments/{development}/"))
    assert "for the coordinator only: do not pass it on" in words(cora.get(f"/casework/developments/{development}/"))
    assert "Cora Fernleigh" in words(cora.get(under(cast, "developments/")))


# --- who may come here ---

PAGES = ["consents/", "consents/new", "grounds/new", "ledger/", "ledger/csv", "ledger/pdf", "developments/"]


@pytest.mark.parametrize("who", ["colin", "vera", "xena", "omar", "adam", "dana", "tess", "nina"])
def test_for_anybody_else_these_pages_do_not_exist(cast, who):
    release(cast)
    development, sent, client = send(cast), release_to(cast, "hana"), signed_in(cast.users[who])
    others = [f"/casework/releases/{sent.pk}/", f"/casework/releases/{sent.pk}/recall"]
    others += [
        f"/casework/developments/{development}/",
        under(cast, f"consents/{of_agency(cast, 'health')}/withdrawal"),
    ]
    for page in [*(under(cast, page) for page in PAGES), *others]:
        assert client.get(page).status_code == 404, page
        if "csv" not in page and "pdf" not in page:
            assert client.post(page).status_code in (404, 405), page
    with as_owner():
        assert not Recall.objects.exists()
        assert Development.objects.count() == 1


def test_in_an_hour_of_break_glass_there_is_no_ledger_and_no_consent_to_change(cast):
    release(cast)
    with as_owner():
        BreakGlass.objects.create(
            user=cast.colin, circle_id=cast.circle_1.pk, reason="Cora cannot be reached today", opened_at=cast.now
        )
    client = signed_in(cast.colin)
    for page in PAGES[:-1]:
        assert client.get(under(cast, page)).status_code == 403, page


@pytest.mark.parametrize("page", ["consents/", "ledger/", "developments/"])
def test_the_number_of_reads_does_not_grow(cast, cora, page):
    release(cast, only=[cast.seats["petra"].pk])
    send(cast)
    one = reads(cora, under(cast, page))
    release(cast)
    for _ in range(2):
        send(cast)
    with acting(cast.cora) as actor:
        for agency in ("health", "police"):
            record_consent(
                NewConsent(
                    id=new_id(),
                    core_member_id=cast.mark.pk,
                    agency_id=cast.agencies[agency].pk,
                    subjects=["week"],
                    evidence=Evidence.SIGNED_FORM,
                    starts_at=actor.now - timedelta(days=1),
                ),
                by=actor,
                at=actor.now,
            )
    assert reads(cora, under(cast, page)) == one


def reads(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_after_withdrawals_the_consents_say_so(cast, cora):
    withdraw(cast, "health", "health")
    shown = words(cora.get(under(cast, "consents/")))
    assert "Ended and withdrawn consents (1)" in shown
    with as_owner():
        assert not Release.objects.exists()
