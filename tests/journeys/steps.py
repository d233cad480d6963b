"""What people do on more than one way through the site."""

import re
from datetime import date, timedelta
from time import sleep, time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from encircle.demo.load import DEMO_PASSWORD, totp_secret
from tests.support.site import Site

PHONE_AND_DESK = pytest.mark.parametrize(
    "how", [{"phone": True}, {"phone": False, "scripts": False}], ids=["phone", "desk-without-javascript"]
)
CODE_LASTS, TYPING_TAKES = 30, 6  # seconds
USED: dict[str, set[int]] = {}  # of each key, the counters whose codes were typed


def expect_heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def sign_in_as(page: Page, persona: str) -> None:
    """As the demonstration offers it."""
    page.goto("/sign-in/")
    sign_in_here(page, persona)


def sign_in_at_once(page: Page, persona: str) -> None:
    """The same without looking at the pages on the way."""
    asked = page.request.get("/sign-in/").text()
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', asked)[1]
    form = {"csrfmiddlewaretoken": token, "persona": persona}
    answer = page.request.post("/demo/sign-in", form=form, max_redirects=0)
    assert answer.status == 302, f"{persona} could not sign in: {answer.status}"


def sign_in_here(page: Page, persona: str) -> None:
    """On the sign-in page that came up, which remembers where somebody wanted to go."""
    page.locator(f"form:has(input[value={persona}])").get_by_role("button").click()
    expect(page.get_by_role("button", name="Sign out").first).to_be_visible()


def sign_in_with_a_code(page: Page, site: Site, persona: str) -> None:
    """With a password and the code an app shows, as in the life outside the demonstration."""
    with_a_code(page, address_of(site, persona), totp_secret(persona))


def with_a_code(page: Page, email: str, key: str) -> None:
    page.goto("/sign-in/")
    type_password(page, email)
    page.get_by_label("Code", exact=True).fill(fresh_code(key))
    page.get_by_role("button", name="Continue").click()


def type_password(page: Page, email: str) -> None:
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def fresh_code(key: str) -> str:
    """One of those an app that was given the key may be showing now. None works twice, so none is typed twice, and none
    is typed that is about to change: a slow page would take it when it works no longer."""
    used = USED.setdefault(key, set())
    while True:
        if time() % CODE_LASTS > CODE_LASTS - TYPING_TAKES:
            sleep(TYPING_TAKES)
        for counter in yield_hotp_counters_from_time():
            if counter not in used:
                used.add(counter)
                return format_hotp_value(hotp_value(key, counter))
        sleep(1)


def address_of(site: Site, persona: str) -> str:
    with site.superuser() as raw:
        return raw.execute("SELECT email FROM accounts_user WHERE persona = %s", [persona]).fetchone()[0]


def circle_of(site: Site, coordinator: str) -> tuple[str, str]:
    """An adult Circle that runs and that they coordinate: its id and its name."""
    with site.superuser() as raw:
        return raw.execute(
            "SELECT c.id::text, c.name FROM circles_circle c "
            "JOIN circles_seat s ON s.circle_id = c.id AND s.ends_at IS NULL "
            "JOIN accounts_user u ON u.id = s.coordinator_id AND u.persona = %s WHERE c.kind = 'adult' "
            "AND NOT EXISTS (SELECT FROM circles_ending e WHERE e.circle_id = c.id) ORDER BY c.name LIMIT 1",
            [coordinator],
        ).fetchone()


def sees_a_certificate(page: Page, today: date) -> None:
    """On the page of a volunteer's checks: issued the other day, and nothing on it."""
    press(page, "Record a certificate you have seen")
    answer(page, level="enhanced", workforce="adult", number="004444555566", shows="nothing")
    answer(page, issued_on=today - timedelta(days=6), seen_on=today)
    send(page)
    expect_heading(page, re.compile("Checks$"))


def fill_minutes(page: Page, said: str) -> None:
    """Everybody came, it began and ended, and one thing was said with the core member."""
    page.get_by_label("Started at").fill("6:30pm")
    page.get_by_label("Ended at").fill("8:15pm")
    page.get_by_label("Held", exact=True).check()
    for present in page.get_by_label("Present", exact=True).all():
        present.check()
    page.get_by_label("How the week went").fill(said)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """A button, or a link that looks like one; another page follows."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=isinstance(name, str)).click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()


def send(page: Page) -> None:
    """The one main button of the form on this page; another page follows, or this test fails here."""
    before = page.url
    with page.expect_navigation():
        page.locator("main form .govuk-button:not(.govuk-button--secondary):not(.govuk-button--warning)").last.click()
    wrong = page.locator(".govuk-error-summary")
    assert not wrong.count(), f"{before} says: {wrong.inner_text()}"


def answer(page: Page, **given: object) -> None:
    """Fill in fields by their names: a text, a choice by its value or by a pattern of its words, a day, a tick."""
    for name, value in given.items():
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                page.locator(f"main [name='{name}_{part}']").fill(str(getattr(value, part)))
            continue
        for one in value if isinstance(value, (list, tuple)) else [value]:
            _answer_one(page, name, one)


def _answer_one(page: Page, name: str, value: object) -> None:
    box = page.locator(f"main [name='{name}']").first
    if box.evaluate("one => one.tagName") == "SELECT":
        if isinstance(value, re.Pattern):
            value = box.locator("option").filter(has_text=value).first.get_attribute("value")
        box.select_option(str(value))
    elif box.get_attribute("type") in ("radio", "checkbox"):
        if isinstance(value, re.Pattern):
            page.locator("main label").filter(has_text=value).first.click()
        elif value is True:
            box.check()
        else:
            page.locator(f"main [name='{name}'][value='{value}']").check()
    else:
        box.fill(str(value))
