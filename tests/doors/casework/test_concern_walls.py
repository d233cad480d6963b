"""A concern about someone who works here: it goes to the safeguarding lead and above, and does not exist for its
subject, in list, page, count, ledger, search, escalation, notice and trace. Something is planted in every place."""

from datetime import timedelta

import pytest
from django.urls import reverse

from encircle.common.clock import in_london, system_now
from encircle.common.ids import new_id
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.people.models import CoreMember
from encircle.rooms.risk.models import Concern, ConcernAccount, ConcernStep, OpenConcern, StepReason
from encircle.rooms.risk.vocabulary import Decision, Urgency
from encircle.rooms.sharing.models import Consent, OtherGround, PassageClosure, Release, ReleaseEvent
from tests.cast import acting, plant_cast
from tests.rooms.risk import scene
from tests.rooms.sharing.scene import approve, release
from tests.support.client import look_the_same, signed_in
from tests.support.database import as_owner, clock_shifted

CANARIES = ("Kestrel", "Osprey", "Bittern")
OF_A_CONCERN = (
    "concern",
    "concern_triage",
    "concern_call",
    "concern_disclosure",
    "concern_disclosure_outside",
    "concern_acknowledgement",
    "concern_addition",
    "concern_closing",
    "concern_reopening",
)


@pytest.fixture
def cast(db):
    return plant_cast()


def handled(cast, about="cora", by="sena"):
    """Raised by Vera, climbed, taken on, decided, told: a row in every table."""
    concern = scene.plant_concern(cast, Urgency.IMMINENT, about=about)
    scene.climb_all()
    scene.take(cast, concern, by)
    scene.phone(cast, concern, who=by, note="Bittern notes.")
    scene.triage(cast, concern, who=by, reason="Osprey reasons here.")
    scene.tell(cast, concern, "omar", who=by)
    return concern


# --- the matrix ---

HANDLERS = {  # about whom -> who handles it
    "cora": {"sena", "olga"},
    "cleo": {"sena", "olga"},
    "vic": {"sena", "olga"},
    "sena": {"olga"},
    "olga": {"sena"},
    None: {"sena", "olga"},  # somebody nobody could name
}
EVERYBODY = ("cora", "cleo", "colin", "sena", "olga", "adam", "dana", "tess", "vera", "vic", "xena", "omar", "petra")


@pytest.mark.parametrize("about", HANDLERS)
def test_its_page_and_its_rows_exist_for_its_handlers_alone(cast, about):
    concern = scene.plant_concern(cast, about="vic" if about is None else about) if about else unnamed(cast)
    by = "olga" if about == "sena" else "sena"
    scene.triage(cast, concern, who=by, reason="Osprey reasons here.")
    answers = {}
    for who in EVERYBODY:
        answers[who] = signed_in(cast.users[who]).get(reverse("casework:concern", args=[concern.pk])).status_code
    assert {who for who, status in answers.items() if status == 200} == HANDLERS[about]
    assert set(answers.values()) == {200, 404}
    for who in set(EVERYBODY) - HANDLERS[about] - {"vera"}:
        with acting(cast.users[who]):
            for model in (Concern, ConcernStep, ConcernAccount, StepReason, OpenConcern):
                assert not model.objects.exists(), (who, model)


def unnamed(cast):
    from encircle.common.ids import new_reference

    with as_owner():
        return Concern.objects.create(
            reference=new_reference("N"), circle=cast.circle_1, area=cast.circle_1.area, urgency="serious",
            raised_by=cast.vera, raised_at=cast.now, walled=True,
        )  # fmt: skip


def test_a_safeguarding_lead_who_is_nothing_else_handles_it_without_seeing_the_circle(cast):
    scene.appoint(cast, "tess", Role.SAFEGUARDING_LEAD)
    concern = scene.plant_concern(cast, about="cora")
    ordinary = scene.plant_concern(cast)
    scene.climb_all()
    assert (scene.asked(concern), scene.asked(ordinary)) == (["sena", "tess"], ["cora"])
    tess = signed_in(cast.tess)
    page = tess.get(reverse("casework:concern", args=[concern.pk]))
    assert (page.status_code, b"Kestrel" in page.content, b"Circle 1" in page.content) == (200, True, False)
    scene.take(cast, concern, "tess")
    scene.triage(cast, concern, Decision.WATCH, who="tess")
    assert tess.get(reverse("casework:concern", args=[ordinary.pk])).status_code == 404
    listed = tess.get(reverse("casework:concerns")).content.decode()
    assert (concern.reference in listed, ordinary.reference in listed) == (True, False)


@pytest.fixture
def tess(cast):
    """A safeguarding lead and nothing else."""
    scene.appoint(cast, "tess", Role.SAFEGUARDING_LEAD)
    return signed_in(cast.tess)


