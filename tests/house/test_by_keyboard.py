"""The main forms with the keyboard alone: what has focus is seen, nothing is skipped, and Enter sends."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import page_of

from .pages import addresses
from .walk import FIELDS

pytestmark = pytest.mark.browser
MAIN_FORMS = [
    "account_login",
    "account_change_password",
    "administration:appointment",
    "administration:invitation",
    "casework:concern_triage",
    "casework:consent_new",
    "casework:new_circle",
    "casework:new_meeting",
    "casework:new_volunteer",
    "casework:search",
    "casework:withdrawal",
    "outer_circle:development_new",
    "referring:section",
    "volunteering:draft",
    "volunteering:new_other_concern",
]
# What the keyboard must reach: of each question with one answer, one answer.
REACHABLE = """() => {
    const asked = new Set()
    const all = "a[href], button, input, select, textarea, summary, [tabindex='0']"
    window.reachable = [...document.querySelectorAll(all)]
        .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.type !== "hidden")
        .filter(one => one.type !== "radio" || (!asked.has(one.name) && asked.add(one.name)))
    return window.reachable.length
}"""
# Where the focus is: its place among the reachable, and whether anything about it shows.
FOCUSED = """() => {
    const here = document.activeElement
    const place = here.type === "radio"
        ? window.reachable.findIndex(one => one.name === here.name) : window.reachable.indexOf(here)
    const shows = style => style.boxShadow !== "none" || style.backgroundColor === "rgb(255, 221, 0)"
        || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
            && style.outlineColor !== "rgba(0, 0, 0, 0)")
    const label = here.labels?.[0]
    const seen = shows(getComputedStyle(here)) || (label && shows(getComputedStyle(label, "::before")))
    const box = (label && ["radio", "checkbox"].includes(here.type) ? label : here).getBoundingClientRect()
    const inside = box.bottom > 0 && box.top < innerHeight
    return {place, seen: Boolean(seen && inside), what: here.outerHTML.slice(0, 120)}
}"""


def opened(walk, name: str) -> Page:
    address = next(one for one in addresses() if one.full_name == name)
    page = walk.open(address, walk.finder.find(address))
    page.evaluate("document.activeElement.blur()")
    return page


@pytest.mark.parametrize("name", MAIN_FORMS)
def test_tab_reaches_everything_in_order_and_it_shows(walk, name):
    page = opened(walk, name)
    count = page.evaluate(REACHABLE)
    assert count > 5
    seen = []
    for _ in range(count):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["seen"], f"nobody sees the focus on {focused['what']}"
        seen.append(focused["place"])
    assert seen == list(range(count))


@pytest.mark.parametrize("name", MAIN_FORMS)
def test_enter_sends_the_form(walk, name):
    page = opened(walk, name)
    page.locator(f"main form:has({FIELDS})").first.locator("button:not([type=button])").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    # Sent as it stood: either it was taken, or the faults have the focus.
    if page.locator(".govuk-error-summary").count():
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.matches('input, select, textarea')")


def test_the_skip_link_skips(walk):
    page = opened(walk, "casework:search")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Name, reference or words")).to_be_focused()


def test_the_warning_before_the_time_is_up_keeps_the_focus_and_gives_it_back(walk):
    with page_of(walk.browser, walk.site.address) as page:
        page.context.add_cookies(walk["vera"].cookies())
        page.clock.install()
        page.goto("/volunteering/concerns/new/account/")
        field = page.locator("main textarea").first
        field.focus()
        page.clock.fast_forward("58:30")
        warning = page.get_by_role("dialog", name="You will be signed out soon")
        expect(warning).to_be_visible()
        buttons = [warning.get_by_role("button", name=name) for name in ("Stay signed in", "Sign out")]
        expect(buttons[0]).to_be_focused()
        for _ in range(6):
            page.keyboard.press("Tab")
            inside = page.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
            )
            assert inside
        buttons[0].focus()
        page.keyboard.press("Enter")
        expect(warning).to_be_hidden()
        expect(field).to_be_focused()
