"""People of agencies whom nobody here knew: added by their coordinator, invited by post, let in by a code of their own.

They are invented. What comes to them by e-mail says nothing of anybody, which is looked at each time.
"""

import re
from dataclasses import dataclass

from playwright.sync_api import expect

from encircle.demo.load import DEMO_PASSWORD

from .life import Life
from .steps import answer, expect_heading, fresh_code, press, send


@dataclass(frozen=True)
class Newcomer:
    """Somebody at an agency: by what the journeys call them, and what their coordinator is told."""

    key: str
    name: str
    job: str
    agency: str
    domain: str

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@{self.domain}"


ROWAN = Newcomer(
    "rowan", "Rowan Tredinnick", "Prison offender manager", "HMP Channings Wood", "channingswood.prison.example"
)
CLOVER = Newcomer(
    "clover", "Clover Penrose", "Approved premises key worker", "Tamarisk House", "tamarisk.probation.example"
)
SORREL = Newcomer(
    "sorrel", "Sorrel Hathersage", "Youth justice officer", "Devon Youth Justice", "youthjustice.devon.example"
)
LINNET = Newcomer(
    "linnet", "Linnet Fairbrother", "Specialist in harmful sexual behaviour", "Harbourlight", "harbourlight.nhs.example"
)
BETONY = Newcomer(
    "betony",
    "Betony Carlyon",
    "Forensic community learning disability nurse",
    "Cornwall Partnership",
    "cornwallpartnership.nhs.example",
)


def invited_to_refer(life: Life, who: Newcomer) -> None:
    """Cora invites a referral by somebody new, who is thereby added at their agency and written to."""
    cora = life.as_("cora")
    cora.goto(f"/casework/referrals/enquiries/{life.found['enquiry']}/invitation")
    answer(cora, who="new", agency=re.compile(who.agency), name=who.name, job_title=who.job, email=who.email)
    press(cora, "Continue")
    life.found["referral"] = re.search(r"/referrals/([0-9a-f-]+)/", cora.url)[1]
    lets_themselves_in(life, who)


def added_outside(life: Life, who: Newcomer) -> None:
    """Cora adds a professional at an agency she knows, and invites them."""
    cora = life.as_("cora")
    agency = life.one("SELECT id FROM partners_agency WHERE name LIKE %s", f"{who.agency}%")
    cora.goto(f"/casework/people/agencies/{agency}/professionals/new")
    answer(cora, name=who.name, job_title=who.job, email=who.email)
    send(cora)
    press(cora, "Invite to sign in")
    lets_themselves_in(life, who)


def lets_themselves_in(life: Life, who: Newcomer) -> None:
    """By the address in their letter: a password, then the key an app is given, typed by hand."""
    letter = life.site.postbox.await_message(who.email)
    words = letter.get_content()
    assert not [name for name in ("Larkspurmere", "Corwin", life.found.get("reference", "Corwin")) if name in words]
    page = life.stranger()
    page.goto(re.search(r"http\S+/invitation/\S+", words)[0])
    page.get_by_label("New password", exact=True).fill(DEMO_PASSWORD)
    press(page, "Accept and continue")
    expect_heading(page, "Make your account safe")
    press(page, "Set up an app")
    key = page.locator("main dd").first.inner_text().replace(" ", "").strip()
    page.get_by_label("Code", exact=True).fill(fresh_code(key))
    send(page)
    expect(page.get_by_role("main")).to_contain_text("Your app is set up.")
    life.newcomers[who.key] = (who.email, key)
    life.pages[who.key] = page
