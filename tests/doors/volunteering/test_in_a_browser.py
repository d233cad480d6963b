"""The minutes page as it is really used: it saves itself, and two who write at once meet the choice."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import page_of

pytestmark = pytest.mark.browser


def sign_in(page: Page, persona: str) -> None:
    page.goto("/sign-in/")
    page.locator(f"button[value={persona}], form:has(input[value={persona}]) button").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_two_volunteers_write_at_once_on_their_phones_and_no_word_is_lost(fresh_site, browser):
    with (
        page_of(browser, fresh_site.address, phone=True) as vera,
        page_of(browser, fresh_site.address, phone=True, scripts=False) as vic,
    ):
        for page, persona in ((vera, "vera"), (vic, "vic")):
            sign_in(page, persona)
            page.goto("/volunteering/")
        vera.get_by_role("button", name=re.compile("minutes|writing")).or_(
            vera.locator("main a.govuk-button").first
        ).first.click()
        expect(vera).to_have_url(re.compile("/draft/$"))
        vic.goto(vera.url)
        topic = vera.locator("textarea").nth(1)
        before = topic.input_value()
        name = topic.get_attribute("name")

        # Vera's page saves by itself.
        topic.fill(before + " As Vera saw it.")
        expect(vera.locator("[data-autosave-notice]")).to_have_text(re.compile("Saved at"), timeout=20_000)

        # Vic's page has no JavaScript; his button meets the choice.
        vic.locator(f"textarea[name={name}]").fill(before + " As Vic saw it.")
        vic.get_by_role("button", name="Save draft").click()
        expect(vic.get_by_role("heading", level=1)).to_have_text("Choose which words stay")
        sides = vic.locator(".encircle-difference")
        expect(sides.nth(0).locator("ins")).to_contain_text("Vera")
        expect(sides.nth(1).locator("ins")).to_contain_text("Vic")
        vic.get_by_label(re.compile("^Keep both")).check()
        vic.get_by_role("button", name="Put the words together").click()

        # Vera's page, which shows only her own words, goes on saving and takes nothing of Vic's back.
        vera.locator("textarea").nth(2).fill("Vera goes on.")
        expect(vera.locator("[data-autosave-notice]")).to_have_text(re.compile("Saved at"), timeout=20_000)
        vera.wait_for_timeout(4_000)
        vera.reload()
        together = vera.locator(f"textarea[name={name}]").input_value()
        assert "As Vera saw it." in together
        assert "As Vic saw it." in together
        assert vera.locator("textarea").nth(2).input_value() == "Vera goes on."
