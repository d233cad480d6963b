"""A concern about someone who works here: it goes to the safeguarding lead and above, and does not exist for its
subject, in list, page, count, ledger, search, escalation, notice and trace. Something is planted in every place."""

import pytest
from django.urls import reverse

from encircle.foundations.access.vocabulary import Role
from encircle.foundations.audit.models import Entry
from encircle.foundations.post.models import Notice
from encircle.rooms.risk.models import Concern, ConcernAccount, ConcernStep, OpenConcern, StepReason
from encircle.rooms.risk.vocabulary import Decision, Urgency
from encircle.rooms.sharing.models import OtherGround, Release, ReleaseEvent
from tests.cast import acting, plant_cast
from tests.rooms.risk import scene
from tests.support.client import signed_in
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
    hidden = cora.get(reverse("casework:concern", args=[concern.pk]))
    absent = cora.get(reverse("casework:concern", args=[cast.circle_1.pk]))
    assert hidden.status_code == absent.status_code == 404
    assert len(hidden.content) == len(absent.content)


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