def telling_form(cast, *names, **more):
    return {
        "once": str(new_id()),
        "seats": [str(cast.seats[name].pk) for name in names],
        "text": "Bittern words for the agency.",
        "channel": "online",
        "ground": "safeguarding",
        "reason": "Osprey reasons for this ground.",
    } | more


def test_a_safeguarding_lead_tells_agencies_online_of_the_concern_she_handles(cast, tess):
    concern = scene.plant_concern(cast, about="cora")
    scene.triage(cast, concern, who="tess")
    address = reverse("casework:concern_disclosure", args=[concern.pk])
    page = tess.get(address).content.decode()
    assert "Omar Stonecrop" in page
    for hidden in ("Circle 1", "Hazelgrove", "Applegarth", "Hollowell"):
        assert hidden not in page
    posted = telling_form(cast, "omar", "hana")
    assert [tess.post(address, posted).status_code for _ in range(2)] == [302, 302]
    with as_owner():
        sent = list(Release.objects.order_by("professional__name"))
        assert [(one.professional.name, one.circle_reference, one.released_by_id) for one in sent] == [
            ("Hana Willowherb", cast.circle_1.reference, cast.tess.pk),
            ("Omar Stonecrop", cast.circle_1.reference, cast.tess.pk),
        ]
        grounds = OtherGround.objects.values_list("kind", "core_member", "concern", "decided_by")
        assert list(grounds) == [("safeguarding", cast.mark.pk, concern.pk, cast.tess.pk)] * 2
        notices = Notice.objects.filter(item_id__in=[one.pk for one in sent]).order_by("user__persona")
        assert list(notices.values_list("user__persona", flat=True)) == ["hana", "omar"]
        assert not Entry.objects.filter(actor_id=cast.tess.pk).exclude(circle_id=None, area_id=None).exists()
    assert scene.kinds(concern).count("told") == 2
    shown = tess.get(reverse("casework:concern", args=[concern.pk])).content.decode()
    assert "Told Omar Stonecrop, Devon and Cornwall Police online" in shown
    assert "Hana Willowherb" in shown
    assert "Bittern" in signed_in(cast.omar).get(f"/outer-circle/releases/{sent[1].pk}/").content.decode()


def test_the_agencies_she_told_acknowledge_and_their_clock_runs(cast, tess):
    concern = scene.plant_concern(cast, about="cora")
    scene.triage(cast, concern, who="tess")
    tess.post(reverse("casework:concern_disclosure", args=[concern.pk]), telling_form(cast, "omar", "petra"))
    where = scene.stands(cast, concern, "tess")
    assert (where.state, len(where.silent_agencies)) == ("waiting", 2)
    with as_owner():
        sent = {one.professional.name: one.pk for one in Release.objects.select_related("professional")}
    omar = signed_in(cast.omar)
    omar.get(f"/outer-circle/releases/{sent['Omar Stonecrop']}/")
    omar.post(f"/outer-circle/releases/{sent['Omar Stonecrop']}/acknowledgement")
    said = tess.post(
        reverse("casework:concern_acknowledgement", args=[concern.pk]),
        {"release": str(sent["Petra Nightingale"]), "spoke_to": "Her manager"} | a_minute_ago(cast),
    )
    assert said.status_code == 302
    assert scene.stands(cast, concern, "tess").state == "acknowledged"


def a_minute_ago(cast):
    moment = in_london(system_now())
    return {
        "moment_day": moment.day,
        "moment_month": moment.month,
        "moment_year": moment.year,
        "moment_time": f"{moment:%H:%M}",
    }


def test_she_tells_nobody_of_another_concern_nor_of_her_own(cast, tess):
    ordinary, own = scene.plant_concern(cast), scene.plant_concern(cast, about="tess")
    for concern in (ordinary, own):
        address = reverse("casework:concern_disclosure", args=[concern.pk])
        assert tess.get(address).status_code == 404
        assert tess.post(address, telling_form(cast, "omar")).status_code == 404
    with as_owner():
        assert not Release.objects.exists()


def test_she_sees_nothing_else_of_the_circle_and_no_other_release(cast, tess):
    approve(cast)
    release(cast)
    concern = scene.plant_concern(cast, about="cora")
    scene.triage(cast, concern, who="tess")
    scene.tell(cast, concern, "omar", who="tess")
    scene.tell(cast, scene.plant_concern(cast), "omar", who="cora")
    with acting(cast.tess):
        assert [one.concern_id for one in Release.objects.all()] == [concern.pk]
        assert [one.concern_id for one in OtherGround.objects.all()] == [concern.pk]
        for model in (Circle, Seat, CoreMember, Meeting, Consent, PassageClosure):
            assert not model.objects.exists(), model
    circle_id, seat_id = cast.circle_1.pk, cast.seats["omar"].pk
    for name, item in (("circle", circle_id), ("ledger", circle_id), ("seat_ending", seat_id)):
        assert tess.get(reverse(f"casework:{name}", args=[item])).status_code == 404


