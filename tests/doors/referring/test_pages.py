"""The referrers' door: a form worked through on its pages, sent, and followed; nobody else comes to it."""

from datetime import date, timedelta
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from encircle.common.ids import new_id
from encircle.foundations.accounts.models import HeldForm
from encircle.foundations.audit.models import Entry
from encircle.rooms.referrals.models import Decision, DecisionWords, Holder, ReferralWithdrawn, SectionDraft, Submission
from encircle.rooms.referrals.sections import SECTIONS
from tests.cast import plant_cast
from tests.rooms.referrals.form import NUMBERS, invited, typed_for, written
from tests.support.client import look_the_same, signed_in
from tests.support.database import as_owner, clock_shifted

HOME = "/referring/"


@pytest.fixture
def cast(db):
    return plant_cast()


@pytest.fixture
def referral(cast):
    with as_owner():
        return invited(cast, "petra")


@pytest.fixture
def whole(cast):
    with as_owner():
        return written(invited(cast, "petra"), cast.petra, secret="heron")


@pytest.fixture
def petra(cast):
    return signed_in(cast.petra)


def form(referral, rest=""):
    return f"/referring/referrals/{referral.pk}/form/{rest}"


def section(referral, code):
    return form(referral, f"sections/{code}/")


def main(answer):
    return BeautifulSoup(answer.content, "html.parser").main


def words(answer):
    return " ".join(main(answer).get_text(" ").split())


def fields(page):
    """What a browser would send back from the page's form, whatever was wrong in it."""
    sent = {}
    for one in page.select("form[method=post] input, form[method=post] textarea, form[method=post] select"):
        kind, name = one.get("type", ""), one.get("name", "")
        if one.name == "textarea":
            sent[name] = one.text.removeprefix("\n")
        elif one.name == "select":
            sent[name] = next((o["value"] for o in one.select("option[selected]")), "")
        elif kind not in ("checkbox", "radio") or one.has_attr("checked"):
            sent.setdefault(name, []).append(one.get("value", "")) if kind == "checkbox" else sent.update(
                {name: one.get("value", "")}
            )
    return sent


def save(client, referral, code, typed, *, base=0, go="on"):
    return client.post(section(referral, code), {**typed, "revision": base, "go": go})


def checked_revisions(client, referral):
    return fields(main(client.get(form(referral, "answers/"))))["checked"]


def send(client, referral, checked=None):
    checked = checked or checked_revisions(client, referral)
    return client.post(form(referral, "submission"), {"checked": checked})


# --- home and task list ---


def test_home_shows_what_is_to_write_and_what_was_sent(cast, petra, referral, whole):
    assert "In progress" in words(petra.get(HOME))
    send(petra, whole)
    shown = words(petra.get(HOME))
    assert f"Referral {referral.reference} Adult community · Devon and Cornwall Invited on" in shown
    assert f"Referral {whole.reference} Adult community · Devon and Cornwall Received on" in shown
    assert "heron" not in shown


def test_nothing_to_do_is_said_plainly(cast):
    shown = words(signed_in(cast.hana).get(HOME))
    assert "You have no referral to write." in shown
    assert "You have sent no referral." in shown


def test_the_task_list_counts_what_is_complete(cast, petra, referral):
    shown = words(petra.get(form(referral)))
    assert "You have completed 0 of 13 sections." in shown
    assert "Check your answers and send Cannot start yet" in shown
    with as_owner():
        written(referral, cast.petra, only=["person", "needs"])
        SectionDraft.objects.filter(section="needs").update(done=False)
    shown = words(petra.get(form(referral)))
    assert "You have completed 1 of 13 sections." in shown
    assert "The person Completed" in shown
    assert "Health, communication and learning In progress" in shown
    assert "MAPPA Not started" in shown


def test_a_whole_form_can_be_checked(petra, whole):
    shown = words(petra.get(form(whole)))
    assert "You have completed 13 of 13 sections." in shown
    assert "Check your answers and send Not started" in shown


def test_the_criteria_are_the_charitys_own(petra):
    assert "What we look for" in words(petra.get("/referring/circles/"))


# --- a section ---


