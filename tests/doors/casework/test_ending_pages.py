"""The end of a Circle on the pages: the planned end, questionnaires, names struck out, the report and follow-ups."""

import io
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from encircle.common.ids import new_id, new_reference
from encircle.foundations.audit.models import Entry
from encircle.rooms.briefings.models import StartException
from encircle.rooms.circles.actions.goals import NewGoal, end_goal, set_goal
from encircle.rooms.circles.models import Circle, Ending, Phase
from encircle.rooms.circles.vocabulary import LifeArea, ProgressKind
from encircle.rooms.endings.actions.answering import answer_signed_in
from encircle.rooms.endings.models import PlannedEnd, ReportVersion, Return, ScreenedWords
from encircle.rooms.endings.queries import planned_ends
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.outcomes.models import Check, Circumstances, Event
from encircle.rooms.reviews.vocabulary import ReviewKind
from tests.cast import acting, plant_cast
from tests.rooms.endings.after import asked, ended, given, link
from tests.rooms.reviews.scene import hold, plan
from tests.support.client import signed_in
from tests.support.database import as_owner, clock_shifted
from tests.support.reckoning import reckon_up

FOLLOW_UPS = 16  # reads of a page of follow-ups


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def words(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def boxes(name, value):
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


# --- the planned end, and ending early ---


def test_the_ending_review_is_planned_from_the_planned_end_and_stands_beside_it(db):
    cast = plant_cast()
    client, page = signed_in(cast.cora), address("after", cast.circle_1.pk)
    plan_it = f"{address('review_new', cast.circle_1.pk)}?kind=ending"
    shown = client.get(page)
    assert "Ending review Not planned yet" in words(shown)
    assert plan_it in shown.content.decode()
    form = BeautifulSoup(client.get(plan_it).content, "html.parser")
    with acting(cast.cora) as cora:
        end = planned_ends([cast.circle_1.pk], cora.now)[cast.circle_1.pk]
    assert form.select_one('input[name="kind"][checked]')["value"] == "ending"
    assert [form.select_one(f'input[name="day_{part}"]')["value"] for part in ("day", "month", "year")] == [
        str(end.day), str(end.month), str(end.year),
    ]  # fmt: skip
    review = plan(cast, kind=ReviewKind.ENDING)
    shown = client.get(page)
    assert "Ending review Planned for" in words(shown)
    assert address("review", review.pk) in shown.content.decode()
    hold(cast, plan(cast, days=-1, kind=ReviewKind.ENDING))
    ended(cast)
    assert "Ending review" in words(client.get(page))


def test_a_circle_that_ended_still_says_whose_it_was(db):
    cast = plant_cast()
    ended(cast)
    bar = BeautifulSoup(signed_in(cast.cora).get(address("after", cast.circle_1.pk)).content, "html.parser")
    facts = " ".join(bar.select_one(".encircle-identity").get_text(" ").split())
    assert "Core member Mark" in facts
    assert "Coordinator Cora Fernleigh" in facts
    assert "nobody yet" not in facts


def test_the_planned_end_is_moved_once_and_says_why(db):
    cast = plant_cast()
    client, page = signed_in(cast.cora), address("planned_end", cast.circle_1.pk)
    day = cast.now.date() + timedelta(days=200)
    sent = {"once": str(new_id()), "because": "more_time", **boxes("ends_on", day)}
    assert [client.post(page, sent).status_code for _ in range(2)] == [302, 302]
    shown = words(client.get(address("after", cast.circle_1.pk)))
    assert f"Planned end {day:%A} {day.day} {day:%B %Y}" in shown
    assert "The core member needs more time (Cora Fernleigh)" in shown
    with as_owner():
        assert PlannedEnd.objects.count() == 1
    early = client.post(page, {"once": str(new_id()), "because": "ready", **boxes("ends_on", cast.now.date() - timedelta(days=2))})  # fmt: skip # noqa: E501
    assert early.status_code == 422
    assert "today or later" in words(early)


def test_a_circle_ends_early_with_whose_decision_and_words_for_the_staff(db):
    cast = plant_cast()
    client, page = signed_in(cast.cora), address("circle_ending", cast.circle_1.pk)
    assert "Select" in words(client.post(page, {"reason": "recalled", "sure": "on"}))
    sent = {"reason": "recalled", "decision_of": "agency", "words": "Recalled on Tuesday.", "sure": "on"}
    assert client.post(page, sent)["Location"] == address("after", cast.circle_1.pk)
    shown = words(client.get(address("after", cast.circle_1.pk)))
    assert "Recalled to prison" in shown
    assert "An agency’s" in shown
    assert "Tuesday" not in shown
    assert "Recalled on Tuesday." in words(client.get(address("ending_words", cast.circle_1.pk)))
    with as_owner():
        assert Ending.objects.get().decision_of == "agency"
        opened = Entry.objects.filter(verb="opened", item_type="circles.ending", actor_id=cast.cora.pk)
        assert opened.count() == 1


# --- questionnaires ---


def test_everybody_is_asked_and_a_letter_holds_the_address_and_the_questions(db):
    cast = plant_cast()
    found = asked(cast)
    client = signed_in(cast.cora)
    shown = words(client.get(address("questionnaires", cast.circle_1.pk)))
    assert "Petra Nightingale" in shown
    assert "does not sign in, no letter yet" in shown
    made = client.post(address("questionnaire_letter", found["mark"].pk))
    assert made["Content-Type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages)
    flat = text.replace("\n", "")
    assert "You were asked as the person the Circle was for." in flat
    token = flat.split("/questionnaire/")[1].split("Today")[0].strip()  # as it would be copied
    assert re.fullmatch(r"[\w-]{43}", token)
    assert Client().get(f"/questionnaire/{token}").status_code == 200
    assert cast.mark.family_name not in flat
    assert cast.circle_1.reference not in flat


def test_whoever_does_not_sign_in_stands_first_when_it_is_time_for_a_letter_and_for_another(db):
    cast = plant_cast()
    row, page = asked(cast)["mark"], address("questionnaires", cast.circle_1.pk)
    with as_owner():
        first = min(PracticeStandard.objects.latest("in_force_from").questionnaire_chase_days)

    def lines():
        shown = BeautifulSoup(signed_in(cast.cora).get(page).content, "html.parser")
        return [" ".join(one.get_text(" ").split()) for one in shown.select("main li") if "asked" in one.get_text()]

    assert "Give them a letter" in lines()[0]
    assert signed_in(cast.cora).post(address("questionnaire_letter", row.pk)).status_code == 200
    assert not any("Give them a letter" in line for line in lines())
    with clock_shifted(timedelta(days=first)):
        assert "Give them a letter" in lines()[0]
        assert "last letter" in lines()[0]
        assert signed_in(cast.cora).post(address("questionnaire_letter", row.pk)).status_code == 200
        assert not any("Give them a letter" in line for line in lines())


def test_behind_a_link_stands_nothing_about_anybody_and_the_button_sends_once(db):
    cast = plant_cast()
    row = asked(cast)["mark"]
    path, client = f"/questionnaire/{link(cast, row)}", Client()
    first = client.get(path)
    assert first.status_code == 200
    body = first.content.decode()
    for hidden in (cast.circle_1.reference, cast.circle_1.name, cast.mark.given_name, cast.mark.family_name, "Cora"):
        assert hidden not in body, hidden
    assert "You were asked as the person the Circle was for" in words(first)
    assert client.post(path, {}).status_code == 422
    data = {f"question_{n}": "agree" for n in range(1, 6)} | {"question_6": "Vera was kind."}
    assert "Your answers are sent" in words(client.post(path, data))
    for again in (client.post(path, data), client.get(path)):
        assert "These answers are sent already" in words(again)
    with as_owner():
        assert list(Return.objects.values_list("pk", "channel")) == [(row.pk, "link")]


def test_addresses_that_lead_nowhere_are_soon_no_longer_tried(db):
    plant_cast()
    answers = [Client().get(f"/questionnaire/{new_id()}").status_code for _ in range(31)]
    assert answers == [404] * 30 + [429]


def test_a_volunteer_and_a_professional_answer_inside_their_own_door(db):
    cast = plant_cast()
    found = asked(cast)
    for user, key, door in ((cast.vera, "vera", "volunteering"), (cast.petra, "petra", "outer_circle")):
        client, page = signed_in(user), reverse(f"{door}:questionnaire", args=[found[key].pk])
        assert page in client.get(reverse(f"{door}:home")).content.decode()
        for other in ("mark", "omar", "vic"):
            assert client.get(reverse(f"{door}:questionnaire", args=[found[other].pk])).status_code == 404
        assert client.post(page, {}).status_code == 422
        assert client.post(page, {"question_1": "agree"}).status_code == 302
        assert "Your answers are sent" in words(client.get(page))
        assert page not in client.get(reverse(f"{door}:home")).content.decode()
        assert client.post(page, {"question_1": "disagree"}).status_code == 200
    with as_owner():
        assert Return.objects.count() == 2


def test_paper_is_keyed_once(db):
    cast = plant_cast()
    row = asked(cast)["mark"]
    client, page = signed_in(cast.cora), address("questionnaire_keying", row.pk)
    sent = {"question_1": "agree", **boxes("answered_on", cast.now.date())}
    assert [client.post(page, sent).status_code for _ in range(2)] == [302, 302]
    assert "on paper" in words(client.get(address("questionnaire", row.pk)))
    with as_owner():
        assert Return.objects.count() == 1


def test_names_are_struck_out_by_a_named_person_before_others_read(db):
    cast = plant_cast()
    row = asked(cast)["petra"]
    with acting(cast.petra) as petra:
        answer_signed_in(
            row.pk, given(row, words="Vera Applegarth rang 01632 960111 each week."), by=petra, at=petra.now
        )
    cora, cleo, page = signed_in(cast.cora), signed_in(cast.cleo), address("questionnaire", row.pk)
    assert "A named person strikes out names" in words(cora.get(page))
    assert cora.get(address("screening", row.pk)).status_code == 403
    assert cora.post(address("screener", row.pk)).status_code == 302
    form = cora.get(address("screening", row.pk))
    assert "Vera Applegarth rang" in words(form)
    assert cleo.get(address("screening", row.pk)).status_code == 403
    ticked = [
        box["value"] for box in BeautifulSoup(form.content, "html.parser").select("input[name^=strike_][checked]")
    ]
    name = BeautifulSoup(form.content, "html.parser").select_one("input[name^=strike_]")["name"]
    sent = {name: ticked, name.replace("strike", "words"): "each week"}
    assert cora.post(address("screening", row.pk), {name.replace("strike", "words"): "never"}).status_code == 422
    assert cora.post(address("screening", row.pk), sent).status_code == 302
    for client in (cora, cleo):
        shown = words(client.get(page))
        assert "rang" in shown
        assert not any(hidden in shown for hidden in ("Applegarth", "01632", "each week"))
    with as_owner():
        assert ScreenedWords.objects.count() == 1


def test_a_coordinator_elsewhere_finds_none_of_it(db):
    cast = plant_cast()
    row = asked(cast)["mark"]
    client = signed_in(cast.colin)
    for name, key in (("after", cast.circle_1.pk), ("questionnaires", cast.circle_1.pk), ("questionnaire", row.pk)):
        assert client.get(address(name, key)).status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_asks_the_same_number_of_statements_however_many_answered(db, how_many):
    cast = plant_cast()
    found = asked(cast)
    for key in ("petra", "omar", "hana")[:how_many]:
        with acting(getattr(cast, key)) as who:
            answer_signed_in(found[key].pk, given(found[key]), by=who, at=who.now)
    client = signed_in(cast.cora)
    counts = {}
    for name in ("questionnaires", "after"):
        with CaptureQueriesContext(connection) as captured:
            client.get(address(name, cast.circle_1.pk))
        counts[name] = len(captured)
    assert counts == {"questionnaires": 37, "after": 38}


# --- the report ---


def with_goal(cast):
    goal = NewGoal(id=new_id(), life_area=LifeArea.PLAY, text="I want to see the sea.")
    with acting(cast.cora) as cora:
        set_goal(cast.circle_1.pk, goal, by=cora, at=cora.now)
    with acting(cast.cora) as cora:
        end_goal(goal.id, ProgressKind.PARTLY_MET, "Went once.", id=new_id(), by=cora, at=cora.now)
    return goal


def report(client, cast, **more):
    sent = {"once": str(new_id()), "summary": "It went well.", "outcome_1": "partly_met", "why_1": "Went once."}
    sent |= {f"topic_{part}": "week" for part in ("summary", "reviews", "concerns", "own_words", "what_next")}
    return client.post(address("report_new", cast.circle_1.pk), sent | more)


def test_the_report_is_drafted_corrected_approved_and_taken_out(db):
    cast = plant_cast()
    with_goal(cast)
    client = signed_in(cast.cora)
    assert client.get(address("report_new", cast.circle_1.pk)).status_code == 404  # it goes on
    ended(cast)
    drafted = client.get(address("report_new", cast.circle_1.pk))
    assert "I want to see the sea." in words(drafted)
    checked = BeautifulSoup(drafted.content, "html.parser").select_one("input[name=outcome_1][checked]")
    assert checked["value"] == "partly_met"
    assert "Went once." in words(drafted)
    unsaid = report(client, cast, own_words="The best year.")
    assert unsaid.status_code == 422
    assert "Enter the day the core member agreed" in words(unsaid)
    done = report(client, cast, own_words="The best year.", **boxes("words_agreed_on", cast.now.date()))
    assert done.status_code == 302
    again = report(client, cast, summary="It went very well.")
    with as_owner():
        first, second = ReportVersion.objects.order_by("number")
    assert client.post(address("report_approval", first.pk)).status_code == 400
    assert [client.post(address("report_approval", second.pk)).status_code for _ in range(2)] == [302, 302]
    shown = words(client.get(again["Location"]))
    assert "Approved" in shown
    assert "It went very well." in shown
    text = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(client.get(address("report_pdf", second.pk)).content)).pages)  # fmt: skip # noqa: E501
    file = client.get(address("report_word", second.pk))
    word = "\n".join(line.text for line in Document(io.BytesIO(file.content)).paragraphs)
    for said in ("It went very well.", "I want to see the sea.", "Partly met", cast.circle_1.reference):
        assert said in text.replace("\n", " "), said
        assert said in word, said
    assert "report-" in file["Content-Disposition"]