def test_a_ground_is_needed_and_its_reason(cast, tess):
    concern = scene.plant_concern(cast, about="cora")
    scene.triage(cast, concern, who="tess")
    address = reverse("casework:concern_disclosure", args=[concern.pk])
    for more in ({"ground": ""}, {"reason": "short"}, {"seats": [str(new_id())]}, {"seats": []}):
        assert tess.post(address, telling_form(cast, "omar", **more)).status_code in (404, 422)
    with as_owner():
        assert not Release.objects.exists()


def test_when_the_appointment_ends_so_does_all_of_it(cast, tess):
    concern = scene.plant_concern(cast, about="cora")
    scene.triage(cast, concern, who="tess")
    scene.tell(cast, concern, "omar", who="tess")
    with as_owner():
        Appointment.objects.filter(user=cast.tess, role=Role.SAFEGUARDING_LEAD).update(
            ends_at=cast.now - timedelta(seconds=1)
        )
    with acting(cast.tess):
        for model in (Release, OtherGround, ReleaseEvent, Professional, Agency, Concern):
            assert not model.objects.exists(), model


@pytest.mark.parametrize("name", OF_A_CONCERN)
@pytest.mark.parametrize("who", ["cora", "cleo"])
def test_every_address_of_it_is_absent_for_its_subject_and_the_other_coordinator(cast, name, who):
    concern = handled(cast)
    client = signed_in(cast.users[who])
    address = reverse(f"casework:{name}", args=[concern.pk])
    before = scene.kinds(concern)
    assert client.get(address).status_code == 404
    assert client.post(address, {"once": concern.pk, "reason": "x" * 20}).status_code in (404, 405)
    assert scene.kinds(concern) == before


def test_a_wrong_reference_and_a_hidden_one_look_the_same(cast):
    concern = handled(cast)
    cora = signed_in(cast.cora)
    hidden, absent = (reverse("casework:concern", args=[one.pk]) for one in (concern, cast.circle_1))
    assert cora.get(hidden).status_code == 404
    assert look_the_same(lambda: cora.get(hidden), lambda: cora.get(absent))


# --- every other place it could show ---


@pytest.mark.parametrize("who", ["cora", "cleo"])
def test_no_page_its_subject_can_reach_shows_a_trace_of_it(cast, who):
    concern = handled(cast)
    visible = scene.plant_concern(cast)  # there is something to list
    client = signed_in(cast.users[who])
    pages = [reverse("casework:home"), reverse("casework:concerns"), f"{reverse('casework:concerns')}?state=closed"]
    pages += [reverse(f"casework:{name}", args=[cast.circle_1.pk]) for name in
              ("circle", "circle_concerns", "ledger", "ledger_csv", "looked", "consents")]  # fmt: skip
    pages += [reverse("casework:waiting", args=["concerns"])]
    seen = 0
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = answer.content.decode()
        assert concern.reference not in body, address
        assert str(concern.pk) not in body, address
        assert not [canary for canary in CANARIES if canary in body and canary != "Kestrel"], address
        seen += visible.reference in body
    assert seen >= 3


def test_counts_of_its_subject_leave_it_out_and_those_of_its_handlers_do_not(cast):
    handled(cast)
    scene.plant_concern(cast)
    counts = {}
    for who in ("cora", "cleo", "sena", "olga"):
        body = signed_in(cast.users[who]).get(reverse("casework:concerns")).content.decode()
        counts[who] = "2 open concerns" in body, "1 open concern<" in body
    assert counts == {"cora": (False, True), "cleo": (False, True), "sena": (True, False), "olga": (True, False)}


def test_its_release_and_ground_are_not_to_be_inferred_from_a_ledger(cast):
    handled(cast)
    for who in ("cora", "cleo"):
        with acting(cast.users[who]):
            assert not Release.objects.exists()
            assert not ReleaseEvent.objects.exists()
            assert not OtherGround.objects.exists()
    with acting(cast.sena):
        assert Release.objects.count() == 1


def test_a_search_for_its_reference_or_its_words_finds_nothing(cast):
    concern = handled(cast)
    cora = signed_in(cast.cora)
    for words in (concern.reference, "Kestrel"):
        for kind in ("names", "minutes"):
            answer = cora.post(reverse("casework:search"), {"words": words, "kind": kind}, follow=True)
            body = answer.content.decode()
            assert str(concern.pk) not in body
            assert "Nothing was found" in body


