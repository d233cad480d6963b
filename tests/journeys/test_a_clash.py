"""Two volunteers write the same minutes at once: they see what differs, they choose, and no word is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import page_of

from .steps import expect_heading, press, sign_in_as

pytestmark = pytest.mark.browser
WITH, WITHOUT = {"phone": True}, {"phone": False, "scripts": False}


def save(page: Page, scripts: bool) -> None:
    """A page with JavaScript saves by itself."""
    if scripts:
        expect(page.get_by_text("Saved at")).to_be_visible(timeout=20_000)
    else:
        page.get_by_role("button", name="Save draft").click()
        expect(page.get_by_text("You can leave it and come back.")).to_be_visible()


@pytest.mark.parametrize(
    ("first", "second"), [(WITH, WITHOUT), (WITHOUT, WITH)], ids=["phone-first", "desk-without-javascript-first"]
)
def test_two_volunteers_write_at_once_and_no_word_is_lost(fresh_site, browser, first, second):
    address = fresh_site.address
    with page_of(browser, address, **first) as vera, page_of(browser, address, **second) as vic:
        for page, persona in ((vera, "vera"), (vic, "vic")):
            sign_in_as(page, persona)
            page.goto("/volunteering/")
            page.get_by_role("button", name="Change the minutes").click()
            expect_heading(page, "Minutes of the meeting")
        before = vera.get_by_label("How the week went").input_value()
        vera.get_by_label("How the week went").fill(before + " As Vera saw it.")
        save(vera, first.get("scripts", True))

        vic.get_by_label("How the week went").fill(before + " As Vic saw it.")
        vic.get_by_role("button", name="Save draft").click()
        expect_heading(vic, "Choose which words stay")
        theirs, mine = vic.locator(".encircle-difference").all()
        expect(theirs.locator("ins")).to_contain_text("Vera")
        expect(mine.locator("ins")).to_contain_text("Vic")
        vic.get_by_label("Keep both").check()
        press(vic, "Put the words together")

        # Vera's page, which shows only her own words, goes on saving and takes nothing of Vic's back.
        if first.get("scripts", True):
            with vera.expect_response(re.compile("/draft/")):
                vera.get_by_label("Housing").fill("Vera goes on.")
        else:
            vera.get_by_label("Housing").fill("Vera goes on.")
            press(vera, "Save draft")
        vera.reload()
        together = vera.get_by_label("How the week went").input_value()
        assert "As Vera saw it." in together
        assert "As Vic saw it." in together
        assert vera.get_by_label("Housing").input_value() == "Vera goes on."
