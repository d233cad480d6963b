"""Vera's session ends while she types 20,000 characters: all of them are kept for her, and offered to nobody else."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests.support.browser import page_of
from tests.support.site import clock_ahead

from .steps import PHONE_AND_DESK, expect_heading, sign_in_as, sign_in_here

pytestmark = pytest.mark.browser
LONG = "The heron was back at the weir. " * 625
IDLE = timedelta(minutes=61)  # a volunteer's session lasts 60 without input


def open_draft(page: Page) -> None:
    page.goto("/volunteering/")
    page.get_by_role("list", name="More minutes to write").get_by_role("link").first.click()
    expect_heading(page, "Minutes of the meeting")


@PHONE_AND_DESK
def test_twenty_thousand_characters_survive_an_expired_session(fresh_site, browser, how):
    site = fresh_site
    assert len(LONG) == 20_000
    with page_of(browser, site.address, **how) as page:
        sign_in_as(page, "vera")
        open_draft(page)
        address = page.url
        with clock_ahead(site, IDLE):
            page.get_by_label("How the week went").fill(LONG)
            page.get_by_role("button", name="Save draft").click()
            expect_heading(page, "Sign in")

        sign_in_here(page, "vic")  # somebody else on the same telephone
        expect_heading(page, "Circle 1 Juniper")
        page.goto("/account/")
        assert "heron" not in page.content()
        page.goto(address)
        assert "heron" not in page.content()
        with page.expect_navigation():
            page.get_by_role("button", name="Sign out").first.click()

        sign_in_as(page, "vera")
        page.goto(address)
        expect_heading(page, "What you typed has been kept")
        page.get_by_role("button", name="Continue where you left off").click()
        expect_heading(page, "Minutes of the meeting")
        assert page.get_by_label("How the week went").input_value().strip() == LONG.strip()
        page.goto("/account/")
        assert page.get_by_text("What you typed has been kept").count() == 0
    with site.superuser() as raw:
        saved = raw.execute(
            "SELECT body->>'passage_week' FROM meetings_minutesdraft WHERE meeting_id = %s", [address.split("/")[-3]]
        ).fetchone()
        assert saved[0].strip() == LONG.strip()
        assert raw.execute("SELECT count(*) FROM accounts_heldform").fetchone()[0] == 0
