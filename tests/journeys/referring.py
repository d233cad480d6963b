"""Filling in the form of a referral as its writer does: by the task list, one section after the other."""

import re
from collections.abc import Iterable

from playwright.sync_api import Page

from encircle.rooms.referrals.sections import SECTIONS
from tests.rooms.referrals.form import typed_for

from .steps import answer, expect_heading, follow, press


def fill(page: Page, questions: Iterable[object], secret: str = "", **given: object) -> None:
    """Every question of the page that shows, as a person would answer it. Without scripts all of them show."""
    for name, value in (typed_for(questions, secret) | given).items():
        for text in value if isinstance(value, list) else [value]:
            box = page.locator(f"main [name='{name}']").first
            if not box.count() or (not box.is_visible() and box.get_attribute("type") not in ("radio", "checkbox")):
                continue
            answer(page, **{name: text})
            unknown = page.locator(f"main [name='{re.sub('_(day|month|year)$', '', name)}-not-known']")
            if unknown.count() and box.get_attribute("type") not in ("radio", "checkbox"):
                unknown.uncheck()


def unfinished(page: Page) -> list[str]:
    items = (
        page.get_by_role("listitem")
        .filter(has=page.get_by_role("link"))
        .filter(has_text=re.compile("Not started|In progress"))
    )
    titles = {section.title: code for code, section in SECTIONS.items()}
    return [titles[text] for text in items.get_by_role("link").all_inner_texts() if text in titles]


def finish(page: Page, code: str, kind: str, secret: str, **given: object) -> None:
    """One section from the task list and back to it, with an entry of its list where it has one."""
    section = SECTIONS[code].for_kind(kind)
    follow(page, section.title)
    expect_heading(page, section.title)
    fill(page, section.questions, secret, **given)
    press(page, "Save and continue")
    if section.entries:
        if page.get_by_text("Nothing has been added yet.").count():
            press(page, f"Add {section.entries.one}")
            fill(page, section.entries.questions, secret)
            press(page, "Save and continue")
        expect_heading(page, section.entries.title)
        press(page, "Save and continue")
    expect_heading(page, "Refer a person")
