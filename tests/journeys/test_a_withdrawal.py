"""Mark withdraws consent for his health to Hana's agency: what rested only on it goes dark, and nothing else does."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import page_of

from .steps import PHONE_AND_DESK, expect_heading, sign_in_as

pytestmark = pytest.mark.browser
DARK = "A part of this can no longer be read, because consent to share it was withdrawn."


def released_to_hana(site):
    """The newest minutes that told her of the week and of his health: release, Circle, day, and both texts."""
    with site.superuser() as raw:
        return raw.execute(
            "SELECT r.id, r.circle_id, to_char(r.about_on, 'FMDD FMMonth YYYY'), w.text, h.text FROM sharing_release r "
            "JOIN sharing_releasepassage w ON w.release_id = r.id AND w.topic_id = 'week' "
            "JOIN sharing_releasepassage h ON h.release_id = r.id AND h.topic_id = 'health' "
            "JOIN partners_professional p ON p.id = r.professional_id JOIN accounts_user u ON u.id = p.user_id "
            "JOIN circles_circle c ON c.id = r.circle_id "
            "WHERE u.persona = 'hana' AND c.name LIKE 'Circle 1 %' AND NOT EXISTS "
            "(SELECT FROM sharing_recall x WHERE x.release_id = r.id) ORDER BY r.about_on DESC LIMIT 1"
        ).fetchone()


def withdraw_health(cora: Page, circle: str) -> None:
    cora.goto(f"/casework/circles/{circle}/consents/")
    cora.get_by_role("link", name="Withdraw consent for Devon Partnership NHS Trust").click()
    cora.get_by_label("Health and wellbeing").check()
    cora.get_by_label("Said in person").check()
    cora.get_by_role("button", name="Withdraw", exact=True).click()


@PHONE_AND_DESK
def test_what_rested_only_on_a_withdrawn_consent_can_no_longer_be_read(fresh_site, browser, how):
    site = fresh_site
    release, circle, day, week, health = released_to_hana(site)
    with page_of(browser, site.address, **how) as hana, page_of(browser, site.address, **how) as cora:
        sign_in_as(hana, "hana")
        hana.goto(f"/outer-circle/releases/{release}/")
        expect_heading(hana, f"Minutes of a meeting on {day}")
        expect(hana.get_by_text(health)).to_be_visible()

        sign_in_as(cora, "cora")
        withdraw_health(cora, circle)
        expect_heading(cora, "Consent withdrawn")
        expect(cora.get_by_role("main")).to_contain_text("Health and wellbeing: withdrawn from")
        expect(cora.get_by_role("main")).to_contain_text(re.compile(r"Hana Willowherb can no longer read \d+ passages"))
        expect(cora.get_by_role("main")).to_contain_text("had been opened before: what was read is in the ledger.")

        hana.reload()
        expect(hana.get_by_text(DARK)).to_be_visible()
        expect(hana.get_by_text(week)).to_be_visible()
        assert health not in hana.content()
        assert "Health and wellbeing" not in hana.content()

        cora.get_by_role("link", name="Look at the ledger").click()
        cora.goto(f"/casework/releases/{release}/")
        expect(cora.get_by_role("main")).to_contain_text("Opened")
        expect(cora.get_by_role("main")).to_contain_text("Health and wellbeing")
        expect(cora.get_by_role("main")).to_contain_text("Closed by a withdrawal")
