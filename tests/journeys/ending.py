"""The end of a Circle and what comes after it, as acts of its life."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from encircle.rooms.outcomes.vocabulary import Benefits, Housing, Work

from .life import Life
from .steps import answer, follow, press, send


def end_moved(life: Life, on: date) -> None:
    """The end is planned from the start on; it is moved for a reason, and what was planned before stays."""
    cora = life.as_("cora")
    cora.goto(life.circle("after/"))
    follow(cora, "Move the planned end")
    answer(cora, ends_on=on, because="review")
    send(cora)


def ended(life: Life, reason: str = "completed", decision_of: str = "nobody") -> None:
    """As planned, or early: with the reason and whose decision it was."""
    cora = life.as_("cora")
    cora.goto(life.circle("after/"))
    follow(cora, "End the Circle")
    answer(cora, reason=reason, decision_of=decision_of, sure=True)
    press(cora, "End the Circle")


def questions_asked(life: Life) -> None:
    cora = life.as_("cora")
    cora.goto(life.circle("questionnaires/"))
    press(cora, re.compile(r"^Ask \d+ people"))


def answered_by_letter(life: Life) -> None:
    """The core member has no login: a letter with a link that works once."""
    cora = life.as_("cora")
    asked = life.one(
        "SELECT id FROM endings_questionnaire WHERE circle_id = %s AND respondent = 'core_member'",
        life.found["circle"],
    )
    cora.goto(f"/casework/questionnaires/{asked}/")
    with cora.expect_download() as letter:
        cora.get_by_role("button", name="Make a letter").click()
    address = address_in(letter.value.path())
    somebody = life.stranger(phone=True)
    somebody.goto(address)
    fill_answers(somebody, "The Tuesdays were good.")
    send(somebody)
    expect(somebody.get_by_role("main")).to_contain_text("Thank you")
    somebody.goto(address)
    expect(somebody.get_by_role("main")).not_to_contain_text("The Tuesdays were good.")
    expect(somebody.locator("main form")).to_have_count(0)


def address_in(letter: Path) -> str:
    """The personal address, typed off the paper."""
    words = "".join(PdfReader(letter).pages[0].extract_text().split())
    return re.search(r"http.*?(?=Today)", words)[0]


def fill_answers(page: Page, words: str) -> None:
    """Every first choice, and the same words wherever words are asked."""
    for group in {one.get_attribute("name") for one in page.locator("main input[type=radio]").all()}:
        page.locator(f"main [name={group}]").first.check()
    for box in page.locator("main textarea").all():
        box.fill(words)


def answered_inside(life: Life, persona: str, door: str, words: str) -> None:
    """Whoever signs in finds the questions on their first page."""
    page = life.as_(persona)
    page.goto(f"/{door}/")
    with page.expect_navigation():
        page.locator("main a[href*='/questionnaires/']").first.click()
    fill_answers(page, words)
    send(page)


def screened(life: Life) -> None:
    """Somebody looks through what was written for names before anybody else reads it."""
    cora = life.as_("cora")
    cora.goto(life.circle("questionnaires/"))
    follow(cora, re.compile("^Petra"))
    press(cora, "Take it on: I strike out names")
    send(cora)
    expect(cora.get_by_role("main")).to_contain_text("Well prepared.")


def reported(life: Life, summary: str) -> None:
    """Drafted from the record, written and approved by Cora, taken out as a PDF and as a Word file."""
    cora = life.as_("cora")
    cora.goto(life.circle("report/new"))
    answer(cora, summary=summary)
    for box in cora.locator("main input[type=radio][value=met]").all():
        box.check()
    send(cora)
    press(cora, "Approve the report")
    for kind, start in (("PDF", b"%PDF"), ("Word file", b"PK")):
        with cora.expect_download() as taken:
            cora.get_by_role("link", name=f"Take it out as a {kind}").click()
        assert taken.value.path().read_bytes().startswith(start)


def checked_nothing_found(life: Life, *, since: date) -> None:
    """Six months on: nothing found is found by looking, in a window, by a source."""
    cora = life.as_("cora")
    cora.goto(life.circle("follow-up/"))
    press(cora, "Record a check")
    answer(cora, point="end-6", source="pnc", evidence="confirmed", searched_from=since, found="nothing")
    answer(cora, notification="kept")
    send(cora)
    expect(cora.get_by_role("main")).to_contain_text("Checked, nothing found")


def circumstances_known(life: Life, housing: str, work: str, benefits: str = "not_known") -> None:
    """At the same follow-up: where they live, whether they work. What is not known is an answer."""
    cora = life.as_("cora")
    cora.goto(life.circle("follow-up/"))
    follow(cora, "Record circumstances")
    answer(cora, point="end-6", housing=housing, work=work, relationship="not_known", benefits=benefits)
    send(cora)
    shown = cora.get_by_role("main").get_by_role("row").filter(has_text="6 months after the end")
    for words in (Housing(housing).label, Work(work).label, Benefits(benefits).label):
        expect(shown).to_contain_text(words)
