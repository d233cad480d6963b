"""A walk through every page: who opens it, and what axe, the browser and a ruler say about it."""

import gzip
from collections.abc import Iterable
from contextlib import ExitStack

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.support.browser import DESK, PHONE
from tests.support.site import Site

from .arranged import sign_in
from .pages import Address, Finder, Found

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
MOST_BYTES = 120_000  # page, style sheets and scripts over the wire
# Pages that show what a press has just made, once: where the press is.
PRESSED_FOR = {
    "mfa_view_recovery_codes": ("mfa_generate_recovery_codes", "Make new codes"),
    "make_code_list": ("second_factor", "Show my list of codes"),
}
# Addresses that show one and the same page.
# An unfinished draft that is to be checked shows itself with what is missing; which is nearest depends on the hour.
SAME_PAGE = {"volunteering:version": "volunteering:minutes", "volunteering:draft": "volunteering:check"}
# The components' own page: its forms lead nowhere.
NEVER_SENT = (
    "gallery",
    "casework:training_assessors",  # with nobody named it takes away what the pages of who scores show afterwards
)
# A form that asks for something; that of a passkey is answered by script.
FIELDS = "input:not([type=hidden]):not([type=submit]), textarea:not([hidden]), select"
FORM = f"main form[method=post]:not([data-passkey]):has({FIELDS})"
EMPTIED = """form => {
    for (const field of form.elements) {
        if (field.type === "radio" || field.type === "checkbox") field.checked = false
        else if (!["hidden", "submit", "file"].includes(field.type)) field.value = ""
    }
    form.requestSubmit(form.querySelector("button:not([type=button])"))
}"""


class Walk:
    """Visitors of one site, each with one page that is used again and again."""

    def __init__(self, browser: Browser, site: Site, stack: ExitStack) -> None:
        self.browser, self.site, self.stack = browser, site, stack
        self.contexts: dict[str, BrowserContext] = {}
        self.pages: dict[str, Page] = {}
        self.complaints: list[str] = []
        self.weights: dict[str, int] = {}
        self.titles: dict[str, str] = {}
        self.finder = Finder(site, self)

    def __getitem__(self, who: str) -> BrowserContext:
        if who not in self.contexts:
            context = self.browser.new_context(base_url=self.site.address, viewport=DESK, locale="en-GB")
            context.set_default_timeout(15_000)
            context.add_init_script(Axe().axe_script)
            self.stack.callback(context.close)
            sign_in(context, who)
            self.contexts[who] = context
        return self.contexts[who]

    def page_of(self, who: str) -> Page:
        if who not in self.pages:
            page = self.pages[who] = self[who].new_page()
            page.on("console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text))
            page.on("pageerror", lambda error: self.complaints.append(str(error)))
            page.on("response", self._weigh)
        return self.pages[who]

    def _weigh(self, response: Response) -> None:
        """Pages as they are; style sheets and scripts compressed, as production serves them and this site does not."""
        kind = response.request.resource_type
        if response.status == 200 and kind in ("document", "stylesheet", "script"):
            if kind == "document":
                self.weights[response.url] = len(response.body())
            elif response.url not in self.weights:
                self.weights[response.url] = len(gzip.compress(response.body()))

    def open(self, address: Address, found: Found) -> Page:
        page = self.page_of(found.who)
        page.set_viewport_size(DESK)
        self.complaints.clear()
        if found.path:
            page.goto(found.path)
        return page

    def begin_anew(self, visitors: Iterable[str]) -> None:
        """Some pages ask for the password again when a sign-in is some minutes old.

        In order: a first sign-in by password may hash it anew, which ends the person's other sessions.
        """
        for who in visitors:
            if who in self.contexts:
                self.contexts[who].clear_cookies()
                sign_in(self.contexts[who], who)
            else:
                _ = self[who]

    def find(self, address: Address) -> Found:
        """A page that is shown once is made by its press and found in the same breath."""
        if address.full_name not in PRESSED_FOR:
            return self.finder.find(address)
        page = self.page_of("vera")
        where, button = PRESSED_FOR[address.full_name]
        page.goto(reverse(where))
        with page.expect_navigation():
            page.get_by_role("button", name=button).click()
        return Found("page", "vera", "")

    def send_empty(self, address: Address, found: Found) -> Page | None:
        """The page that answers its own form with nothing filled in; None where it asks for nothing."""
        page = self.open(address, found)
        form = page.locator(FORM).first
        if address.full_name in NEVER_SENT or not form.count():
            return None
        self.complaints.clear()
        with page.expect_navigation():
            form.evaluate(EMPTIED)
        return page

    def faults(self, name: str, page: Page, *, is_error: bool = False) -> list[str]:
        """What is wrong with what the page shows now. A form's faults are looked at on the phone alone."""
        found = [f"says {text}" for text in self.complaints if "the server responded" not in text]
        headings = page.locator("h1:visible").count()
        if headings != 1:
            found.append(f"has {headings} headings of level 1")
        if self.titles.setdefault(page.title(), name) not in (name, SAME_PAGE.get(name)):
            found.append(f"has the title of {self.titles[page.title()]}: {page.title()}")
        if page.locator(".govuk-error-summary").count() > 1:
            found.append("says twice what is wrong")
        if is_error and page.locator("h1 ~ .govuk-error-summary, h1 ~ * .govuk-error-summary").count():
            found.append("says what is wrong below its title")
        if (weight := self._weight(page)) > MOST_BYTES:
            found.append(f"weighs {weight} bytes")
        if not is_error:
            found += [f"at a desk: {violation}" for violation in violations(page)]
        page.set_viewport_size(PHONE)
        found += [f"on a phone: {violation}" for violation in violations(page)]
        if page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth"):
            found.append("scrolls sideways on a phone")
        return [f"{name}{' in error' if is_error else ''} {fault}" for fault in found]

    def _weight(self, page: Page) -> int:
        parts = page.evaluate(
            "[location.href.split('#')[0], ...[...document.querySelectorAll('link[rel=stylesheet]')].map(l => l.href), "
            "...[...document.scripts].map(s => s.src)]"
        )
        return sum(self.weights.get(part, 0) for part in parts)


def violations(page: Page) -> list[str]:
    """axe is in the page already: sending it for each run would take longer than running it."""
    found = page.evaluate("rules => axe.run(document, rules).then(result => result.violations)", RULES)
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}" for one in found]
