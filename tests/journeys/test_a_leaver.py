"""A leaver: Vera asks on her phone to stop, Cora notes it, and what was open in Vera's hand is worth nothing."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from encircle.demo.load import DEMO_PASSWORD
from encircle.foundations.accounts.invitations import hashed
from tests.support.browser import page_of

from .steps import (
    PHONE_AND_DESK,
    address_of,
    answer,
    expect_heading,
    fresh_code,
    press,
    send,
    sign_in_as,
    sign_in_with_a_code,
    type_password,
)

pytestmark = pytest.mark.browser
WHY = "My evenings are gone until the summer. Garganeywood."
KNOWN = "She told the Circle herself at their last meeting. Smewwood."
TOLD = "The meetings were good, and the way home was long. Shovelerwood."
OLD_LETTER = "an-old-letter-that-was-never-used"
INVITATION = """
    INSERT INTO accounts_invitation (id, purpose, token_hash, email, created_at, expires_at, user_id)
    SELECT gen_random_uuid(), 'password', %s, email, now(), now() + interval '1 day', id FROM accounts_user
    WHERE persona = 'vera'
"""


def asks_to_stop(vera: Page) -> None:
    vera.goto("/volunteering/")
    vera.get_by_role("link", name="Your time with us").click()
    vera.get_by_role("button", name="I would like to stop").click()
    expect_heading(vera, "You would like to stop")
    vera.get_by_label("Do you want to say why?").fill(WHY)
    vera.get_by_role("button", name="Tell my coordinator").click()
    expect(vera.get_by_role("main")).to_contain_text("Until a last day is noted, nothing ends.")


def notes_that_they_leave(cora: Page) -> None:
    cora.goto("/casework/people/leaving/")
    asked = cora.get_by_role("list", name="Would like to stop")
    asked.get_by_role("link", name="Vera Applegarth").click()
    expect(cora.get_by_text(WHY)).to_be_visible()
    cora.get_by_role("button", name="Note that they leave").click()
    expect(cora.get_by_role("main")).to_contain_text("Their sign-in: every device is signed out")
    cora.get_by_role("button", name="Note that they leave").click()
    expect(cora.get_by_role("main")).to_contain_text("Select why they leave")
    cora.get_by_label("Today, now").check()
    cora.get_by_label("Study or work").check()
    cora.get_by_label("The volunteer", exact=True).check()
    cora.get_by_label("What should be known about it?").fill(KNOWN)
    cora.get_by_role("button", name="Note that they leave").click()
    expect(cora.get_by_role("main")).to_contain_text("They have left")
    expect(cora.get_by_role("main")).to_contain_text("Ended for good")


def was_lent_a_badge(cora: Page) -> None:
    cora.goto("/casework/people/leaving/")
    cora.get_by_role("list", name="Would like to stop").get_by_role("link", name="Vera Applegarth").click()
    cora.get_by_role("link", name="Note what they were lent").click()
    answer(cora, kind="badge", which="0142")
    press(cora, "Save")
    expect(cora.get_by_role("main")).to_contain_text("Badge: 0142")


def says_how_it_was(cora: Page) -> None:
    """An exit interview, as they told it, and the badge that came back."""
    cora.get_by_role("link", name="Note that an exit interview was offered").click()
    press(cora, "Save")
    cora.get_by_role("link", name="Record what came of it").click()
    press(cora, "Save")
    expect(cora.get_by_role("main")).to_contain_text("Select what came of it")
    answer(cora, outcome="taken", words=TOLD)
    press(cora, "Save")
    expect(cora.get_by_role("main")).to_contain_text(TOLD)
    cora.get_by_role("link", name=re.compile("0142")).click()
    answer(cora, became="returned")
    press(cora, "Save")
    expect(cora.get_by_role("main")).to_contain_text("Given back")
    cora.goto("/casework/people/leaving/")
    expect(cora.get_by_role("list", name="Left of late")).to_contain_text("exit interview: they came")


def is_signed_out_everywhere(vera: Page, site) -> None:
    """In the browser that was open; with password and code; by a letter from before."""
    vera.get_by_role("link", name="Your time with us").click()
    expect_heading(vera, "Sign in")
    type_password(vera, address_of(site, "vera"))
    expect_heading(vera, re.compile("Sign in"))
    expect(vera.get_by_role("main")).to_contain_text("There is a problem")
    vera.goto(f"/invitation/{OLD_LETTER}")
    expect(vera.get_by_role("main")).not_to_contain_text("Choose a password")
    expect(vera.get_by_role("main")).to_contain_text("no longer works")
    vera.goto("/volunteering/")
    expect_heading(vera, "Sign in")


def comes_back(cora: Page, vera: Page, site) -> None:
    """Cora lets them back; by the letter they choose a password and set up an app, as on the first day."""
    cora.goto("/casework/people/leaving/")
    cora.get_by_role("list", name="Left of late").get_by_role("link", name="Vera Applegarth").click()
    cora.get_by_role("button", name="They come back").click()
    expect(cora.get_by_role("main")).to_contain_text("until now")
    vera.goto(newest_invitation(site, address_of(site, "vera")))
    vera.get_by_label("New password", exact=True).fill(DEMO_PASSWORD)
    press(vera, "Accept and continue")
    expect_heading(vera, "Make your account safe")
    press(vera, "Set up an app")
    key = vera.locator("main dd").first.inner_text().replace(" ", "").strip()
    vera.get_by_label("Code", exact=True).fill(fresh_code(key))
    send(vera)


def newest_invitation(site, email: str) -> str:
    give_up = time.monotonic() + 150  # a busy machine is no fault of the post
    while time.monotonic() < give_up:
        for letter in reversed(site.postbox.messages):
            found = re.search(r"http\S+/invitation/\S+", letter.get_content()) if email in letter["To"] else None
            if found:
                return found[0]
        time.sleep(0.2)
    raise AssertionError("no letter came to Vera")


def sees_nothing_of_the_old_circle(vera: Page, circle: object) -> None:
    vera.goto("/volunteering/")
    expect(vera.get_by_role("main")).to_contain_text("You have no place in a Circle at the moment.")
    for path in ("next", "goals", "scope"):
        vera.goto(f"/volunteering/circles/{circle}/{path}/")
        expect_heading(vera, "Page not found")


def is_not_seated_before_they_sign_anew(cora: Page, vera: Page, circle: object) -> None:
    cora.goto(f"/casework/circles/{circle}/seats/volunteer")
    answer(cora, volunteer=re.compile("Vera Applegarth"))
    press(cora, "Give the seat")
    refused = cora.locator("main .govuk-form-group--error")
    expect(refused).to_contain_text("Vera Applegarth is not ready")
    expect(refused).to_contain_text("greement")
    vera.goto("/volunteering/readiness/agreement/")
    vera.get_by_label("I have read this, and I agree").check()
    send(vera)
    expect(vera.locator("body")).to_contain_text("Your agreement is signed.")


@PHONE_AND_DESK
def test_a_leaver_whose_access_has_gone(fresh_site, browser, how):
    site = fresh_site
    with site.superuser() as raw:
        raw.execute(INVITATION, [hashed(OLD_LETTER)])
        circle = raw.execute(
            "SELECT s.circle_id FROM circles_seat s JOIN volunteers_volunteer v ON v.id = s.volunteer_id "
            "JOIN accounts_user u ON u.id = v.user_id WHERE u.persona = 'vera' AND s.ends_at IS NULL"
        ).fetchone()[0]
    with page_of(browser, site.address, **how) as vera, page_of(browser, site.address) as cora:
        sign_in_with_a_code(vera, site, "vera")
        asks_to_stop(vera)
        vera.goto("/volunteering/")
        sign_in_as(cora, "cora")
        was_lent_a_badge(cora)
        notes_that_they_leave(cora)
        says_how_it_was(cora)
        is_signed_out_everywhere(vera, site)
        cora.goto(f"/casework/circles/{circle}/")
        present = cora.get_by_role("main").inner_text()
        assert "Garganeywood" not in present
        assert "Smewwood" not in present
        assert "Shovelerwood" not in present
        comes_back(cora, vera, site)
        sees_nothing_of_the_old_circle(vera, circle)
        is_not_seated_before_they_sign_anew(cora, vera, circle)
    with page_of(browser, site.address, **how) as vic:
        sign_in_as(vic, "vic")
        for path in ("/volunteering/", f"/volunteering/circles/{circle}/next/"):
            vic.goto(path)
            assert not any(
                word in vic.content() for word in ("Garganeywood", "Smewwood", "Shovelerwood", "left the charity")
            )
