"""Ravi refers a person: begun one day, gone on with another, sent and read by Cora alone. Or a colleague goes on."""

import re

import pytest
from playwright.sync_api import Page, expect

from encircle.rooms.referrals.sections import SECTIONS
from tests.rooms.referrals.form import typed_for
from tests.support.browser import page_of

from .steps import PHONE_AND_DESK, expect_heading, sign_in_as, sign_in_with_a_code

pytestmark = pytest.mark.browser
SAID = "She keeps a ledger of herons."
ALL = 13


def ravis_draft(site):
    """Its id and reference."""
    with site.superuser() as raw:
        return raw.execute(
            "SELECT r.id::text, r.reference FROM referrals_referral r JOIN referrals_holder h ON h.referral_id = r.id "
            "JOIN partners_professional p ON p.id = h.professional_id JOIN accounts_user u ON u.id = p.user_id "
            "WHERE u.persona = 'ravi' AND NOT EXISTS (SELECT FROM referrals_submission s WHERE s.referral_id = r.id)"
        ).fetchone()


def fill(page: Page, questions, secret=""):
    """Every question of the page that shows, as a person would answer it. Without scripts all of them show."""
    for name, value in typed_for(questions, secret).items():
        for text in value if isinstance(value, list) else [value]:
            field = page.locator(f"main [name='{name}']").first
            if not field.is_visible() and field.get_attribute("type") not in ("radio", "checkbox"):
                continue
            kind = field.get_attribute("type")
            if kind in ("radio", "checkbox"):
                box = page.locator(f"main [name='{name}'][value='{text}']")
                box.check()
            elif field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)
                unknown = page.locator(f"main [name='{re.sub('_(day|month|year)$', '', name)}-not-known']")
                if unknown.count():
                    unknown.uncheck()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def open_section(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).click()
    expect_heading(page, title)


def finish(page: Page, code: str) -> None:
    """One section from the task list and back to it, with an entry of its list where it has one."""
    section = SECTIONS[code]
    open_section(page, section.title)
    fill(page, section.questions, SAID)
    press(page, "Save and continue")
    if section.entries:
        if page.get_by_text("Nothing has been added yet.").count():
            press_link(page, f"Add {section.entries.one}")
            fill(page, section.entries.questions, SAID)
            press(page, "Save and continue")
        expect_heading(page, section.entries.title)
        press(page, "Save and continue")
    expect_heading(page, "Refer a person")


