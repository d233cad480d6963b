"""Dilys asks on the public pages, applies over three evenings, and is accepted: one referee had to be asked twice.

The assessment centre says "not yet"; she comes again, passes, and has a seat in her first Circle.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from encircle.demo.words.applications import REFERENCE, WRITTEN
from encircle.rooms.recruiting.application import SECTIONS

from .assessing import (
    ASSESSORS,
    ON_A_PHONE,
    decides,
    is_held,
    main,
    plans_training,
    reads,
    scores,
    sees_none,
    waits_for_the_others,
    will_come,
)
from .life import Life
from .newcomers import Newcomer, lets_themselves_in
from .steps import answer, circle_of, expect_heading, follow, press, sees_a_certificate, send

pytestmark = pytest.mark.browser
DILYS = Newcomer("dilys", "Dilys Penwarden", "", "", "post.example")
SAID = WRITTEN["reasons"]["why"][:40]
EVENINGS = (("who", "travel", "brings"), ("availability", "lived", "declarations", "reasons"), ("referees", "true"))
LIST = "/casework/people/coming-forward/"
NOT_YET = "People trust you at once. Practise asking the hard question, and come again."
PASSED = "This time you asked, and stayed with it. Welcome."
FIRST_TRAINING, SECOND_TRAINING = 48, 62  # days


@pytest.fixture
def life(fresh_site, browser):
    return Life(fresh_site, browser, "adult", SAID, phones=("dilys", ON_A_PHONE))


def asks(life: Life) -> None:
    page = life.stranger(phone=True)
    page.goto("/")
    follow(page, "Volunteer with us")
    answer(page, given_name="Dilys", family_name="Penwarden", area=re.compile("Devon"), prefers="email")
    press(page, "Ask us to get in touch")  # the address is forgotten, and said so
    expect(main(page)).to_contain_text("Enter an email address")
    answer(page, email=DILYS.email)
    send(page)
    expect(main(page)).to_contain_text("We will be in touch.")


def is_invited(life: Life) -> None:
    cora = life.as_("cora")
    cora.goto(LIST)
    follow(cora, "Dilys Penwarden")
    life.found["person"] = cora.url
    press(cora, "Information was sent")
    send(cora)
    press(cora, "Invite to apply")
    expect(main(cora)).to_contain_text("Writing the application")
    lets_themselves_in(life, DILYS)


def writes(life: Life, codes: tuple[str, ...]) -> None:
    dilys = life.as_("dilys")
    dilys.goto("/volunteering/application/")
    for code in codes:
        follow(dilys, SECTIONS[code].title)
        answer(dilys, **WRITTEN[code])
        press(dilys, "Save and continue")
        expect_heading(dilys, "Your application to volunteer")


def sends(life: Life) -> None:
    dilys = life.as_("dilys")
    follow(dilys, "Check your answers and send")
    expect(main(dilys)).to_contain_text(SAID)
    press(dilys, "Send my application")
    expect_heading(dilys, "Your application is sent")
    press(dilys, "Answer or skip them")
    answer(dilys, age="25to39")
    send(dilys)
    expect_heading(dilys, "Your application is sent")
    assert not dilys.get_by_text("A few questions are left").count()


def letter(cora: Page, folder: Path) -> str:
    """The personal address on the letter that this page makes."""
    with cora.expect_download() as made:
        main(cora).get_by_role("button", name=re.compile("^Make a")).click()
    made.value.save_as(folder / "letter.pdf")
    text = "".join(PdfReader(folder / "letter.pdf").pages[0].extract_text().split())
    return re.search(r"/reference/[\w-]{43}", text)[0]


def is_met(life: Life) -> None:
    cora = life.as_("cora")
    cora.goto(life.found["person"])
    follow(cora, "Record the interview")
    for one in main(cora).get_by_label("Met", exact=True).all():
        one.check()
    answer(cora, showed="Warm, and asks straight questions.", goes_on="yes")
    send(cora)
    expect(main(cora)).to_contain_text("Goes on")


def are_asked(life: Life, folder: Path) -> list[str]:
    cora, addresses = life.as_("cora"), []
    cora.goto(life.found["person"])
    press(cora, "Read the application")
    expect(main(cora)).to_contain_text(SAID)
    for name in ("Morwen Attleborough", "Father Ignatius Peverell"):
        cora.goto(life.found["person"])
        follow(cora, "Ask for a reference")
        expect(cora.get_by_label("Name", exact=True)).to_have_value(name)
        send(cora)
        addresses.append(letter(cora, folder))
    return addresses


def gives(life: Life, address: str) -> None:
    referee = life.stranger(phone=True)
    referee.goto(address)
    expect_heading(referee, "A reference for Dilys Penwarden")
    answer(referee, **REFERENCE)
    press(referee, "Send the reference")
    expect(main(referee)).to_contain_text("Your answers are sent.")


def is_chased(life: Life, old: str, folder: Path) -> str:
    cora = life.as_("cora")
    cora.goto(LIST)
    expect(main(cora).get_by_role("listitem").filter(has_text="Dilys")).to_contain_text(
        "time for a letter to a referee"
    )
    cora.goto(life.found["person"])
    follow(cora, "Father Ignatius Peverell")
    address = letter(cora, folder)
    referee = life.stranger()
    referee.goto(old)
    expect_heading(referee, "This address does not work")
    return address


def is_accepted(life: Life) -> None:
    cora = life.as_("cora")
    cora.goto(life.found["person"])
    expect(main(cora)).to_contain_text("0 of 2 references are here and satisfactory.")
    for name in ("Morwen Attleborough", "Father Ignatius Peverell"):
        follow(cora, name)
        expect(main(cora)).to_contain_text("In the flood she opened the building alone")
        press(cora, "Take it as satisfactory or not")
        answer(cora, satisfactory="yes", why="Known for long, and plain about it.")
        send(cora)
    follow(cora, "Accept as a volunteer")
    send(cora)
    expect_heading(cora, "Dilys Penwarden")


def is_assessed(life: Life, value: int, result: str, feedback: str) -> None:
    """Each scores alone. Who has sent their own waits for the others."""
    is_held(life)
    for who in ASSESSORS:
        if who != ON_A_PHONE:
            sees_none(life, who)
        scores(life, who, DILYS.name, value)
        if who != list(ASSESSORS)[-1]:
            waits_for_the_others(life, who)
    decides(life, result, feedback, value)


def is_refused_a_seat(life: Life) -> None:
    """The form says what is missing, and nothing else."""
    cora = life.as_("cora")
    cora.goto(life.circle("seats/"))
    press(cora, "Add a volunteer")
    answer(cora, volunteer=re.compile(DILYS.name))
    press(cora, "Give the seat")
    said = cora.locator("main .govuk-form-group--error")
    expect(said).to_contain_text(f"{DILYS.name} is not ready")
    for missing in ("a pass at the assessment centre", "a DBS check that covers", "the signed agreement"):
        expect(said).to_contain_text(missing)
    for there in ("references", "interview", "basic training"):
        expect(said).not_to_contain_text(there)


def is_checked(life: Life) -> None:
    cora = life.as_("cora")
    volunteer = life.one("SELECT id FROM volunteers_volunteer WHERE family_name = 'Penwarden'")
    cora.goto(f"/casework/people/volunteers/{volunteer}/")
    follow(cora, "Checks")
    sees_a_certificate(cora, life.today)


def signs(life: Life) -> None:
    dilys = life.as_("dilys")
    dilys.goto("/volunteering/")
    follow(dilys, "What you still need before a Circle")
    press(dilys, "Read and sign the agreement")
    answer(dilys, agrees=True)
    press(dilys, "Sign the agreement")
    expect(main(dilys)).to_contain_text("Your agreement is signed.")
    expect(main(dilys)).to_contain_text("You are ready for")


def is_seated(life: Life, circle: str) -> None:
    cora = life.as_("cora")
    cora.goto(life.circle("seats/"))
    press(cora, "Add a volunteer")
    answer(cora, volunteer=re.compile(DILYS.name))
    send(cora)
    expect(main(cora)).to_contain_text("The volunteer has a seat from now on.")
    dilys = life.as_("dilys")
    dilys.goto("/volunteering/")
    expect_heading(dilys, circle)


def test_from_the_public_page_to_a_first_circle(life, tmp_path):
    life.found["circle"], circle = circle_of(life.site, "cora")
    with life.chapter(0):
        asks(life)
        is_invited(life)
    for number, codes in enumerate(EVENINGS, 2):
        with life.chapter(number):
            writes(life, codes)
            if codes is EVENINGS[-1]:
                sends(life)
    with life.chapter(10):
        is_met(life)
        first, second = are_asked(life, tmp_path)
        gives(life, first)
    with life.chapter(40):
        gives(life, is_chased(life, second, tmp_path))
        is_accepted(life)
        dilys = life.as_("dilys")
        dilys.goto("/home/")
        expect(dilys).to_have_url(re.compile("/volunteering/$"))
        dilys.goto("/volunteering/application/")
        expect_heading(dilys, "Page not found")
        plans_training(life, life.in_days(FIRST_TRAINING - 40), DILYS.name)
        will_come(life, "dilys")
    with life.chapter(FIRST_TRAINING):
        is_assessed(life, 2, "not_yet", NOT_YET)
        reads(life, "dilys", "Not yet", NOT_YET, "You may come again.")
        is_refused_a_seat(life)
        plans_training(life, life.in_days(SECOND_TRAINING - FIRST_TRAINING), DILYS.name)
        will_come(life, "dilys")
    with life.chapter(SECOND_TRAINING):
        is_assessed(life, 3, "pass", PASSED)
        reads(life, "dilys", "Passed", PASSED, NOT_YET)
        is_checked(life)
        signs(life)
        is_seated(life, circle)
