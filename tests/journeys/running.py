"""Meetings, minutes, goals, news, reviews and pauses, as acts of a Circle's life."""

import re
from datetime import date

from playwright.sync_api import expect
from pypdf import PdfReader

from .beginning import tick_all
from .life import Life
from .steps import answer, expect_heading, fill_minutes, press, send


def next_meeting(life: Life) -> tuple[str, date]:
    """The next planned meeting and its day."""
    with life.site.superuser() as raw:
        return raw.execute(
            "SELECT id::text, (starts_at AT TIME ZONE 'Europe/London')::date FROM meetings_meeting "
            "WHERE circle_id = %s AND cancelled_at IS NULL AND starts_at > encircle.now() ORDER BY starts_at LIMIT 1",
            [life.found["circle"]],
        ).fetchone()


def minutes(life: Life, meeting: str, said: str) -> None:
    """Vera writes them on her phone after the meeting."""
    vera = life.as_("vera")
    vera.goto(f"/volunteering/meetings/{meeting}/minutes")
    expect_heading(vera, "Minutes of the meeting")
    fill_minutes(vera, said)
    press(vera, "Check your answers")
    press(vera, "Submit the minutes")
    expect_heading(vera, "Minutes submitted")


def released(life: Life, meeting: str, said: str, *, to: int) -> None:
    """Cora reads, approves and releases: three presses."""
    cora = life.as_("cora")
    version = life.one("SELECT id FROM meetings_minutesversion WHERE meeting_id = %s", meeting)
    cora.goto(f"/casework/minutes/{version}/")
    expect(cora.get_by_text(said)).to_be_visible()
    press(cora, "Approve and go to release")
    people = f"{to} {'person' if to == 1 else 'people'}"
    press(cora, f"Release to {people}")
    expect_heading(cora, f"Released to {people}")


def read_outside(life: Life, persona: str, said: str) -> None:
    """A notice without a word brings them; what is new of this Circle is on their first page."""
    page = life.as_(persona)
    page.goto("/outer-circle/")
    new = page.get_by_role("list", name="New for you").get_by_role("listitem")
    with page.expect_navigation():
        new.filter(has_text=life.found["reference"]).get_by_role("link").first.click()
    expect(page.get_by_text(said)).to_be_visible()
    press(page, "I have read this")


def goal(life: Life, words: str) -> None:
    """The core member's own words, which Cora writes down with them."""
    cora = life.as_("cora")
    cora.goto(life.circle("goals/new"))
    answer(cora, text=words, life_area="play")
    send(cora)
    expect(cora.get_by_role("main")).to_contain_text(words)


def progress(life: Life, note: str) -> None:
    vera = life.as_("vera")
    vera.goto(f"/volunteering/circles/{life.found['circle']}/goals/")
    press(vera, "Record progress with goal 1")
    answer(vera, kind="forward", note=note)
    send(vera)


def news(life: Life, persona: str, text: str) -> None:
    """A professional tells Cora, and nobody else; she reads it; no volunteer ever finds it."""
    page = life.as_(persona)
    page.goto("/outer-circle/")
    press(page, "Send the coordinator news")
    if page.locator("main [name=seat][type=radio]").count():
        answer(page, seat=re.compile(life.found["reference"]))
    answer(page, kind="progress", text=text)
    send(page)
    cora = life.as_("cora")
    cora.goto(life.circle("developments/"))
    cora.get_by_role("main").get_by_role("list").get_by_role("link").first.click()
    expect(cora.get_by_text(text)).to_be_visible()
    vera = life.as_("vera")
    vera.goto("/volunteering/")
    expect(vera.get_by_role("main")).not_to_contain_text(text)


def review_planned(life: Life, on: date, kind: str = "quarterly") -> None:
    cora = life.as_("cora")
    cora.goto(life.circle(f"reviews/new?kind={kind}"))
    answer(cora, kind=kind, day=on, starts="2pm", ends="3:30pm", place="online")
    tick_all(cora, "seats")
    send(cora)
    life.found["review"] = life.one(
        "SELECT id FROM reviews_review WHERE circle_id = %s ORDER BY starts_at DESC LIMIT 1", life.found["circle"]
    )


def views_given(life: Life, *outer: str, easy: bool = False) -> None:
    """The volunteers', the core member's in their words, and each agency's: beside each other, also apart."""
    vera = life.as_("vera")
    for place, said in (("view", "Calmer than in spring."), ("core-members-view", "I like the Tuesdays.")):
        vera.goto(f"/volunteering/reviews/{life.found['review']}/{place}/")
        if easy and place != "view":
            expect(vera.get_by_label("What is going well?")).to_be_visible()
        answer(vera, progress=said)
        send(vera)
    for persona in outer:
        page = life.as_(persona)
        page.goto("/outer-circle/")
        with page.expect_navigation():
            page.locator(f"main a[href*='{life.found['review']}']").first.click()
        press(page, "I will come")
        press(page, "Give your view")
        answer(page, progress=f"As {persona} sees it, steady.", risk="No change.", onward="outer_circle")
        send(page)
    cora = life.as_("cora")
    cora.goto(f"/casework/reviews/{life.found['review']}/views/")
    for said in ("Calmer than in spring.", "I like the Tuesdays.", *(f"As {one} sees it" for one in outer)):
        expect(cora.get_by_role("main")).to_contain_text(said)


