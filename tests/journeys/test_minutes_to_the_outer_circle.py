"""The main job from end to end in a real browser: minutes written, read, released, opened and acknowledged.

Vera signs in with her password and a code; she has no JavaScript on one run and a phone on the other.
"""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from encircle.demo.load import DEMO_PASSWORD, totp_secret
from tests.support.browser import page_of

pytestmark = pytest.mark.browser

SAID = "They talked about the allotment and the new bus times. Kestrelwood."


def code(persona: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(totp_secret(persona), counter))


def sign_in_as(page: Page, persona: str) -> None:
    page.goto("/sign-in/")
    page.locator(f"form:has(input[value={persona}]) button").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def sign_in_with_a_code(page: Page, persona: str, email: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    expect(page).to_have_url(re.compile("/second-factor"))
    page.get_by_label(re.compile("code", re.I)).first.fill(code(persona))
    page.locator("main button[type=submit], main button:not([type])").first.click()
    expect(page).to_have_url(re.compile("/volunteering/"))


def address_of(site, persona: str) -> str:
    with site.superuser() as raw:
        return raw.execute("SELECT email FROM accounts_user WHERE persona = %s", [persona]).fetchone()[0]


def write_minutes(page: Page) -> None:
    page.goto("/volunteering/")
    page.locator("main a.govuk-button, main button.govuk-button").first.click()
    expect(page).to_have_url(re.compile("/draft/$"))
    for radio in page.locator("input[type=radio][value=present]").all():
        radio.check()
    held = page.locator("input[type=radio][value=held]")
    if held.count():
        held.first.check()
    page.get_by_label("Started at").fill("6:30pm")
    page.get_by_label("Ended at").fill("8:15pm")
    page.locator("textarea").nth(1).fill(SAID)
    page.get_by_role("button", name=re.compile("check", re.I)).first.click()
    expect(page).to_have_url(re.compile("/check/$"))
    expect(page.get_by_text("Kestrelwood").first).to_be_visible()
    page.get_by_role("button", name=re.compile("^(Submit|Send)")).first.click()
    expect(page).to_have_url(re.compile("/submission/$"))


def approve_and_release(page: Page, meeting_day: str) -> None:
    """Read, approve, release: three presses."""
    page.goto("/casework/")
    page.get_by_role("link", name=re.compile(f"minutes of .*{meeting_day}")).first.click()
    expect(page.get_by_text("Kestrelwood").first).to_be_visible()
    page.get_by_role("button", name=re.compile("^Approve")).first.click()
    expect(page).to_have_url(re.compile("/release$"))
    page.get_by_role("button", name=re.compile("^Release to")).first.click()
    expect(page).to_have_url(re.compile("/released$"))


def read_outside(page: Page) -> None:
    page.goto("/outer-circle/")
    page.locator("main .encircle-work a", has_text="Minutes").first.click()
    expect(page.get_by_text("Kestrelwood").first).to_be_visible()
    assert "Applegarth" not in page.content()
    page.get_by_role("button", name=re.compile("[Aa]cknowledge|I have read")).first.click()
    expect(page.get_by_text(re.compile("[Aa]cknowledged|[Yy]ou told|have read")).first).to_be_visible()


@pytest.mark.parametrize(("phone", "scripts"), [(True, True), (False, False)], ids=["phone", "no-javascript"])
def test_minutes_travel_from_the_volunteer_to_the_police_and_back(fresh_site, browser, phone, scripts):
    site = fresh_site
    how = {"phone": phone, "scripts": scripts}
    with page_of(browser, site.address, **how) as vera:
        sign_in_with_a_code(vera, "vera", address_of(site, "vera"))
        write_minutes(vera)
    with site.superuser() as raw:
        (version, day, circle) = raw.execute(
            "SELECT v.id, to_char(m.starts_at AT TIME ZONE 'Europe/London', 'FMDD FMMonth'), v.circle_id "
            "FROM meetings_minutesversion v JOIN meetings_meeting m ON m.id = v.meeting_id "
            "ORDER BY v.submitted_at DESC LIMIT 1"
        ).fetchone()
    with page_of(browser, site.address, **how) as cora:
        sign_in_as(cora, "cora")
        approve_and_release(cora, day)
        with page_of(browser, site.address, **how) as omar:
            sign_in_as(omar, "omar")
            read_outside(omar)
        cora.goto(f"/casework/circles/{circle}/ledger/")
        expect(cora.get_by_text(re.compile("Acknowledged")).first).to_be_visible()
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