def test_a_section_is_saved_and_complete(cast, petra, referral):
    answer = save(petra, referral, "person", typed_for(SECTIONS["person"].questions))
    assert (answer.status_code, answer["Location"]) == (302, form(referral))
    assert "The person Completed" in words(petra.get(form(referral)))


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(cast, petra, referral):
    typed = typed_for(SECTIONS["person"].questions) | {"born_on_day": "31", "born_on_month": "2", "family_name": ""}
    answer = save(petra, referral, "person", typed)
    page = main(answer)
    assert answer.status_code == 422
    assert [line.text for line in page.select(".govuk-error-summary li")] == [
        "Enter last name",
        "Date of birth must be a real date",
    ]
    assert page.select_one(".govuk-error-summary a")["href"] == "#id_family_name"
    back = fields(page)
    assert {name: back[name] for name in typed if name != "family_name"} == {
        name: value for name, value in typed.items() if name != "family_name"
    }
    again = fields(main(petra.get(section(referral, "person"))))  # also after signing in next week
    assert again["born_on_day"] == "31"
    assert "Error: The person" in BeautifulSoup(answer.content, "html.parser").title.text


def test_a_wrong_number_is_explained_beside_it(cast, petra, referral):
    typed = NUMBERS | {"nhs": "943 476 5918"}
    page = main(save(petra, referral, "identifiers", typed))
    assert page.select_one("#id_nhs-error").text.endswith("NHS number is not right. Check every number")
    assert fields(page)["pnc"] == NUMBERS["pnc"]


def test_saved_for_later_it_asks_for_nothing(cast, petra, referral):
    answer = save(petra, referral, "person", {"given_name": "Heron"}, go="later")
    assert answer["Location"] == form(referral)
    shown = words(petra.get(form(referral)))
    assert "Saved. You can come back to this section when you like." in shown
    assert "The person In progress" in shown


def test_an_empty_page_saved_for_later_is_no_fault(cast, petra, referral):
    assert save(petra, referral, "person", {}, go="later").status_code == 302


def test_two_pages_of_one_section(cast, petra, referral):
    save(petra, referral, "person", typed_for(SECTIONS["person"].questions) | {"given_name": "From the first"})
    typed = typed_for(SECTIONS["person"].questions) | {"given_name": "From the second"}
    answer = save(petra, referral, "person", typed, base=0)
    assert answer.status_code == 422
    assert "This was saved from another page after you opened it here" in words(answer)
    assert "From the first" in words(answer)
    back = fields(main(answer))
    assert back["given_name"] == "From the second"
    assert save(petra, referral, "person", typed, base=back["revision"]).status_code == 302
    assert fields(main(petra.get(section(referral, "person"))))["given_name"] == "From the second"


def test_a_session_that_ended_keeps_the_page(cast, petra, referral):
    with clock_shifted(timedelta(minutes=61)):
        answer = petra.post(section(referral, "person"), {"given_name": "Heron", "revision": "0", "go": "on"})
    assert answer["Location"].startswith("/sign-in/?next=%2Faccount%2Fkept%2F")
    with as_owner():
        assert HeldForm.objects.get().user_id == cast.petra.pk
    again = petra.post("/demo/sign-in", {"persona": "petra", "next": section(referral, "person")})
    kept = petra.get(again["Location"], follow=True)
    assert "Heron" in kept.content.decode()


# --- a list ---


def entries(referral, rest=""):
    return section(referral, "assessments") + f"list/{rest}"


def test_an_assessment_is_added_changed_and_removed(cast, petra, referral):
    answer = save(petra, referral, "assessments", {"any": "yes"})
    assert answer["Location"] == entries(referral)
    assert petra.post(entries(referral)).status_code == 422
    page = main(petra.get(entries(referral, "new")))
    typed = typed_for(SECTIONS["assessments"].entries.questions)
    for _ in range(2):
        answer = petra.post(entries(referral, "new"), {**fields(page), **typed, "go": "on"})
        assert answer["Location"] == entries(referral)
    listed = main(petra.get(entries(referral)))
    assert [card.text for card in listed.select(".govuk-summary-card__title")] == ["OSP/DC, 3 April 2019"]
    change, remove = [link["href"] for link in listed.select(".govuk-summary-card__action a")]
    page = main(petra.get(change))
    petra.post(change, {**fields(page), "band": "Very high", "go": "on"})
    assert "Very high" in words(petra.get(entries(referral)))
    assert petra.post(entries(referral))["Location"] == form(referral)
    assert "Assessments Completed" in words(petra.get(form(referral)))
    assert "Remove an assessment?" in words(petra.get(remove))
    for _ in range(2):
        assert petra.post(remove).status_code == 302
    assert "Nothing has been added yet." in words(petra.get(entries(referral)))