def test_a_double_press_writes_one_version(db):
    cast = plant_cast()
    with_goal(cast)
    ended(cast)
    client, once = signed_in(cast.cora), str(new_id())
    assert [report(client, cast, once=once).status_code for _ in range(2)] == [302, 302]
    with as_owner():
        assert ReportVersion.objects.count() == 1


# --- follow-ups ---


def check(cast, **more):
    day = cast.now.date()
    return {
        "once": str(new_id()), "point": "between", "source": "police", "evidence": "confirmed", "found": "nothing",
        "notification": "kept", **boxes("searched_from", day - timedelta(days=180)), **boxes("searched_to", day),
        **boxes("checked_on", day), **more,
    }  # fmt: skip


def test_checked_and_nothing_found_keeps_the_window(db):
    cast = plant_cast()
    client, page = signed_in(cast.cora), address("check_new", cast.circle_1.pk)
    sent = check(cast)
    assert [client.post(page, sent).status_code for _ in range(2)] == [302, 302]
    shown = words(client.get(address("follow_up", cast.circle_1.pk)))
    assert "Checked, nothing found" in shown
    assert "Police. Confirmed by an agency’s record" in shown
    with as_owner():
        assert (Check.objects.count(), Event.objects.count()) == (1, 0)


def test_what_was_found_must_say_what_and_be_within_the_window(db):
    cast = plant_cast()
    client, page = signed_in(cast.cora), address("check_new", cast.circle_1.pk)
    assert "Select what was found" in words(client.post(page, check(cast, found="something")))
    early = check(cast, found="something", kind_1="arrest", nature_1="not_known")
    early |= boxes("happened_on_1", cast.now.date() - timedelta(days=400))
    assert "within the days that were searched" in words(client.post(page, early))
    assert client.post(page, check(cast, found="something", kind_1="recall", nature_1="no_offence")).status_code == 302
    assert "Recall to prison: no offence, day not known" in words(client.get(address("follow_up", cast.circle_1.pk)))


