"""A newsletter: Vera says yes, a supporter confirms, Olga sends it, one plain email each, and the link ends it."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import page_of

from .steps import PHONE_AND_DESK, address_of, expect_heading, press, send, sign_in_as

pytestmark = pytest.mark.browser
HARVEST, FROST = "After the harvest", "Before the frost"
TEXT = "Soup and bread in the hall on Sunday. Fulmarfield."
SUPPORTER = "noreen@people.example"


def mails(site, subject, to=None, count=1):
    """Those with this subject, once that many have come."""
    give_up, found = time.monotonic() + 150, []  # a busy machine is no fault of the post
    while time.monotonic() < give_up:
        found = [one for one in site.postbox.messages if one["Subject"] == subject and (not to or one["To"] == to)]
        if len(found) >= count:
            return found
        time.sleep(0.2)
    raise AssertionError(f"{len(found)} of {count} emails came: {subject}")


def link_in(mail) -> str:
    """The path behind the address in it: the site knows itself by another name in a letter."""
    return re.search(r"/newsletter/\S+", mail.get_payload(decode=True).decode())[0]


def wants_it(vera: Page) -> None:
    vera.goto("/volunteering/messages/")
    vera.get_by_role("link", name="Say whether you want the newsletter").click()
    assert vera.get_by_role("radio", checked=True).count() == 0
    vera.get_by_label("Yes", exact=True).check()
    press(vera, "Save")
    expect(vera.get_by_text("You get it.", exact=True)).to_be_visible()


def adds_a_supporter(cora: Page) -> None:
    cora.goto("/casework/people/messages/supporters/")
    press(cora, "Add a supporter")
    cora.get_by_label("Name", exact=True).fill("Noreen Applethwaite")
    cora.get_by_label("Email address").fill(SUPPORTER)
    cora.get_by_label("On paper, or in an email").check()
    send(cora)
    line = cora.get_by_role("listitem").filter(has_text="Noreen Applethwaite")
    expect(line).to_contain_text("Asked, not yet confirmed")


def confirms(stranger: Page, path: str) -> None:
    stranger.goto(path)
    expect_heading(stranger, "Do you want our newsletter?")
    press(stranger, "Yes, send me the newsletter")
    expect(stranger.get_by_role("main")).to_contain_text("You get the newsletter")


def writes_and_sends(olga: Page, subject: str) -> None:
    olga.goto("/casework/people/messages/")
    press(olga, "Write a message")
    olga.get_by_label("A newsletter", exact=True).check()
    for area in olga.get_by_role("group", name=re.compile("areas")).get_by_role("checkbox").all():
        area.check()
    olga.get_by_label("Subject").fill(subject)
    olga.get_by_label("What it says", exact=True).fill(TEXT)
    press(olga, "Continue")
    while olga.get_by_role("heading", level=1).inner_text() != "Check and send":
        with olga.expect_navigation():
            olga.get_by_role("button", name="Continue").or_(olga.get_by_role("button", name="Save and show")).click()
    expect(olga.get_by_text(TEXT)).to_be_visible()
    confirmed = olga.get_by_role("main").get_by_role("checkbox")
    if confirmed.count():
        confirmed.check()
    press(olga, re.compile("Send to"))
    expect(olga.get_by_text("The newsletter is sent.")).to_be_visible()


def copies(site, subject) -> int:
    with site.superuser() as raw:
        asked = "SELECT count(*) FROM messaging_recipient r JOIN messaging_message m ON m.id = r.message_id"
        return raw.execute(f"{asked} WHERE m.subject = %s", [subject]).fetchone()[0]


def ends_it(stranger: Page, path: str) -> None:
    stranger.goto(path)
    expect_heading(stranger, "Do you want no more newsletters?")
    press(stranger, "End the newsletter")
    expect(stranger.get_by_role("main")).to_contain_text("You get no more newsletters")


@PHONE_AND_DESK
def test_a_newsletter_from_a_yes_to_its_end(fresh_site, browser, how):
    site = fresh_site
    vera_at = address_of(site, "vera")
    with page_of(browser, site.address, **how) as page:
        sign_in_as(page, "vera")
        wants_it(page)
    with page_of(browser, site.address, **how) as page:
        sign_in_as(page, "cora")
        adds_a_supporter(page)
    [asked] = mails(site, "Do you want our newsletter?")
    assert asked["To"] == SUPPORTER
    with page_of(browser, site.address, **how) as stranger:
        confirms(stranger, link_in(asked))
    with page_of(browser, site.address, **how) as olga:
        sign_in_as(olga, "olga")
        writes_and_sends(olga, HARVEST)
        everybody = mails(site, HARVEST, count=copies(site, HARVEST))
        addresses = {one["To"] for one in everybody}
        assert {vera_at, SUPPORTER} <= addresses
        assert len(addresses) == len(everybody) == copies(site, HARVEST)
        [hers] = mails(site, HARVEST, vera_at)
        is_plain_and_names_nobody_else(hers, addresses - {vera_at})
        with page_of(browser, site.address, **how) as stranger:
            ends_it(stranger, link_in(hers))
        olga.reload()
        expect(olga.get_by_role("main")).to_contain_text(f"Sent: {len(everybody)}")
        writes_and_sends(olga, FROST)
        later = mails(site, FROST, count=copies(site, FROST))
        assert {one["To"] for one in later} == addresses - {vera_at}


def is_plain_and_names_nobody_else(mail, others) -> None:
    assert (mail.is_multipart(), mail.get_content_type()) == (False, "text/plain")
    body, everything = mail.get_payload(decode=True).decode(), mail.as_string()
    assert TEXT in body
    secrets = {"Vera", "Olga", "Hazelgrove", "Circle 1", *others}
    assert [one for one in secrets if one in everything or one in body] == []
