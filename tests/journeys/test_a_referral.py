"""Ravi refers a person: begun one day, gone on with another, sent and read. Or a colleague does; or it is declined."""

import re

import pytest
from playwright.sync_api import Page, expect

from encircle.rooms.referrals.sections import SECTIONS
from tests.support.browser import page_of

from .coming_in import decided, enquiry, invitation, judged, referral, told
from .life import Life
from .referring import fill, finish, unfinished
from .steps import PHONE_AND_DESK, expect_heading, follow, press, sign_in_as, sign_in_with_a_code

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


def open_section(page: Page, title: str) -> None:
    follow(page, title)
    expect_heading(page, title)


@pytest.mark.parametrize(
    "how", [{"phone": True, "scripts": False}, {"phone": False}], ids=["phone-without-javascript", "desk"]
)
def test_a_referral_is_worked_through_sent_and_read(fresh_site, browser, how):
    site = fresh_site
    referral, reference = ravis_draft(site)
    with page_of(browser, site.address, **how) as ravi:
        sign_in_with_a_code(ravi, site, "ravi")
        expect_heading(ravi, "Your referrals")
        follow(ravi, re.compile(reference))
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
        follow(ravi, re.compile(reference))
        open_section(ravi, "What the person wants")
        expect(ravi.get_by_label("Why does the person want a Circle?")).to_have_value("Half a thou")
        follow(ravi, "Back")
        for code in unfinished(ravi):
            finish(ravi, code, "adult", SAID)
        expect(ravi.get_by_role("main")).to_contain_text(f"You have completed {ALL} of {ALL} sections.")

        follow(ravi, "Check your answers and send")
        assert "2003/0011985X" not in ravi.content()
        follow(ravi, "Show what is hidden in identifiers")
        expect(ravi.get_by_role("main")).to_contain_text("2003/0011985X")
        press(ravi, "Send referral")
        expect_heading(ravi, "Referral sent")
        expect(ravi.get_by_role("main")).to_contain_text(f"Your reference is {reference}")
        follow(ravi, "read what you sent")
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
        follow(ravi, "Hand it over to a colleague")
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
        follow(paul, re.compile(reference))
        expect(paul.get_by_role("main")).to_contain_text(f"You have completed {written} of {ALL} sections.")


def test_a_referral_is_declined_in_words_fit_to_send(fresh_site, browser):
    """The referrer reads the reason and the words meant for them, and nothing of how they were found."""
    life = Life(fresh_site, browser, "adult", SAID)
    with life.chapter(0):
        enquiry(life, agency="Probation Service South West")
        invitation(life, "Ravi")
        referral(life, "ravi", given_name="Corwin", family_name="Larkspurmere", known_as="Corwin")
        judged(life)
    with life.chapter(3):
        decided(life, "decline", reason="area", words="A Circle nearer to the new home would serve better.")
        told(life, "ravi", "They will not stay in the area")
        told(life, "ravi", "A Circle nearer to the new home would serve better.")
        ravi = life.as_("ravi")
        assert "Said so when we met." not in ravi.content()
        ravi.goto(f"/casework/referrals/{life.found['referral']}/assessment")
        assert "Said so when we met." not in ravi.content()
        cora = life.as_("cora")
        cora.goto("/casework/referrals/waiting-list/")
        expect(cora.get_by_role("main")).not_to_contain_text("Larkspurmere")