def test_a_correction_is_a_newer_record_that_says_why(db):
    cast = plant_cast()
    client = signed_in(cast.cora)
    first = check(cast, words="Asked DC Stonecrop.")
    client.post(address("check_new", cast.circle_1.pk), first)
    page = address("check", first["once"])
    assert "Asked DC Stonecrop." in words(client.get(page))
    assert "Stonecrop" not in words(client.get(address("follow_up", cast.circle_1.pk)))
    correcting = address("check_correction", first["once"])
    sent = check(cast, found="something", kind_1="breach", nature_1="other", because="known_better")
    assert client.post(correcting, sent).status_code == 302
    assert "This was corrected by a newer record" in words(client.get(page))
    again = client.post(correcting, check(cast, because="typed_wrong"))
    assert again.status_code == 422
    assert "corrected already" in words(again)
    with as_owner():
        assert sorted(Check.objects.values_list("because", flat=True)) == ["", "known_better"]


def test_circumstances_at_the_start_and_at_the_end(db):
    cast = plant_cast()
    client, page = signed_in(cast.cora), address("circumstances_new", cast.circle_1.pk)
    for point, housing in (("start-0", "approved"), ("end-0", "own")):
        sent = {
            "once": str(new_id()), "point": point, "housing": housing, "work": "not_known", "benefits": "yes",
            "relationship": "no_partner", "because": "", **boxes("as_of", cast.now.date()),
        }  # fmt: skip
        assert client.post(page, sent).status_code == 302
    shown = words(client.get(address("follow_up", cast.circle_1.pk)))
    assert "At the start of the Circle" in shown
    assert "Approved premises" in shown
    with as_owner():
        assert Circumstances.objects.count() == 2


