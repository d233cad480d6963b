"""A Circle's whole life through the site as it is served: each step by the person who does it, on the day it is done.

The database's own clock runs ahead between the chapters, so that a year passes in minutes. Everybody signs in anew in
each chapter: their sessions have ended long before.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from playwright.sync_api import Browser, Page, expect

from encircle.common.clock import in_london
from tests.support.browser import page_of
from tests.support.site import Site, clock_ahead

from .referring import finish, unfinished
from .steps import answer, expect_heading, fill_minutes, follow, press, send, sign_in_as


@dataclass
class Life:
    """What is known of it from the outside, as the people who run it would note it down."""

    site: Site
    browser: Browser
    kind: str
    said: str
    day: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)

    @contextmanager
    def chapter(self, *, days: int, phones: tuple[str, ...] = ("vera", "vic")) -> Iterator["Life"]:
        """So many days after it began. Who is named as a phone has nothing else."""
        self.day, self.phones = days, phones
        with ExitStack() as self.stack:
            if days:
                self.stack.enter_context(clock_ahead(self.site, timedelta(days=days)))
            yield self
        self.pages.clear()

    def as_(self, persona: str) -> Page:
        if persona not in self.pages:
            phone = persona in self.phones
            page = self.stack.enter_context(page_of(self.browser, self.site.address, phone=phone))
            sign_in_as(page, persona)
            self.pages[persona] = page
        return self.pages[persona]

    @property
    def now(self) -> datetime:
        with self.site.superuser() as raw:
            return in_london(raw.execute("SELECT encircle.now()").fetchone()[0])

    @property
    def today(self) -> date:
        return self.now.date()

    def one(self, question: str, *values: object) -> str:
        """A single value the database knows, as text: the id of what was just made."""
        with self.site.superuser() as raw:
            return str(raw.execute(question, values).fetchone()[0])


# --- coming in ---


def enquiry(life: Life, *, agency: str) -> None:
    """An officer rings; Cora notes it while she listens, with nobody's name, and means to invite a referral."""
    cora = life.as_("cora")
    cora.goto("/casework/referrals/")
    follow(cora, "Enquiries")
    press(cora, "Note an enquiry")
    answer(
        cora,
        asked_by_name="Jo Ringwell",
        agency_name=agency,
        area=re.compile("Devon"),
        kind=life.kind,
        outcome="to_invite",
        note="Asks whether somebody who moves here soon would do.",
    )
    send(cora)
    life.found["enquiry"] = re.search(r"/enquiries/([0-9a-f-]+)/", cora.url)[1]


def invitation(life: Life, professional: str) -> None:
    """Cora invites a referral by somebody she knows."""
    cora = life.as_("cora")
    cora.goto(f"/casework/referrals/enquiries/{life.found['enquiry']}/invitation")
    answer(cora, who="known", professional=re.compile(professional))
    press(cora, "Continue")
    life.found["referral"] = life.one("SELECT id FROM referrals_referral ORDER BY invited_at DESC LIMIT 1")


def referral(life: Life, referrer: str, **person: str) -> None:
    """The referrer works through the task list, checks the answers and sends them."""
    page = life.as_(referrer)
    page.goto(f"/referring/referrals/{life.found['referral']}/form/")
    for code in unfinished(page):
        finish(page, code, life.kind, life.said, **(person if code == "person" else {}))
    follow(page, "Check your answers and send")
    press(page, "Send referral")
    expect_heading(page, "Referral sent")


def judged(life: Life) -> None:
    """Cora meets the person and judges each criterion by what it rests on."""
    cora = life.as_("cora")
    cora.goto(f"/casework/referrals/{life.found['referral']}/")
    expect(cora.get_by_role("main")).to_contain_text(life.said)
    cora.goto(f"/casework/referrals/{life.found['referral']}/assessment")
    answer(cora, met_on=life.today)
    for box in cora.locator("main input[type=radio][value=met]").all():
        box.check()
    for words in cora.locator("main textarea").all():
        words.fill("Said so when we met.")
    send(cora)


def decided(life: Life, outcome: str, **more: object) -> None:
    sena = life.as_("sena")
    sena.goto(f"/casework/referrals/{life.found['referral']}/decision")
    answer(sena, outcome=outcome, **more)
    send(sena)