def test_a_half_filled_entry_is_kept(cast, petra, referral):
    save(petra, referral, "assessments", {"any": "yes"})
    page = main(petra.get(entries(referral, "new")))
    answer = petra.post(entries(referral, "new"), {**fields(page), "agency": "Heron", "go": "on"})
    assert answer.status_code == 422
    assert fields(main(answer))["agency"] == "Heron"
    assert "Something in this entry is not complete yet" in words(petra.get(entries(referral)))
    typed = typed_for(SECTIONS["assessments"].entries.questions)
    petra.post(entries(referral, "new"), {**fields(main(answer)), **typed, "go": "on"})
    assert "not complete yet" not in words(petra.get(entries(referral)))
    assert len(main(petra.get(entries(referral))).select(".govuk-summary-card")) == 1


def test_a_list_that_no_answer_asks_for_is_not_there(cast, petra, referral):
    assert petra.get(entries(referral)).status_code == 404
    assert petra.get(section(referral, "needs") + "list/").status_code == 404


# --- check and send ---


def test_numbers_are_hidden_until_asked_for_and_are_not_in_the_page(petra, whole):
    answer = petra.get(form(whole, "answers/"))
    page = answer.content.decode()
    assert not [number for number in NUMBERS.values() if number in page]
    assert "••••••5X" in page
    shown = petra.get(form(whole, "answers/?show=identifiers")).content.decode()
    assert [kind for kind, number in NUMBERS.items() if number not in shown] == ["youth_justice"]
    apart = next(card for card in main(answer).select(".govuk-summary-card") if "keep apart" in card.text)
    assert apart.select_one("dd").text.strip() == "••••••on"  # only the last two letters of "Name heron"


def test_an_incomplete_form_says_what_is_missing_and_cannot_be_sent(cast, petra, referral):
    answer = petra.get(form(referral, "answers/"))
    assert "13 sections still to complete before you can send this referral" in words(answer)
    assert "Send referral" not in words(answer)
    answer = petra.post(form(referral, "submission"), {"checked": "0"})
    assert answer.status_code == 422
    assert "The person: not complete" in words(answer)
    with as_owner():
        assert not Submission.objects.exists()


def test_it_is_sent_once_and_says_what_happens_next(cast, petra, whole):
    checked = checked_revisions(petra, whole)
    for _ in range(2):
        answer = send(petra, whole, checked)
        assert (answer.status_code, answer["Location"]) == (302, f"/referring/referrals/{whole.pk}/sent")
    shown = words(petra.get(answer["Location"]))
    assert f"Your reference is {whole.reference}" in shown
    assert "You will hear what was decided by" in shown
    with as_owner():
        assert Submission.objects.count() == 1
    assert petra.get(form(whole)).status_code == 404


def test_what_changed_after_it_was_checked_is_shown_once_more(cast, petra, whole):
    checked = checked_revisions(petra, whole)
    save(petra, whole, "needs", typed_for(SECTIONS["needs"].questions, "osprey"), base=1)
    answer = send(petra, whole, checked)
    assert answer.status_code == 422
    assert "Something in this referral has changed since you opened this page" in words(answer)
    assert send(petra, whole, fields(main(answer))["checked"]).status_code == 302


def test_changing_an_answer_leads_back_to_the_answers(cast, petra, whole):
    typed = typed_for(SECTIONS["needs"].questions)
    answer = petra.post(section(whole, "needs") + "?from=answers", {**typed, "revision": 1, "go": "on"})
    assert answer["Location"] == form(whole, "answers/")


# --- afterwards ---


def state(referral, rest=""):
    return f"/referring/referrals/{referral.pk}/{rest}"