def test_follow_ups_of_a_circle_that_ended_are_due_for_the_staff_of_its_area_alone(db):
    now = plant_cast().now
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM circles_circle WHERE name = 'Circle 1'")
        (circle_id,) = cursor.fetchone()
        cursor.execute("UPDATE circles_phase SET starts_at = %s WHERE circle_id = %s AND name <> 'forming'", [now - timedelta(days=500), circle_id])  # fmt: skip # noqa: E501
    from encircle.foundations.accounts.models import User

    with as_owner():
        users = {user.persona: user for user in User.objects.exclude(persona="")}
    reckon_up()
    client = signed_in(users["cora"])
    assert "Circle 1: 12 months after the start of the Circle" in words(client.get(address("follow_ups")))
    assert "Circle 1" not in words(signed_in(users["colin"]).get(address("follow_ups")))
    due = check(type("Cast", (), {"now": now}), point="start-12")
    assert client.post(address("check_new", circle_id), due).status_code == 302
    reckon_up()
    assert "Circle 1" not in words(client.get(address("follow_ups")))


def follow_ups_of(cast, count):
    """So many Circles that began long ago, each with a follow-up nobody has made."""
    began = cast.now - timedelta(days=500)
    with as_owner():
        for number in range(count):
            circle = Circle.objects.create(
                reference=new_reference("C"), name=f"Circle {20 + number}", area=cast.areas["a"], kind="adult",
                opened_at=began, opened_by=cast.cora,
            )  # fmt: skip
            of = {"circle": circle, "area": circle.area}
            StartException.objects.create(reason="before", decided_at=began, decided_by=cast.olga, **of)
            Phase.objects.create(name="weekly", starts_at=began + timedelta(hours=number), **of)
    reckon_up()


