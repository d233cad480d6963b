"""What people do on more than one way through the site."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from encircle.demo.load import DEMO_PASSWORD, totp_secret
from tests.support.site import Site

PHONE_AND_DESK = pytest.mark.parametrize(
    "how", [{"phone": True}, {"phone": False, "scripts": False}], ids=["phone", "desk-without-javascript"]
)


def expect_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def sign_in_as(page: Page, persona: str) -> None:
    """As the demonstration offers it."""
    page.goto("/sign-in/")
    sign_in_here(page, persona)


def sign_in_here(page: Page, persona: str) -> None:
    """On the sign-in page that came up, which remembers where somebody wanted to go."""
    page.locator(f"form:has(input[value={persona}])").get_by_role("button").click()
    expect(page.get_by_role("button", name="Sign out").first).to_be_visible()


def sign_in_with_a_code(page: Page, site: Site, persona: str) -> None:
    """With a password and the code an app shows, as in the life outside the demonstration."""
    page.goto("/sign-in/")
    type_password(page, address_of(site, persona))
    page.get_by_label("Code", exact=True).fill(code(persona))
    page.get_by_role("button", name="Continue").click()


def type_password(page: Page, email: str) -> None:
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def code(persona: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(totp_secret(persona), counter))


def address_of(site: Site, persona: str) -> str:
    with site.superuser() as raw:
        return raw.execute("SELECT email FROM accounts_user WHERE persona = %s", [persona]).fetchone()[0]


def fill_minutes(page: Page, said: str) -> None:
    """Everybody came, it began and ended, and one thing was said with the core member."""
    page.get_by_label("Started at").fill("6:30pm")
    page.get_by_label("Ended at").fill("8:15pm")
    page.get_by_label("Held", exact=True).check()
    for present in page.get_by_label("Present", exact=True).all():
        present.check()
    page.get_by_label("How the week went").fill(said)
