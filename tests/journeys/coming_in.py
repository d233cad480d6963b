"""From the first telephone call to the decision, as acts of a Circle's life."""

import re

from playwright.sync_api import expect

from tests.foundations.files.corpus import typeset, word

from .life import Life
from .referring import finish, unfinished
from .steps import answer, expect_heading, follow, press, send

REPORT, LETTER = "The assessor read this report aloud to them.", "He attends each week."
PAPERS = [
    ("assessment", "report.pdf", "application/pdf", typeset(REPORT)),
    ("other", "letter.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word()),
]


def enquiry(life: Life, *, agency: str, by: str = "Jo Ringwell") -> None:
    """An officer rings; Cora notes it while she listens, with nobody's name, and means to invite a referral."""
    cora = life.as_("cora")
    cora.goto("/casework/referrals/")
    follow(cora, "Enquiries")
    press(cora, "Note an enquiry")
    answer(
        cora,
        asked_by_name=by,
        agency_name=agency,
        area=re.compile("Devon"),
        kind=life.kind,
        outcome="to_invite",
        note="Asks whether somebody who moves here soon would do.",
    )
    send(cora)
    life.found["enquiry"] = re.search(r"/enquiries/([0-9a-f-]+)/", cora.url)[1]


def invitation(life: Life, professional: str) -> None:
    """Cora invites a referral by somebody she knows."""
    cora = life.as_("cora")
    cora.goto(f"/casework/referrals/enquiries/{life.found['enquiry']}/invitation")
    answer(cora, who="known", professional=re.compile(professional))
    press(cora, "Continue")
    life.found["referral"] = re.search(r"/referrals/([0-9a-f-]+)/", cora.url)[1]


def referral(life: Life, referrer: str, **person: str) -> None:
    """The referrer works through the task list, adds a PDF and a Word file, checks the answers and sends them."""
    page = life.as_(referrer)
    page.goto(f"/referring/referrals/{life.found['referral']}/form/")
    for code in unfinished(page):
        finish(page, code, life.kind, life.said, **(person if code == "person" else {}))
    follow(page, "Documents")
    for kind, name, what, content in PAPERS:
        answer(page, kind=kind)
        page.locator("main input[type=file]").set_input_files({"name": name, "mimeType": what, "buffer": content})
        send(page)
    expect(page.locator("main li").get_by_role("link", name="Take it away")).to_have_count(len(PAPERS))
    follow(page, "All sections")
    follow(page, "Check your answers and send")
    press(page, "Send referral")
    expect_heading(page, "Referral sent")


def judged(life: Life) -> None:
    """Cora reads it all, documents too, meets the person and judges each criterion by what it rests on."""
    cora = life.as_("cora")
    for number, words in enumerate((REPORT, LETTER)):
        cora.goto(f"/casework/referrals/{life.found['referral']}/")
        expect(cora.get_by_role("main")).to_contain_text(life.said)
        with cora.expect_navigation():
            cora.locator("main a[href*='/referrals/documents/']").nth(number).click()
        expect(cora.get_by_role("main")).to_contain_text(words)
    cora.goto(f"/casework/referrals/{life.found['referral']}/assessment")
    answer(cora, met_on=life.today)
    for box in cora.locator("main input[type=radio][value=met]").all():
        box.check()
    for words in cora.locator("main textarea").all():
        words.fill("Said so when we met.")
    send(cora)


def decided(life: Life, outcome: str, **more: object) -> None:
    """Sena decides; the referrer reads what it came to."""
    sena = life.as_("sena")
    sena.goto(f"/casework/referrals/{life.found['referral']}/decision")
    answer(sena, outcome=outcome, **more)
    send(sena)


def accepted(life: Life) -> None:
    decided(life, "accept", priority="high", waits_for="volunteers", review_on=life.in_days(14))
    life.found["core_member"] = life.one(
        "SELECT subject_id FROM referrals_referral WHERE id = %s", life.found["referral"]
    )


def told(life: Life, referrer: str, what: str) -> None:
    """The referrer sees what became of it."""
    page = life.as_(referrer)
    page.goto(f"/referring/referrals/{life.found['referral']}/")
    expect(page.get_by_role("main")).to_contain_text(what)