def test_where_it_stands_says_nothing_of_what_the_charity_does(cast, petra, whole):
    send(petra, whole)
    shown = words(petra.get(state(whole)))
    assert "Received" in shown
    assert "Decision due by" in shown
    for never in ("assess", "panel", "duplicate", "conflict", "check", "Cora", "suitab", "known"):
        assert never not in shown.lower()


def decided(cast, referral, outcome, text="Sorry: no Circle near enough, says the osprey.", **more):
    with as_owner():
        decision = Decision.objects.create(
            referral=referral,
            area_id=referral.area_id,
            outcome=outcome,
            decided_by=cast.cora,
            decided_at=cast.now,
            **more,
        )
        DecisionWords.objects.create(decision=decision, referral=referral, area_id=referral.area_id, text=text)


@pytest.mark.parametrize(
    ("outcome", "more", "shown"),
    [
        ("accept", {}, "Accepted"),
        ("decline", {"reason": "capacity"}, "We have no Circle to offer in time"),
        ("defer", {"put_off_until": date(2031, 3, 4)}, "The decision is put off until 4 March 2031."),
    ],
)
def test_what_was_decided_is_told_to_its_referrer_alone_and_noted(cast, petra, whole, outcome, more, shown):
    send(petra, whole)
    decided(cast, whole, outcome, **more)
    page = words(petra.get(state(whole)))
    assert shown in page
    assert "says the osprey" in page
    assert "Cora" not in page
    assert "Decision due by" not in page
    assert "osprey" not in words(petra.get(HOME))
    with as_owner():
        assert Entry.objects.filter(verb="opened", item_id=whole.pk, actor_id=cast.petra.pk).count() == 1
    assert signed_in(cast.paul).get(state(whole)).status_code == 404


def test_asking_only_for_the_headers_tells_nothing(cast, petra, whole):
    send(petra, whole)
    decided(cast, whole, "accept")
    petra.head(state(whole))
    with as_owner():
        assert not Entry.objects.filter(verb="opened", item_id=whole.pk).exists()


@pytest.mark.parametrize(("outcome", "answer"), [("accept", 403), ("decline", 403), ("defer", 302)])
def test_what_is_decided_for_good_is_not_withdrawn(cast, petra, whole, outcome, answer):
    send(petra, whole)
    more = {"decline": {"reason": "other"}, "defer": {"put_off_until": date(2031, 3, 4)}}.get(outcome, {})
    decided(cast, whole, outcome, **more)
    assert ("Withdraw this referral" in words(petra.get(state(whole)))) == (answer == 302)
    assert petra.post(state(whole, "withdrawal"), {"reason": "moved"}).status_code == answer


def test_the_copy_is_the_one_that_was_sent(cast, petra, whole):
    send(petra, whole)
    copy = petra.get(state(whole, "copy/"))
    assert "heron" in words(copy)
    assert NUMBERS["pnc"] not in copy.content.decode()
    assert NUMBERS["pnc"] in petra.get(state(whole, "copy/?show=identifiers")).content.decode()


def test_a_print_bears_the_readers_name_and_holds_everything(cast, petra, whole):
    send(petra, whole)
    answer = petra.get(state(whole, "copy/print"))
    assert "Confidential. Opened by Petra Nightingale on" in words(answer)
    assert NUMBERS["pnc"] in words(answer)
    assert BeautifulSoup(answer.content, "html.parser").title.text.startswith(f"Referral {whole.reference} to print")


def test_asking_only_for_the_headers_opens_nothing(cast, petra, whole):
    send(petra, whole)
    assert petra.head(state(whole, "copy/")).status_code == 405


def test_handed_over_with_the_colleagues_name_seen_first(cast, petra, whole):
    place = state(whole, "handover")
    answer = petra.post(place, {"email": "omar@police.example"})
    assert answer.status_code == 422
    assert "We know no colleague of yours with this address" in words(answer)
    asked = petra.post(place, {"email": "paul@probation.example"})
    assert "Hand over to Paul Meadowsweet?" in words(asked)
    with as_owner():
        assert Holder.objects.count() == 1
    assert petra.post(place, fields(main(asked)))["Location"] == HOME
    assert "Handed over to Paul Meadowsweet." in words(petra.get(HOME))
    assert [petra.get(path).status_code for path in (form(whole), place, state(whole))] == [404] * 3
    assert petra.post(place, fields(main(asked))).status_code == 404
    assert "heron" in words(signed_in(cast.paul).get(form(whole, "answers/")))


