"""One concern by its pages: from the first reading to the acknowledgement, with presses twice and slips of the pen."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from encircle.common.clock import system_now
from encircle.common.ids import new_id
from encircle.foundations.audit.models import Entry
from encircle.rooms.risk.models import Concern, ConcernAccount, ConcernStep
from encircle.rooms.risk.vocabulary import Decision, Urgency
from encircle.rooms.sharing.models import OtherGround, Release
from tests.cast import plant_cast
from tests.rooms.risk import scene
from tests.support.client import signed_in
from tests.support.database import as_owner

WHY = "He said where he was going."


@pytest.fixture
def cast(db):
    return plant_cast()


def soup_of(answer):
    return BeautifulSoup(answer.content, "html.parser")


def text_of(answer):
    return re.sub(r"\s+", " ", soup_of(answer).get_text(" "))


def url(name, concern):
    return reverse(f"casework:{name}", args=[concern.pk])


def main_action(client, concern):
    page = soup_of(client.get(url("concern", concern)))
    found = page.select("main .govuk-button:not(.govuk-button--secondary)")
    return [button.get_text(strip=True) for button in found]


def clock(moment):
    """The boxes of a date and a time."""

    def boxes(name):
        local = moment.astimezone(scene.LONDON)
        day = {f"{name}_day": local.day, f"{name}_month": local.month, f"{name}_year": local.year}
        return day | {f"{name}_time": f"{local:%H:%M}"}

    return boxes


def sent(client, name, concern, **fields):
    """Post the form once more with the same id: nothing must happen twice."""
    fields.setdefault("once", new_id())
    answers = [client.post(url(name, concern), fields) for _ in range(2)]
    return answers


def steps(concern):
    return scene.kinds(concern)


# --- the whole way ---


def test_from_the_first_reading_to_the_end_with_every_press_twice(cast):
    concern = scene.plant_concern(cast)
    cora = signed_in(cast.cora)
    assert main_action(cora, concern) == ["Take it on"]
    for _ in range(2):
        assert cora.post(url("concern_taking", concern), {"after": ""}).status_code == 302
    assert main_action(cora, concern) == ["Decide what to do"]
    decided = {"decision": "tell_agencies", "urgency": "serious", "reason": WHY, "after": ""}
    assert {answer.url for answer in sent(cora, "concern_triage", concern, **decided)} == {
        url("concern_disclosure", concern)
    }
    assert main_action(cora, concern) == ["Tell agencies"]
    told = {
        "seats": [cast.seats["petra"].pk, cast.seats["omar"].pk],
        "text": "He was near the pond.",
        "channel": "online",
        "basis": "ground",
        "ground": "serious_harm",
        "reason": "A child may be at risk this evening.",
    }
    assert {answer.status_code for answer in sent(cora, "concern_disclosure", concern, **told)} == {302}
    assert main_action(cora, concern) == ["Record an acknowledgement"]
    with as_owner():
        releases = list(Release.objects.values_list("pk", flat=True))
        assert (len(releases), OtherGround.objects.count()) == (2, 2)
    for release in releases:
        answered = {"release": release, "spoke_to": "Duty officer"} | clock(system_now())("moment")
        answers = sent(cora, "concern_acknowledgement", concern, **answered)
        assert {answer.status_code for answer in answers} == {302}
    assert main_action(cora, concern) == ["Close this concern"]
    sent(cora, "concern_closing", concern, reason="All is well again.")
    assert main_action(cora, concern) == []
    sent(cora, "concern_reopening", concern, reason="It has happened again.")
    assert main_action(cora, concern) == ["Take it on"]
    assert sorted(steps(concern)) == sorted(
        ["read", "taken", "triaged", "told", "told", "acknowledged", "acknowledged", "closed", "reopened"]
    )


def test_in_danger_the_telephone_comes_before_the_decision(cast):
    concern = scene.plant_concern(cast, Urgency.IMMINENT)
    cora = signed_in(cast.cora)
    page = text_of(cora.get(url("concern", concern)))
    assert "ring 999 first" in page
    scene.take(cast, concern)
    assert main_action(cora, concern) == ["Record a telephone call"]
    rang = {"whom": cast.professionals["omar"].pk, "outcome": "nobody", "note": "Rang out."}
    sent(cora, "concern_call", concern, **rang, **clock(cast.now)("called_at"))
    assert sorted(steps(concern)) == ["phoned", "read", "taken", "unable_to_reach"]
    assert main_action(cora, concern) == ["Decide what to do"]


def test_the_page_says_who_must_act_next_and_by_when(cast):
    concern = scene.plant_concern(cast, Urgency.OTHER, ago=timedelta(days=20))
    page = text_of(signed_in(cast.cora).get(url("concern", concern)))
    assert "Next: Cora Fernleigh to decide, overdue by" in page


def test_the_chronology_tells_every_step_in_words(cast):
    concern = scene.plant_concern(cast, ago=timedelta(days=9))
    scene.climb_all()
    scene.take(cast, concern)
    scene.phone(cast, concern, name="Duty desk", note="Engaged.")
    scene.triage(cast, concern, urgency=Urgency.IMMINENT)
    scene.tell(cast, concern, "omar")
    scene.tell_outside(cast, concern, spoke_to="Officer of the council")
    page = soup_of(signed_in(cast.cora).get(url("concern", concern)))
    titles = [" ".join(title.get_text(" ", strip=True).split()) for title in page.select(".moj-timeline__title")]
    assert titles == [
        "Read for the first time",
        "Acknowledged by Officer of the council on the telephone",
        "Told Officer of the council by telephone",
        "Told Omar Stonecrop, Devon and Cornwall Police online",
        "Decided: Tell one or more agencies",
        "Rang Duty desk: no answer",
        "Taken on",
        "Asked to act: Cora Fernleigh, Olga Quillfeather and Sena Brackenbury",
        "Passed up to the operations manager",
        "Passed up to the senior coordinator",
    ]
    words = text_of(signed_in(cast.cora).get(url("concern", concern)))
    for said in ("Engaged.", WHY, "Ground: Prevention of serious harm.", "They were told: He was near the pond."):
        assert said in words


def test_nothing_on_the_pages_title_or_address_names_a_person(cast):
    concern = scene.plant_concern(cast, about="cora")
    page = soup_of(signed_in(cast.sena).get(url("concern", concern)))
    assert page.title.get_text() == f"Concern {concern.reference} – Demonstration Circles"


# --- slips of the pen: said beside the field, nothing lost, nothing written ---

SLIPS = {
    "no decision": ("concern_triage", {"urgency": "serious", "reason": WHY, "after": ""}, "Select what will be done"),
    "a short reason": (
        "concern_triage",
        {"decision": "watch", "urgency": "serious", "reason": "Short", "after": ""},
        "Say why in at least 10 characters",
    ),
    "nobody rung": ("concern_call", {"outcome": "answered", "note": "Words kept"}, "Select whom you rang"),
    "no name rung": (
        "concern_call",
        {"whom": "else", "outcome": "answered", "called_at_day": "1", "called_at_month": "1",
         "called_at_year": "2026", "called_at_time": "9am"},
        "Enter whom you rang",
    ),
    "no ground": (
        "concern_disclosure",
        {"seats": "omar", "text": "Words kept", "channel": "online", "basis": "ground"},
        "Select the ground",
    ),
    "no consent": (
        "concern_disclosure",
        {"seats": "hana", "text": "Words kept", "channel": "online", "basis": "consent", "topic": "housing"},
        "Hana Willowherb: There is no consent",
    ),
    "no topic": (
        "concern_disclosure",
        {"seats": "omar", "text": "Words kept", "channel": "online", "basis": "consent"},
        "Select what it is about",
    ),
    "two by one call": (
        "concern_disclosure",
        {"seats": "omar petra", "text": "Words kept", "channel": "phone", "basis": "ground", "ground": "safeguarding",
         "reason": WHY, "spoke_to": "Duty", "told_at_day": "1", "told_at_month": "1", "told_at_year": "2026",
         "told_at_time": "9am"},
        "Record each call on its own",
    ),
    "nobody spoken to": (
        "concern_disclosure_outside",
        {"told": "Words kept", "ground": "safeguarding", "reason": WHY},
        "Enter the name of the person you spoke to",
    ),
    "nothing added": ("concern_addition", {"text": " "}, "Enter what you want to add"),
    "too long": ("concern_addition", {"text": "x" * 20_001}, "must be 20000 characters or fewer"),
    "a tampered id": ("concern_addition", {"text": "Words kept", "once": "no id"}, "is not in a form we can read"),
    "no reason to close": ("concern_closing", {"reason": ""}, "Enter why it can be closed"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(cast, slip):
    name, fields, sentence = SLIPS[slip]
    concern = scene.plant_concern(cast)
    fields = {"once": new_id()} | fields
    if "seats" in fields:
        fields["seats"] = [cast.seats[who].pk for who in fields["seats"].split()]
    answer = signed_in(cast.cora).post(url(name, concern), fields)
    page = soup_of(answer)
    assert answer.status_code == 422
    assert sentence in " ".join(page.select_one(".govuk-error-summary").get_text(" ").split())
    typed = [area.get_text().strip() for area in page.select("textarea")]
    for kept in (words for words in fields.values() if words in (WHY, "Words kept", "Short")):
        assert kept in typed
    assert (steps(concern), Release.objects.count()) == ([], 0)


def test_a_decision_that_came_in_between_is_said_and_the_reason_kept(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern, Decision.TELL_AGENCIES, who="sena")
    late = {"once": new_id(), "decision": "no_action", "urgency": "serious", "reason": WHY, "after": ""}
    answer = signed_in(cast.cora).post(url("concern_triage", concern), late)
    assert answer.status_code == 422
    assert "Somebody decided while you were writing" in text_of(answer)
    assert soup_of(answer).select_one("textarea").get_text().strip() == WHY


def test_a_concern_closed_in_between_is_said_and_the_words_kept(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern, Decision.NO_ACTION)
    scene.close(cast, concern)
    fields = {"once": new_id(), "whom": "else", "name": "Duty desk", "outcome": "answered", "note": "Words kept"}
    answer = signed_in(cast.cora).post(url("concern_call", concern), fields | clock(cast.now)("called_at"))
    assert answer.status_code == 422
    assert "This concern is closed" in text_of(answer)
    assert soup_of(answer).select_one("textarea").get_text().strip() == "Words kept"


def test_the_second_of_two_who_take_it_on_is_told_of_the_first(cast):
    concern = scene.plant_concern(cast)
    cleo = signed_in(cast.cleo)
    scene.take(cast, concern, "cora")
    answer = cleo.post(url("concern_taking", concern), {"after": ""}, follow=True)
    assert "Cora Fernleigh took this concern on while you were reading" in text_of(answer)
    cleo.post(url("concern_taking", concern), {"after": cast.cora.pk})
    assert scene.stands(cast, concern).taken_by == cast.cleo.pk


def test_while_an_agency_is_silent_there_is_no_page_to_close_it_and_the_answer_can_be_recorded(cast):
    concern = scene.plant_concern(cast)
    scene.triage(cast, concern)
    scene.tell(cast, concern, "omar")
    cora = signed_in(cast.cora)
    answer = cora.get(url("concern_closing", concern))
    assert (answer.status_code, "Devon and Cornwall Police has not acknowledged." in text_of(answer)) == (403, True)
    page = text_of(cora.get(url("concern", concern)))
    assert ("Close this concern" in page, "Record an acknowledgement" in page) == (False, True)


def test_an_undecided_concern_has_no_page_to_close_it(cast):
    concern = scene.plant_concern(cast)
    answer = signed_in(cast.cora).get(url("concern_closing", concern))
    assert (answer.status_code, "Decide what to do about this concern" in text_of(answer)) == (403, True)


# --- raising one from this side ---


def raising(cast, client=None, query="", **fields):
    about = {"once": new_id(), "told_by": "Vera", "text": "Heron words.", "urgency": "serious"}
    about |= {"about_someone_here": "no"} | clock(cast.now - timedelta(hours=1))("happened_at")
    address = reverse("casework:concern_new") + (query or f"?circle={cast.circle_1.pk}")
    return (client or signed_in(cast.cora)).post(address, about | fields)


def test_a_concern_somebody_rang_about_is_written_down_once(cast):
    cora, once = signed_in(cast.cora), new_id()
    first, second = (raising(cast, cora, once=once) for _ in range(2))
    assert first.url == second.url == reverse("casework:concern", args=[once])
    with as_owner():
        concern = Concern.objects.get()
        assert (concern.circle_id, concern.raised_by_id) == (cast.circle_1.pk, cast.cora.pk)
        assert ConcernAccount.objects.get().text == "Told to us by Vera.\n\nHeron words."


def test_first_it_asks_which_circle_and_puts_ids_alone_into_the_address(cast):
    cora = signed_in(cast.cora)
    page = soup_of(cora.get(reverse("casework:concern_new")))
    offered = {option["value"] for option in page.select("select[name=about] option")}
    assert offered == {"", str(cast.circle_1.pk), "area:devon-cornwall"}
    answer = cora.post(reverse("casework:concern_new"), {"about": cast.circle_1.pk})
    assert answer.url == f"{reverse('casework:concern_new')}?circle={cast.circle_1.pk}"


def test_one_about_no_circle_belongs_to_its_area(cast):
    raising(cast, query="?area=devon-cornwall", once=(once := new_id()))
    with as_owner():
        assert Concern.objects.values_list("circle", "area").get() == (None, cast.areas["a"].pk)
    cora = signed_in(cast.cora)
    concern = Concern(pk=once)
    assert "Not about a Circle" in text_of(cora.get(url("concern", concern)))
    assert cora.get(url("concern_disclosure", concern)).status_code == 403
    assert cora.get(url("concern_disclosure_outside", concern)).status_code == 200


@pytest.mark.parametrize("query", ["?area=dorset", "?circle=other", "?circle=no-id", "?area=nowhere"])
def test_nobody_raises_one_where_they_do_not_work(cast, query):
    query = query.replace("other", str(cast.circle_2.pk))
    assert raising(cast, query=query).status_code == 404
    with as_owner():
        assert not Concern.objects.exists()


def test_about_a_colleague_it_goes_behind_the_wall_and_its_raiser_sees_only_their_own_words(cast):
    once = new_id()
    cleo = signed_in(cast.cleo)
    answer = raising(cast, cleo, once=once, about_someone_here="yes", about=cast.cora.pk)
    page = text_of(cleo.get(answer.url))
    assert ("Others handle this concern" in page, "Heron words." in page) == (True, True)
    scene.triage(cast, Concern(pk=once), Decision.WATCH, who="sena", reason="Osprey reasons here.")
    assert "Osprey" not in text_of(cleo.get(answer.url))
    assert signed_in(cast.cora).get(answer.url).status_code == 404
    assert cleo.get(reverse("casework:concern_triage", args=[once])).status_code == 403


def test_who_it_is_about_must_be_said(cast):
    answer = raising(cast, about_someone_here="yes")
    assert (answer.status_code, "Select who it is about" in text_of(answer)) == (422, True)


# --- the trace ---


def test_each_reading_leaves_a_receipt_and_each_list_a_count(cast):
    concern = scene.plant_concern(cast)
    cora = signed_in(cast.cora)
    cora.get(url("concern", concern))
    cora.get(reverse("casework:concerns"))
    with as_owner():
        lines = Entry.objects.filter(item_type="risk.concern", actor_id=cast.cora.pk).order_by("id")
        assert list(lines.values_list("verb", "item_id", "circle_id", "detail")) == [
            ("opened", concern.pk, cast.circle_1.pk, ""),
            ("listed", None, None, "1"),
        ]
        assert ConcernStep.objects.get().kind == "read"