# --- beginning ---


def opened(life: Life, *, name: str, volunteers: tuple[str, ...], outer: dict[str, str]) -> None:
    """Cora opens the Circle: who sits in it, where and when it meets."""
    cora = life.as_("cora")
    life.found["core_member"] = life.one(
        "SELECT subject_id FROM referrals_referral WHERE id = %s", life.found["referral"]
    )
    cora.goto("/casework/circles/new/")
    answer(cora, area=re.compile("Devon"), kind=life.kind)
    send(cora)
    answer(cora, name=name, core_member=life.found["core_member"])
    for one in volunteers:
        cora.locator("main label").filter(has_text=one).first.click()
    for number, (who, part) in enumerate(outer.items(), 1):
        answer(cora, **{f"outer_{number}": re.compile(who), f"position_{number}": part})
    answer(cora, weekday=str((life.today + timedelta(days=14)).weekday()), slot_time="6:30pm")
    send(cora)
    press(cora, "Open the Circle")
    life.found["circle"] = life.one("SELECT id FROM circles_circle WHERE name = %s", name)


def consented(life: Life, *agencies: str, subjects: tuple[str, ...] = (), by: str = "") -> None:
    """Somebody who may signs for each agency what it may be told."""
    cora = life.as_("cora")
    for agency in agencies:
        cora.goto(f"/casework/circles/{life.found['circle']}/consents/new")
        answer(cora, agency=re.compile(agency), starts_on=life.today, evidence="signed_form")
        if by:
            cora.locator("main label").filter(has_text=re.compile(by)).first.click()
        for box in cora.locator("main [name=subjects]").all():
            if not subjects or box.get_attribute("value") in subjects:
                box.check()
        send(cora)


def begun(life: Life, phase: str = "weekly") -> None:
    cora = life.as_("cora")
    cora.goto(f"/casework/circles/{life.found['circle']}/phase")
    answer(cora, phase=phase)
    send(cora)


def planned(life: Life, *, how_many: int, every: int = 1) -> None:
    """So many meetings ahead, from the next usual day on."""
    cora = life.as_("cora")
    cora.goto(f"/casework/circles/{life.found['circle']}/meetings/planning")
    answer(cora, how_many=how_many, every=str(every), holidays="keep", first_on=life.today)
    send(cora)
    press(cora, re.compile("^Plan "))


# --- running ---


def next_meeting(life: Life) -> tuple[str, int]:
    """The next planned meeting, and how many days after the beginning it is over."""
    with life.site.superuser() as raw:
        found, days = raw.execute(
            "SELECT id::text, ceil(extract(epoch FROM ends_at - now()) / 86400 + 0.1) FROM meetings_meeting m "
            "WHERE circle_id = %s AND starts_at > encircle.now() ORDER BY starts_at LIMIT 1",
            [life.found["circle"]],
        ).fetchone()
    return found, int(days)


def minutes(life: Life, meeting: str, said: str) -> None:
    """Vera writes them on her phone after the meeting."""
    vera = life.as_("vera")
    vera.goto(f"/volunteering/meetings/{meeting}/minutes")
    expect_heading(vera, "Minutes of the meeting")
    fill_minutes(vera, said)
    press(vera, "Check your answers")
    press(vera, "Submit the minutes")
    expect_heading(vera, "Minutes submitted")


def released(life: Life, meeting: str, said: str, *, to: int) -> None:
    """Cora reads, approves and releases: three presses."""
    cora = life.as_("cora")
    version = life.one("SELECT id FROM meetings_minutesversion WHERE meeting_id = %s", meeting)
    cora.goto(f"/casework/minutes/{version}/")
    expect(cora.get_by_text(said)).to_be_visible()
    press(cora, "Approve and go to release")
    press(cora, f"Release to {to} people")
    expect_heading(cora, f"Released to {to} people")


def read_outside(life: Life, persona: str, said: str) -> None:
    page = life.as_(persona)
    page.goto("/outer-circle/")
    page.get_by_role("list", name="New for you").get_by_role("link").first.click()
    expect(page.get_by_text(said)).to_be_visible()
    page.get_by_role("button", name="I have read this").click()