def test_withdrawn_before_it_was_sent(cast, petra, whole):
    place = state(whole, "withdrawal")
    assert "what you wrote is deleted" in words(petra.get(place))
    assert petra.post(place, {}).status_code == 422
    assert petra.post(place, {"reason": "unwilling"})["Location"] == HOME
    assert f"Referral {whole.reference} is withdrawn." in words(petra.get(HOME))
    assert "This referral goes no further." in words(petra.get(state(whole)))
    assert petra.get(form(whole)).status_code == 404
    assert petra.get(place).status_code == 403
    with as_owner():
        assert not SectionDraft.objects.exists()


def test_withdrawn_after_it_was_sent_the_copy_stays(cast, petra, whole):
    send(petra, whole)
    petra.post(state(whole, "withdrawal"), {"reason": "moved"})
    assert "Why The person has moved or will move away" in words(petra.get(state(whole)))
    assert petra.get(state(whole, "sent"))["Location"] == state(whole)
    assert "heron" in words(petra.get(state(whole, "copy/")))
    with as_owner():
        assert ReferralWithdrawn.objects.get().reason == "moved"


# --- who comes in ---

PLACES = (
    "form/",
    "form/sections/person/",
    "form/answers/",
    "handover",
    "withdrawal",
    "",
    "copy/",
    "copy/print",
    "sent",
)


@pytest.mark.parametrize("who", ["paul", "omar", "cora", "olga", "vera", "adam", "dana"])
def test_somebody_elses_referral_is_not_there(cast, petra, whole, who):
    other = signed_in(cast.users[who])
    for place in PLACES:
        hidden, absent = state(whole, place), f"/referring/referrals/{new_id()}/{place}"
        assert other.get(hidden).status_code == 404
        assert look_the_same(partial(other.get, hidden), partial(other.get, absent))
    send(petra, whole)
    assert [other.get(state(whole, place)).status_code for place in PLACES] == [404] * len(PLACES)


@pytest.mark.parametrize("who", ["cora", "olga", "vera", "xena", "adam", "dana", "tess"])
def test_who_is_no_professional_does_not_come_in(cast, who):
    assert signed_in(cast.users[who]).get(HOME).status_code == 404


def test_a_professional_of_the_outer_circle_finds_both_doors(cast, petra):
    page = BeautifulSoup(petra.get(HOME).content, "html.parser")
    links = [link["href"] for link in page.select("nav[aria-label=Menu] a")]
    assert links == ["/outer-circle/", "/referring/"]
    assert signed_in(cast.petra).get("/home/")["Location"] == "/outer-circle/"
    assert signed_in(cast.paul).get("/home/")["Location"] == "/referring/"


# --- as many statements for one as for three ---


def statements(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_home_asks_as_often_for_three_referrals_as_for_one(cast, petra):
    written_whole(cast)
    send(petra, written_whole(cast))
    one = statements(petra, HOME)
    with as_owner():
        for _ in range(2):
            written(invited(cast, "petra"), cast.petra, only=["person"])
    for _ in range(2):
        send(petra, written_whole(cast))
    assert statements(petra, HOME) == one == HOME_STATEMENTS


def written_whole(cast):
    with as_owner():
        return written(invited(cast, "petra"), cast.petra)


HOME_STATEMENTS = 17
TASKS_STATEMENTS = 15
ANSWERS_STATEMENTS = 16  # one more: the documents that come with it
COPY_STATEMENTS = 16


def test_the_task_list_asks_as_often_for_a_whole_form_as_for_an_empty_one(cast, petra, referral, whole):
    assert statements(petra, form(referral)) == statements(petra, form(whole)) == TASKS_STATEMENTS
    empty, filled = (statements(petra, form(one, "answers/")) for one in (referral, whole))
    assert empty == filled == ANSWERS_STATEMENTS


def test_the_copy_asks_as_often_for_a_short_form_as_for_a_long_one(cast, petra, whole):
    send(petra, whole)
    assert statements(petra, state(whole, "copy/")) == COPY_STATEMENTS
