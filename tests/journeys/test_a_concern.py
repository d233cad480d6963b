"""A concern, from the volunteer who sees danger to the police officer who has read it; nothing of it can be edited."""

from datetime import timedelta

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import page_of
from tests.support.site import clock_ahead

from .steps import PHONE_AND_DESK, expect_heading, sign_in_as

pytestmark = pytest.mark.browser
SEEN = "He stood at the school gate at half past three. Goldfinchwood."
TOLD = "Mark was seen at the school gate in Otterpool today. Please call."

POLICE, PROBATION = "Devon and Cornwall Police", "Probation Service South West"
WHAT_WAS_DONE = [
    "Read for the first time",
    "Taken on",
    f"Rang Omar Stonecrop, {POLICE}: no answer",
    "Decided: Tell one or more agencies",
    f"Told Omar Stonecrop, {POLICE} online",
    f"Told Petra Nightingale, {PROBATION} by telephone",
    f"Acknowledged by Petra Nightingale, {PROBATION} on the telephone",
    f"Acknowledged by Omar Stonecrop, {POLICE}",
]


def raise_it(vera: Page) -> str:
    """999 and the number of whoever is on call come before anything to fill in. Answers the concern's reference."""
    vera.goto("/volunteering/")
    vera.get_by_role("button", name="Raise a concern").click()
    expect_heading(vera, "Is someone in danger now?")
    vera.get_by_role("button", name="Yes, someone is in danger now").click()
    expect_heading(vera, "Someone is in danger now")
    presses = vera.get_by_role("main").get_by_role("button").all_inner_texts()
    assert presses[0] == "Ring 999"
    assert presses[1].startswith("Ring ")
    assert presses[-1] == "Record it now"
    vera.get_by_label("What is happening? (optional)").fill(SEEN)
    vera.get_by_role("button", name="Record it now").click()
    expect_heading(vera, "Concern raised")
    return vera.locator(".govuk-panel strong").inner_text()


def ring_in_vain(cora: Page) -> None:
    """In danger the telephone comes before the decision; nobody answers."""
    cora.get_by_role("button", name="Take it on").click()
    cora.get_by_role("button", name="Record a telephone call").click()
    cora.get_by_label("Omar Stonecrop").check()
    cora.get_by_label("No", exact=True).check()
    cora.get_by_role("button", name="Record the call").click()


def decide(cora: Page) -> None:
    cora.get_by_role("button", name="Decide what to do").click()
    cora.get_by_label("Tell one or more agencies").check()
    cora.get_by_role("button", name="Record the decision").click()
    expect_heading(cora, "Decide what to do")  # not without a reason
    cora.get_by_label("Why?").fill("A licence condition keeps him away from schools.")
    cora.get_by_role("button", name="Record the decision").click()


def tell_online(cora: Page, whom: str) -> None:
    expect_heading(cora, "Tell agencies")  # what was decided is done at once
    cora.get_by_label(whom).check()
    cora.get_by_label("What are they told?").fill(TOLD)
    rest_on_prevention(cora)
    cora.get_by_role("button", name="Tell them").click()
    expect(cora.get_by_text("They are told. The concern stays open until they acknowledge.")).to_be_visible()


def tell_by_telephone(cora: Page, whom: str) -> None:
    cora.get_by_role("link", name="Tell agencies").click()
    cora.get_by_label(whom).check()
    cora.get_by_label("What are they told?").fill(TOLD)
    cora.get_by_label("I have told them by telephone").check()
    cora.get_by_label("Who did you speak to?").fill(whom)
    rest_on_prevention(cora)
    cora.get_by_role("button", name="Tell them").click()
    expect(cora.get_by_text("The call is in the chronology.")).to_be_visible()


def rest_on_prevention(cora: Page) -> None:
    cora.get_by_label("Another ground").check()
    cora.get_by_label("Prevention of serious harm").check()
    cora.get_by_label("Why does this ground apply?").fill("A child could be hurt today.")


def read_outside(omar: Page) -> None:
    omar.get_by_role("list", name="New for you").get_by_role(
        "link", name="A concern you need to know about"
    ).first.click()
    expect(omar.get_by_text(TOLD)).to_be_visible()
    assert "Goldfinchwood" not in omar.content()  # the volunteer's own words stay inside
    assert "Applegarth" not in omar.content()
    omar.get_by_role("button", name="I have read this").click()


def chronology(cora: Page) -> list[str]:
    """What people did, oldest first; how often the clock asked them to depends on when this runs."""
    by_people = cora.locator(".moj-timeline__item").filter(has_not_text="by the clock")
    return by_people.locator(".moj-timeline__title").all_inner_texts()[::-1]


@PHONE_AND_DESK
def test_a_concern_stays_open_until_the_police_have_read_it(fresh_site, browser, how):
    site = fresh_site
    with page_of(browser, site.address, **how) as vera:
        sign_in_as(vera, "vera")
        reference = raise_it(vera)
    with site.superuser() as raw:
        concern = raw.execute("SELECT id FROM risk_concern WHERE reference = %s", [reference]).fetchone()[0]
    with page_of(browser, site.address, **how) as cora:
        sign_in_as(cora, "cora")
        waiting = cora.get_by_role("list", name="Concerns").get_by_role("listitem").filter(has_text=reference)
        expect(waiting).to_contain_text("Someone is in danger now")
        waiting.get_by_role("link", name=f"Concern {reference}").click()
        expect(cora.get_by_text(SEEN)).to_be_visible()
        ring_in_vain(cora)
        decide(cora)
        tell_online(cora, "Omar Stonecrop")
        tell_by_telephone(cora, "Petra Nightingale")
        expect(cora.get_by_text("Told, not acknowledged")).to_be_visible()
        expect(cora.get_by_role("main")).to_contain_text(f"{POLICE} to acknowledge")

    with clock_ahead(site, timedelta(hours=2)), page_of(browser, site.address, **how) as cora:
        sign_in_as(cora, "cora")
        cora.goto(f"/casework/concerns/{concern}/")
        expect(cora.get_by_role("main")).to_contain_text(f"{POLICE} to acknowledge, overdue by")
        with page_of(browser, site.address, **how) as omar:
            sign_in_as(omar, "omar")
            read_outside(omar)
        cora.reload()
        expect(cora.get_by_role("main")).to_contain_text("Next: can be closed when it is over.")
        assert chronology(cora) == WHAT_WAS_DONE
    with site.superuser() as raw, pytest.raises(psycopg.Error):
        raw.execute("UPDATE risk_concernstep SET at = now() WHERE concern_id = %s", [concern])
