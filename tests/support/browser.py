"""The distribution's own Chromium (or Chrome), driven by Playwright. Nothing is downloaded."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
# A busy machine is no fault of the page.
PATIENCE = 20_000  # milliseconds
DESK = {"width": 1280, "height": 900}


def chromium_path() -> str:
    for name in (os.environ.get("ENCIRCLE_CHROMIUM", ""), *NAMES, ON_MAC):
        if name and (found := shutil.which(name)):
            return found
    raise RuntimeError("The browser tests need Chromium or Chrome. Run: ops/setup browser")


@contextmanager
def launched() -> Iterator[Browser]:
    # Playwright's loop runs in this thread; Django would otherwise take every query for one inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_of(
    browser: Browser, address: str, *, phone: bool = False, scripts: bool = True, pictures: Path | None = None
) -> Iterator[Page]:
    """A visitor of their own: a fresh session on a phone or at a desk, with or without JavaScript."""
    context = browser.new_context(
        base_url=address,
        viewport=PHONE if phone else DESK,
        java_script_enabled=scripts,
        locale="en-GB",
        timezone_id="Europe/London",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    try:
        yield page
    except BaseException:
        if pictures:
            page.screenshot(path=pictures, full_page=True)
        raise
    finally:
        _let_go(context)


def _let_go(context: BrowserContext) -> None:
    """A page that is still on its way to another can hold up the closing for ever: it stops first."""
    for page in context.pages:
        page.once("dialog", lambda dialog: dialog.accept())  # it may ask whether to leave what was typed
        with suppress(Error):
            page.goto("about:blank")
    context.close()
