"""A message: Cora writes to the volunteers of her area, each is told by post, Vera reads it, and it is taken back."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import page_of

from .steps import PHONE_AND_DESK, address_of, expect_heading, sign_in_as

pytestmark = pytest.mark.browser
TEXT = "Bring something to write with. Fulmarwood."
SUBJECT = "Two ears, one mouth"


def write(cora: Page) -> None:
    cora.goto("/casework/people/")
    cora.get_by_role("link", name="Messages", exact=True).click()
    cora.get_by_role("button", name="Write a message").click()
    for area in cora.get_by_role("group", name="Volunteers of which areas?").get_by_role("checkbox").all():
        area.check()
    cora.get_by_label("In a Circle now").check()
    cora.get_by_label("Subject").fill(SUBJECT)
    cora.get_by_label("Message", exact=True).fill("Mark Hazelgrove’s news. " + TEXT)
    cora.get_by_role("button", name="Continue").click()


def mend(cora: Page) -> None:
    """A core member's name is refused where it stands, and what was typed is still there."""
    expect(cora.locator(".govuk-error-summary")).to_contain_text("must not name a core member")
    expect(cora.get_by_label("Message", exact=True)).to_have_value("Mark Hazelgrove’s news. " + TEXT)
    cora.get_by_label("Message", exact=True).fill(TEXT)
    cora.get_by_role("button", name="Continue").click()


def choose_and_send(cora: Page) -> None:
    expect_heading(cora, "Who gets it")
    cora.get_by_label("Vic Hollowell").check()
    cora.get_by_role("button", name="Continue").click()
    while cora.get_by_role("heading", level=1).inner_text() != "Check and send":
        cora.get_by_role("button", name="Continue").or_(cora.get_by_role("button", name="Save and show")).click()
    expect(cora.get_by_text(TEXT)).to_be_visible()
    cora.get_by_role("button", name="Send to").click()
    expect(cora.get_by_text("The message is sent.")).to_be_visible()


def letters_of(site, count):
    """The letters that carry the notices of the message: waits until the mail server has them all."""
    asked = (
        "SELECT n.letter_id FROM post_notice n JOIN messaging_message m ON m.id = n.item_id "
        "WHERE m.subject = %s AND n.letter_id IS NOT NULL"
    )
    give_up, found = time.monotonic() + 150, []  # a busy machine is no fault of the post
    while time.monotonic() < give_up:
        with site.superuser() as raw:
            letters = [str(letter) for (letter,) in raw.execute(asked, [SUBJECT]).fetchall()]
        found = [one for one in site.postbox.messages if any(letter in one["Message-ID"] for letter in letters)]
        if len(found) == count:
            return found
        time.sleep(0.2)
    raise AssertionError(f"{len(found)} of {count} letters came")


def sent_to(site):
    with site.superuser() as raw:
        return dict(
            raw.execute(
                "SELECT u.email, u.persona FROM messaging_recipient r JOIN messaging_message m ON m.id = r.message_id "
                "JOIN volunteers_volunteer v ON v.id = r.volunteer_id JOIN accounts_user u ON u.id = v.user_id "
                "WHERE m.subject = %s",
                [SUBJECT],
            ).fetchall()
        )


@PHONE_AND_DESK
def test_a_message_from_writing_to_taking_back(fresh_site, browser, how):
    site = fresh_site
    with page_of(browser, site.address, **how) as cora:
        sign_in_as(cora, "cora")
        write(cora)
        mend(cora)
        choose_and_send(cora)
        where = cora.url
        people = sent_to(site)
        assert address_of(site, "vera") in people
        assert address_of(site, "vic") not in people
        letters = letters_of(site, len(people))
        assert sorted(letter["To"] for letter in letters) == sorted(people)
        for letter in letters:
            assert letter["Subject"] == "Your charity has written to you"
            others = people.keys() - {letter["To"]}
            secrets = {SUBJECT, "Fulmarwood", "Vera", "Cora", "Hazelgrove", *others}
            assert [one for one in secrets if one in letter.as_string()] == []
        with page_of(browser, site.address, **how) as vera:
            sign_in_as(vera, "vera")
            vera.goto("/volunteering/")
            vera.get_by_role("link", name="from your charity").first.click()
            vera.get_by_role("link", name=SUBJECT).click()
            expect(vera.get_by_text(TEXT)).to_be_visible()
            cora.reload()
            expect(cora.get_by_text(f"1 of {len(people)} have read it")).to_be_visible()
            cora.get_by_role("link", name="Withdraw this message").click()
            cora.get_by_label("It no longer holds").check()
            cora.get_by_role("button", name="Withdraw it").click()
            expect(cora.get_by_role("main")).to_contain_text("Volunteers can no longer read it")
            vera.reload()
            expect_heading(vera, "This message was withdrawn")
            assert "Fulmarwood" not in vera.content()
            own = vera.url
    with page_of(browser, site.address, **how) as vic:
        sign_in_as(vic, "vic")
        for path in (own, where, "/volunteering/messages/"):
            vic.goto(path)
            assert SUBJECT not in vic.content()