def test_follow_ups_are_paged_where_the_last_page_ended_with_as_many_reads_for_many_as_for_few(db, monkeypatch):
    cast = plant_cast()
    monkeypatch.setattr("encircle.doors.casework.follow_up.A_PAGE", 2)
    client = signed_in(cast.cora)

    def opened(path):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        return answer, len(queries)

    follow_ups_of(cast, 1)
    client.get(address("follow_ups"))
    _, few = opened(address("follow_ups"))
    follow_ups_of(cast, 4)
    first, many = opened(address("follow_ups"))
    assert (few, many) == (FOLLOW_UPS, FOLLOW_UPS)
    seen, answer = [], first
    while True:
        found = re.findall(r"Circle 2[0-3]: 12 months", words(answer))
        assert len(found) <= 2
        seen += found
        more = BeautifulSoup(answer.content, "html.parser").find("a", string="More of them")
        if more is None:
            break
        answer, asked = opened(more["href"])
        assert asked == FOLLOW_UPS
    assert sorted(seen) == sorted([f"Circle {20 + n}: 12 months" for n in range(4)] + ["Circle 20: 12 months"])
    assert client.get(address("follow_ups") + "?after=nonsense").content.count(b"12 months") == 2


# --- what an ended Circle and its ending offer no more ---


def test_a_circle_that_ended_cannot_be_let_start_without_a_briefing(db):
    cast = plant_cast()
    olga, page = signed_in(cast.olga), address("start_exception", cast.circle_1.pk)
    assert olga.get(page).status_code == 200
    ended(cast)
    refused = olga.get(page)
    assert refused.status_code == 403
    assert "This Circle has ended. It does not start any more." in words(refused)
    assert olga.post(page, {"reason": "before", "words": "Late."}).status_code == 403


@pytest.mark.parametrize("said", ["It was time.", ""])
def test_why_a_circle_ended_is_offered_to_read_only_where_somebody_wrote_it(db, said):
    cast = plant_cast()
    client = signed_in(cast.cora)
    sent = {"reason": "recalled", "decision_of": "agency", "words": said, "sure": "on"}
    assert client.post(address("circle_ending", cast.circle_1.pk), sent).status_code == 302
    page = client.get(address("after", cast.circle_1.pk)).content.decode()
    assert (address("ending_words", cast.circle_1.pk) in page) is bool(said)
