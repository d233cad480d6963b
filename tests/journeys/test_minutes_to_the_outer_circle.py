"""The main job from end to end in a real browser: minutes written, read, released, opened and acknowledged.

Vera signs in with her password and a code; she has a phone on one run and no JavaScript on the other.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import page_of

from .steps import PHONE_AND_DESK, expect_heading, fill_minutes, press, sign_in_as, sign_in_with_a_code

pytestmark = pytest.mark.browser
SAID = "They talked about the allotment and the new bus times. Kestrelwood."


def write_minutes(page: Page) -> None:
    page.goto("/volunteering/")
    due = page.get_by_role("list", name="More minutes to write").get_by_role("listitem").first
    expect(due).to_contain_text(re.compile(r"Due in \d+ hours"))
    due.get_by_role("link").click()
    expect_heading(page, "Minutes of the meeting")
    fill_minutes(page, SAID)
    page.get_by_role("button", name="Check your answers").click()
    expect_heading(page, "Check your answers before you submit the minutes")
    expect(page.get_by_text(SAID)).to_be_visible()
    page.get_by_role("button", name="Submit the minutes").click()
    expect_heading(page, "Minutes submitted")


def approve_and_release(page: Page, weekday: str, day: str) -> None:
    """Read, approve, release: three presses."""
    page.get_by_role("link", name=f"Circle 1 Juniper: minutes of {weekday} {day}").click()
    expect(page.get_by_text(SAID)).to_be_visible()
    page.get_by_role("button", name="Approve and go to release").click()
    expect_heading(page, "Release the minutes")
    page.get_by_role("button", name="Release to 3 people").click()
    expect_heading(page, "Released to 3 people")


def read_outside(page: Page, day: str) -> None:
    page.get_by_role("list", name="New for you").get_by_role("link", name=f"Minutes of a meeting on {day}").click()
    expect(page.get_by_text(SAID)).to_be_visible()
    assert "Applegarth" not in page.content()
    press(page, "I have read this")


@PHONE_AND_DESK
def test_minutes_travel_from_the_volunteer_to_the_police_and_back(fresh_site, browser, how):
    site = fresh_site
    with page_of(browser, site.address, **how) as vera:
        sign_in_with_a_code(vera, site, "vera")
        write_minutes(vera)
    with site.superuser() as raw:
        version, circle, weekday, day = raw.execute(
            "SELECT v.id, v.circle_id, to_char(m.starts_at AT TIME ZONE 'Europe/London', 'FMDay'), "
            "to_char(m.starts_at AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY') "
            "FROM meetings_minutesversion v JOIN meetings_meeting m ON m.id = v.meeting_id "
            "ORDER BY v.submitted_at DESC LIMIT 1"
        ).fetchone()
    with page_of(browser, site.address, **how) as cora:
        sign_in_as(cora, "cora")
        approve_and_release(cora, weekday, day)
        with page_of(browser, site.address, **how) as omar:
            sign_in_as(omar, "omar")
            read_outside(omar, day)
        cora.goto(f"/casework/circles/{circle}/ledger/")
        line = cora.get_by_role("listitem").filter(
            has=cora.get_by_role("link", name=f"Omar Stonecrop minutes of {day}")
        )
        expect(line).to_contain_text("Acknowledged")
    with site.superuser() as raw:
        kinds = raw.execute(
            "SELECT e.kind FROM sharing_releaseevent e JOIN sharing_release r ON r.id = e.release_id "
            "JOIN accounts_user u ON u.id = e.by_id WHERE r.version_id = %s AND u.persona = 'omar' ORDER BY e.at",
            [version],
        ).fetchall()
        opened = raw.execute(
            "SELECT count(*) FROM audit_entry a JOIN accounts_user u ON u.id = a.actor_id "
            "WHERE a.verb = 'opened' AND a.item_id = %s AND u.persona = 'cora'",
            [version],
        ).fetchone()
    assert [kind for (kind,) in kinds] == ["opened", "acknowledged"]
    assert opened[0] >= 1
