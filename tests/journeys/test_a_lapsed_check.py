"""A DBS check that has lapsed keeps a volunteer from a seat, and says so; seen again, it lets them in."""

import re

import pytest
from playwright.sync_api import Page, expect

from encircle.common.clock import in_london
from tests.support.browser import page_of
from tests.support.site import Site

from .steps import (
    PHONE_AND_DESK,
    answer,
    circle_of,
    expect_heading,
    follow,
    press,
    sees_a_certificate,
    send,
    sign_in_at_once,
)

pytestmark = pytest.mark.browser
LAPSED = "a new DBS check: the last counted until"


def seats_of(site: Site, circle: str, name: str) -> int:
    with site.superuser() as raw:
        return raw.execute(
            "SELECT count(*) FROM circles_seat s JOIN volunteers_volunteer v ON v.id = s.volunteer_id "
            "WHERE s.circle_id = %s AND v.given_name || ' ' || v.family_name = %s AND s.ends_at IS NULL",
            [circle, name],
        ).fetchone()[0]


def who_lacks_only_a_check(page: Page) -> str:
    """As the form itself says beneath it."""
    for one in page.locator("main li:has(> ul)").all():
        lines = one.inner_text().splitlines()
        if len(lines) == 2 and lines[1].startswith(LAPSED):
            return lines[0]
    raise AssertionError("The demonstration has nobody whose check alone has lapsed")


@PHONE_AND_DESK
def test_a_lapsed_check_blocks_a_seat_until_a_new_one_was_seen(fresh_site, browser, how):
    circle, _ = circle_of(fresh_site, "cora")
    with fresh_site.superuser() as raw:
        today = in_london(raw.execute("SELECT encircle.now()").fetchone()[0]).date()
    with page_of(browser, fresh_site.address, **how) as cora:
        sign_in_at_once(cora, "cora")
        cora.goto(f"/casework/circles/{circle}/seats/")
        press(cora, "Add a volunteer")
        name = who_lacks_only_a_check(cora)
        answer(cora, volunteer=re.compile(name))
        press(cora, "Give the seat")
        expect(cora.locator("main .govuk-form-group--error")).to_contain_text(f"{name} is not ready")
        expect(cora.locator("main .govuk-form-group--error")).to_contain_text(LAPSED)
        assert seats_of(fresh_site, circle, name) == 0

        follow(cora, name)
        expect_heading(cora, re.compile("Ready for a Circle"))
        follow(cora, "Checks")
        sees_a_certificate(cora, today)
        cora.goto(f"/casework/circles/{circle}/seats/")
        press(cora, "Add a volunteer")
        answer(cora, volunteer=re.compile(name))
        send(cora)
        expect(cora.get_by_role("main")).to_contain_text("The volunteer has a seat from now on.")
        assert seats_of(fresh_site, circle, name) == 1
