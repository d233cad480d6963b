"""Every page of every door, on a phone and at a desk, as it is really served.

Each page is opened by somebody who may, and so is the same page after its form was sent empty. axe (WCAG 2.2 A and
AA) finds nothing; nothing scrolls sideways; one heading of level 1; a title of its own; the browser complains of
nothing; and it weighs little. An address that nobody could open fails: somebody forgot it here.
"""

import pytest
from playwright.sync_api import expect

from .pages import DOORS, addresses
from .walk import violations

pytestmark = pytest.mark.browser
# Addresses without a page of their own, each with what it does instead.
LEADS_ELSEWHERE = {
    "home": "leads to the first door of whoever asks",
    "mfa_index": "the library's name for our own page, second_factor",
    "mfa_login_webauthn": "asked by script: tests/doors/signin/test_passkeys.py",
}
# Forms that may be sent empty, each with what that means.
TAKES_NOTHING = {
    "administration:people": "find everybody",
    "assurance:trail": "the whole trail",
    "casework:forming": "for everybody who waits, of every kind",
    "casework:message_group": "nobody is left out",
    "casework:new_circle_agreement": "the charity's own points are an agreement by themselves",
    "casework:training_attendance": "nobody was there",
    "casework:training_knows": "nobody knows them",
    "casework:waiting_times": "what was said before stays ticked",
    "volunteering:application_apart": "nobody has to say anything of themselves",
    "volunteering:new_imminent_concern": "one press is enough",
    "volunteering:stopping": "nobody has to say when or why",
}


@pytest.mark.parametrize("door", list(DOORS), ids=lambda door: door or "sign-in")
def test_every_page_of_the_door(walk, door):
    faults, pages = [], {}
    walk.titles.clear()
    walk.begin_anew(DOORS[door])
    for address in addresses():
        if address.door == door and address.full_name not in LEADS_ELSEWHERE:
            found = walk.find(address)
            if found.kind == "nothing":
                faults.append(f"{address.full_name}: nobody could open it ({found.last})")
            if found.kind == "page":
                pages[address] = found
                faults += walk.faults(address.full_name, walk.open(address, found))
    assert pages
    accepted = []
    for address, found in pages.items():
        page = walk.send_empty(address, found)
        if page and page.locator(".govuk-error-summary").count():
            faults += walk.faults(address.full_name, page, is_error=True)
        elif page:
            accepted.append(address.full_name)
    assert not faults, "\n".join(faults)
    assert accepted == [name for name in TAKES_NOTHING if name.partition(":")[0] == door]


def test_refusals_are_pages_like_any_other(walk):
    walk.titles.clear()
    page = walk.page_of("cora")
    page.goto("/casework/no-such-page/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    assert walk.faults("not found", page) == []
    page = walk.page_of("")
    page.goto("/sign-in/forgotten")
    page.locator("main [name=csrfmiddlewaretoken]").evaluate("token => { token.value = 'forged' }")
    page.locator("main form").evaluate("form => form.submit()")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page was out of date")
    assert walk.faults("a forged form", page) == []


def test_the_walk_would_find_what_is_wrong(walk):
    page = walk.page_of("cora")
    page.goto("/casework/search/")
    page.evaluate("""() => {
        document.querySelector("main label").remove()
        const wide = document.createElement("h1")
        wide.textContent = "x".repeat(200)
        wide.className = "encircle-nowrap"
        document.querySelector("main").append(wide)
    }""")
    found = "\n".join(walk.faults("a broken page", page))
    assert "2 headings of level 1" in found
    assert "on a phone: label" in found
    assert "scrolls sideways" in found
    assert any(one.startswith("label") for one in violations(page))