def test_neither_notice_nor_asking_ever_reaches_its_subject_however_long_nobody_answers(cast):
    scene.on_call(cast, "cora")
    concern = scene.plant_concern(cast, Urgency.IMMINENT, about="cora")
    for minutes in (0, 15, 25, 300):
        with clock_shifted(minutes * scene.MINUTE):
            scene.climb_all()
    assert {"cora"}.isdisjoint(scene.asked(concern) + scene.noticed(concern))
    assert set(scene.asked(concern)) == {"sena", "olga"}
    with as_owner():
        assert not Notice.objects.filter(user=cast.cora).exists()


def test_no_line_of_its_trace_is_seen_by_its_subject_or_names_a_circle(cast):
    concern = handled(cast)
    sena = signed_in(cast.sena)
    sena.get(reverse("casework:concern", args=[concern.pk]))
    sena.get(reverse("casework:concerns"))
    sena.get(reverse("casework:circle_concerns", args=[cast.circle_1.pk]))
    with as_owner():
        lines = Entry.objects.filter(item_id=concern.pk)
        assert lines.count() >= 5
        assert set(lines.values_list("circle_id", "area_id")) == {(None, None)}
        of_the_circle = Entry.objects.filter(item_type="risk.concern", circle_id=cast.circle_1.pk)
        assert list(of_the_circle.values_list("verb", "detail")) == [("listed", "0")]
    with acting(cast.cora):
        seen = Entry.objects.exclude(actor_id=cast.cora.pk)
        assert not seen.filter(item_id=concern.pk).exists()
        assert set(seen.filter(item_type="risk.concern").values_list("detail", flat=True)) <= {"0"}


def test_what_a_subject_tries_on_it_in_plain_sql_changes_nothing(cast):
    concern = handled(cast)
    before = scene.kinds(concern)
    with acting(cast.cora) as cora:
        step = ConcernStep(
            concern_id=concern.pk, circle=cast.circle_1, area=cast.circle_1.area, walled=True, about_user=cast.cora,
            kind="closed", at=cora.now, recorded_at=cora.now, by_id=cora.user_id,
        )  # fmt: skip
        with pytest.raises(Exception, match="row-level security"):
            ConcernStep.objects.bulk_create([step])
    assert scene.kinds(concern) == before


# --- on call, in an emergency, and who raised it ---


def test_whoever_is_on_call_handles_an_imminent_concern_of_another_area_until_it_is_closed(cast):
    scene.on_call(cast, "colin")
    imminent, serious = scene.plant_concern(cast, Urgency.IMMINENT), scene.plant_concern(cast)
    walled = scene.plant_concern(cast, Urgency.IMMINENT, about="vic")
    colin = signed_in(cast.colin)
    page = colin.get(reverse("casework:concern", args=[imminent.pk]))
    assert (page.status_code, b"Kestrel" in page.content, b"because you are on call" in page.content) == (
        200,
        True,
        True,
    )
    assert b"Circle 1" not in page.content
    for other in (serious, walled):
        assert colin.get(reverse("casework:concern", args=[other.pk])).status_code == 404
    scene.take(cast, imminent, "colin")
    scene.triage(cast, imminent, who="colin")
    assert colin.get(reverse("casework:concern_disclosure", args=[imminent.pk])).status_code == 403
    scene.tell_outside(cast, imminent, who="colin")
    answer = colin.post(
        reverse("casework:concern_closing", args=[imminent.pk]), {"once": imminent.pk, "reason": scene.WHY}, follow=True
    )
    assert (answer.status_code, b"The concern is closed" in answer.content) == (200, True)
    assert colin.get(reverse("casework:concern", args=[imminent.pk])).status_code == 404


def test_before_and_after_the_turn_and_for_another_area_it_does_not_exist(cast):
    scene.on_call(cast, "colin", hours=(1, 5))
    scene.on_call(cast, "colin", hours=(-9, -1))
    scene.on_call(cast, "colin", area="b")
    concern = scene.plant_concern(cast, Urgency.IMMINENT)
    assert signed_in(cast.colin).get(reverse("casework:concern", args=[concern.pk])).status_code == 404


def test_in_an_emergency_it_can_be_read_for_an_hour_and_nothing_done(cast):
    from encircle.rooms.circles.actions.breaking_glass import break_glass

    concern, walled = scene.plant_concern(cast), scene.plant_concern(cast, about="vic")
    with acting(cast.colin) as colin:
        break_glass(cast.circle_1.reference, "A neighbour rang: he is on his way.", by=colin, at=colin.now)
    client = signed_in(cast.colin)
    page = client.get(reverse("casework:concern", args=[concern.pk]))
    assert (page.status_code, b"Kestrel" in page.content, b"Take it on" in page.content) == (200, True, False)
    assert client.post(reverse("casework:concern_taking", args=[concern.pk]), {"after": ""}).status_code == 403
    assert client.get(reverse("casework:concern", args=[walled.pk])).status_code == 404
    assert scene.kinds(concern) == []
