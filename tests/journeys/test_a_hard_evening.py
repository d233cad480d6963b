"""A hard evening: Vera presses that she needs a call today, Cora is told by post, rings and records it."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import page_of

from .steps import PHONE_AND_DESK, address_of, expect_heading, sign_in_as

pytestmark = pytest.mark.browser
HARD = "It stays with me that he wept. Nightjarwood."
SAID = "We went through the evening, and who drives home with whom. Fulmarwood."


def say_it(vera: Page) -> None:
    """One press on the first page, and then words."""
    vera.goto("/volunteering/")
    vera.get_by_role("button", name="I need a call today").click()
    expect_heading(vera, "After the meeting")
    expect(vera.get_by_text("You said: I need a call today")).to_be_visible()
    vera.get_by_label("Add something").fill(HARD)
    vera.get_by_role("button", name="Add this").click()
    expect(vera.get_by_text(HARD)).to_be_visible()


def letter_to_cora(site):
    """The letter that carries the notice of Vera's answer: waits until the mail server has it."""
    give_up = time.monotonic() + 150  # a busy machine is no fault of the post
    asked = (
        "SELECT n.letter_id FROM post_notice n JOIN support_check c ON c.id = n.item_id "
        "JOIN accounts_user u ON u.id = n.user_id JOIN accounts_user v ON v.id = c.answered_by_id "
        "WHERE u.persona = 'cora' AND v.persona = 'vera' AND n.letter_id IS NOT NULL"
    )
    while time.monotonic() < give_up:
        with site.superuser() as raw:
            letters = [str(letter) for (letter,) in raw.execute(asked).fetchall()]
        found = [one for one in site.postbox.messages if any(letter in one["Message-ID"] for letter in letters)]
        if found:
            return found[0]
        time.sleep(0.2)
    raise AssertionError("no letter came to Cora")


def ring_and_record(cora: Page) -> None:
    waiting = cora.get_by_role("list", name="Volunteers to ring").get_by_role("listitem")
    waiting.filter(has_text="Vera Applegarth").get_by_role("link").click()
    expect(cora.get_by_text(HARD)).to_be_visible()
    cora.get_by_label("We went through the meeting together: that was the debrief").check()
    cora.get_by_label("What was said").fill(SAID)
    cora.get_by_role("button", name="Record the call").click()
    expect(cora.get_by_text("The call is recorded.")).to_be_visible()


@PHONE_AND_DESK
def test_a_hard_evening_to_a_call_back(fresh_site, browser, how):
    site = fresh_site
    with page_of(browser, site.address, **how) as vera:
        sign_in_as(vera, "vera")
        say_it(vera)
        letter = letter_to_cora(site)
        assert address_of(site, "cora") in letter["To"]
        assert letter["Subject"] == "Something urgent is waiting for you"
        assert not any(word in letter.as_string() for word in ("Vera", "Applegarth", "call", "Nightjarwood", "Juniper"))
        with page_of(browser, site.address) as cora:
            sign_in_as(cora, "cora")
            cora.goto("/casework/")
            ring_and_record(cora)
        vera.reload()
        expect(vera.get_by_role("main")).to_contain_text("Cora Fernleigh rang on")
        expect(vera.get_by_text(SAID)).to_be_visible()
        where = vera.url
    with page_of(browser, site.address, **how) as vic:
        sign_in_as(vic, "vic")
        for path in ("/volunteering/", "/volunteering/support/", where):
            vic.goto(path)
            assert not any(word in vic.content() for word in ("Nightjarwood", "Fulmarwood", "Cora Fernleigh rang"))