def pack_sent(life: Life, *, to: int) -> None:
    """Drafted from the record since the last review, read, approved and released."""
    cora = life.as_("cora")
    cora.goto(f"/casework/reviews/{life.found['review']}/")
    press(cora, "Draft the pack")
    press(cora, "Approve and go to release")
    press(cora, f"Release to {to} people")


def review_held(life: Life, decision: str) -> None:
    cora = life.as_("cora")
    cora.goto(f"/casework/reviews/{life.found['review']}/")
    press(cora, "Record the review")
    for box in cora.locator("main input[type=radio][value=present]").all():
        box.check()
    send(cora)
    press(cora, "Add a decision or an open question")
    answer(cora, kind="rhythm", text=decision)
    send(cora)
    expect(cora.get_by_role("main")).to_contain_text(decision)


def rhythm(life: Life, phase: str) -> None:
    """To meet less often is decided at a review."""
    cora = life.as_("cora")
    cora.goto(life.circle("phase"))
    answer(cora, phase=phase, review=life.found["review"])
    send(cora)


def paused(life: Life, reason: str, until: date) -> None:
    cora = life.as_("cora")
    cora.goto(life.circle("pause"))
    answer(cora, reason=reason, back_on=until)
    send(cora)
    expect(cora.get_by_role("main")).to_contain_text("Paused")


def resumed(life: Life) -> None:
    cora = life.as_("cora")
    cora.goto(life.circle())
    press(cora, "Let the Circle go on")


# --- in prison ---


def release_expected(life: Life, on: date) -> str:
    """What changes is shown before and after, and only then kept. Gives what was shown. Outside, they meet on another
    day of the week than inside."""
    usual = int(life.one("SELECT weekday FROM circles_circle WHERE id = %s", life.found["circle"]))
    cora = life.as_("cora")
    cora.goto(life.circle("release-date"))
    answer(cora, released_on=on, leads_to="through_gate", source="prison")
    for side, weekday in (("inside", usual), ("outside", (usual + 2) % 7)):
        answer(cora, **{f"{side}_weekday": weekday, f"{side}_at": "6:30pm", f"{side}_every": "1"})
    press(cora, "Continue")
    shown = cora.get_by_role("main").inner_text()
    press(cora, "Keep this date")
    return shown


def paper_printed(life: Life, meeting: str) -> None:
    """No telephone goes through the gate: one page to write on does."""
    cora = life.as_("cora")
    cora.goto(f"/casework/meetings/{meeting}/")
    with cora.expect_download() as printed:
        cora.get_by_role("link", name="Print a page to write on").click()
    paper = PdfReader(printed.value.path())
    assert len(paper.pages) == 1
    assert "Larkspurmere" not in paper.pages[0].extract_text()


def paper_keyed(life: Life, meeting: str, said: str, written: date, *, to: int) -> None:
    """Cora keys it days later; both days are kept. Sena approves and releases it, who did not key it."""
    cora = life.as_("cora")
    cora.goto(f"/casework/meetings/{meeting}/keyed-minutes")
    answer(cora, starts="6:30pm", ends="8:15pm", written_on=written)
    for box in cora.locator("main input[type=radio][value=present]").all():
        box.check()
    cora.get_by_label("How the week went").fill(said)
    send(cora)
    sena = life.as_("sena")
    version = life.one("SELECT id FROM meetings_minutesversion WHERE meeting_id = %s", meeting)
    sena.goto(f"/casework/minutes/{version}/")
    for day in (written, life.today):
        expect(sena.get_by_role("main")).to_contain_text(f"{day:%-d %B %Y}")
    press(sena, "Approve and go to release")
    press(sena, f"Release to {to} people")


# --- what stops ---


def withdrawn(life: Life, giver: str, agency: str) -> None:
    """One of those who must agree says no; the page says what closes."""
    cora = life.as_("cora")
    cora.goto(life.circle("consents/"))
    card = cora.locator(".govuk-summary-card").filter(has_text=giver).filter(has_text=agency)
    with cora.expect_navigation():
        card.get_by_role("link", name=re.compile("^Withdraw")).click()
    tick_all(cora, "topics")
    press(cora, "Withdraw")
    expect_heading(cora, "Consent withdrawn")


def dark_outside(life: Life, persona: str, said: str) -> None:
    """What was released on that consent is there no more, also for who had read it."""
    page = life.as_(persona)
    page.goto("/outer-circle/")
    with page.expect_navigation():
        page.get_by_role("listitem").filter(has_text=life.found["reference"]).get_by_role("link").first.click()
    expect(page.get_by_text("consent to share it was withdrawn").first).to_be_visible()
    assert said not in page.content()