def press_link(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def unfinished(page: Page) -> list[str]:
    items = (
        page.get_by_role("listitem")
        .filter(has=page.get_by_role("link"))
        .filter(has_text=re.compile("Not started|In progress"))
    )
    titles = {section.title: code for code, section in SECTIONS.items()}
    return [titles[text] for text in items.get_by_role("link").all_inner_texts() if text in titles]


@pytest.mark.parametrize(
    "how", [{"phone": True, "scripts": False}, {"phone": False}], ids=["phone-without-javascript", "desk"]
)
def test_a_referral_is_worked_through_sent_and_read(fresh_site, browser, how):
    site = fresh_site
    referral, reference = ravis_draft(site)
    with page_of(browser, site.address, **how) as ravi:
        sign_in_with_a_code(ravi, site, "ravi")
        expect_heading(ravi, "Your referrals")
        ravi.get_by_role("link", name=f"Referral {reference}").click()
        expect_heading(ravi, "Refer a person")

        open_section(ravi, "Identifiers")  # a number is mistyped: said beside it, and nothing else is lost
        fill(ravi, SECTIONS["identifiers"].for_kind("adult").questions)
        ravi.get_by_label("NHS number", exact=True).fill("943 476 5918")
        press(ravi, "Save and continue")
        expect(ravi.get_by_role("link", name="NHS number is not right. Check every number")).to_be_visible()
        expect(ravi.get_by_label("PNC number", exact=True)).to_have_value("2003/0011985X")
        ravi.get_by_label("NHS number", exact=True).fill("943 476 5919")
        press(ravi, "Save and continue")

        open_section(ravi, "What the person wants")
        ravi.get_by_label("Why does the person want a Circle?").fill("Half a thou")
        press(ravi, "Save and come back later")
        expect(ravi.get_by_role("main")).to_contain_text("Saved. You can come back to this section when you like.")
        ravi.get_by_role("button", name="Sign out").first.click()

    with page_of(browser, site.address, **how) as ravi:  # another day, another device
        sign_in_as(ravi, "ravi")
        ravi.get_by_role("link", name=f"Referral {reference}").click()
        open_section(ravi, "What the person wants")
        expect(ravi.get_by_label("Why does the person want a Circle?")).to_have_value("Half a thou")
        ravi.get_by_role("link", name="Back", exact=True).click()
        for code in unfinished(ravi):
            finish(ravi, code)
        expect(ravi.get_by_role("main")).to_contain_text(f"You have completed {ALL} of {ALL} sections.")

        ravi.get_by_role("link", name="Check your answers and send").click()
        assert "2003/0011985X" not in ravi.content()
        ravi.get_by_role("link", name="Show what is hidden in identifiers").click()
        expect(ravi.get_by_role("main")).to_contain_text("2003/0011985X")
        press(ravi, "Send referral")
        expect_heading(ravi, "Referral sent")
        expect(ravi.get_by_role("main")).to_contain_text(f"Your reference is {reference}")
        ravi.get_by_role("link", name="read what you sent").click()
        expect(ravi.get_by_role("main")).to_contain_text(SAID)

    with page_of(browser, site.address) as cora, page_of(browser, site.address) as petra:
        sign_in_as(cora, "cora")
        cora.goto(f"/casework/referrals/{referral}/")
        expect(cora.get_by_role("main")).to_contain_text(SAID)
        sign_in_as(petra, "petra")  # the same agency, the same area, and not hers
        for place in ("", "copy/", "form/"):
            petra.goto(f"/referring/referrals/{referral}/{place}")
            expect_heading(petra, "Page not found")


@PHONE_AND_DESK
def test_a_colleague_goes_on_with_it(fresh_site, browser, how):
    site = fresh_site
    referral, reference = ravis_draft(site)
    with site.superuser() as raw:
        (address,) = raw.execute(
            "SELECT p.email FROM partners_professional p JOIN accounts_user u ON u.id = p.user_id "
            "WHERE u.persona = 'paul'"
        ).fetchone()
    with page_of(browser, site.address, **how) as ravi, page_of(browser, site.address, **how) as paul:
        sign_in_as(ravi, "ravi")
        ravi.goto(f"/referring/referrals/{referral}/form/")
        written = re.search(r"completed (\d+) of", ravi.get_by_role("main").inner_text())[1]
        ravi.get_by_role("link", name="Hand it over to a colleague").click()
        ravi.get_by_label("Your colleague’s work email address").fill("nobody@elsewhere.example")
        press(ravi, "Continue")
        expect(ravi.get_by_role("main")).to_contain_text("We know no colleague of yours with this address.")
        ravi.get_by_label("Your colleague’s work email address").fill(address)
        press(ravi, "Continue")
        expect(ravi.get_by_role("heading", level=1)).to_contain_text("Hand over to Paul")
        press(ravi, "Hand over")
        expect(ravi.get_by_role("main")).to_contain_text("Handed over to Paul")
        expect(ravi.get_by_role("link", name=f"Referral {reference}")).to_have_count(0)
        ravi.goto(f"/referring/referrals/{referral}/form/")
        expect_heading(ravi, "Page not found")

        sign_in_as(paul, "paul")
        paul.goto("/referring/")
        paul.get_by_role("link", name=f"Referral {reference}").click()
        expect(paul.get_by_role("main")).to_contain_text(f"You have completed {written} of {ALL} sections.")
