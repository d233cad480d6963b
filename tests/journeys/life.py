"""A Circle's whole life through the site as it is served: each step by the person who does it, on the day it is done.

The database's own clock runs ahead between the chapters, so that a year passes in minutes; each chapter is an evening,
when what was planned for the day is over. Everybody signs in anew in each: their sessions have ended long before.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from time import monotonic, sleep

from playwright.sync_api import Browser, Page, expect

from encircle.common.clock import LONDON, in_london
from tests.support.browser import page_of
from tests.support.site import Site, clock_ahead

from .steps import sign_in_at_once, with_a_code

EVENING = time(21)


@dataclass
class Life:
    """What is known of it from the outside, as the people who run it would note it down."""

    site: Site
    browser: Browser
    kind: str
    said: str
    phones: tuple[str, ...] = ("vera", "vic")
    first: date | None = None
    pages: dict[str, Page] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    newcomers: dict[str, tuple[str, str]] = field(default_factory=dict)  # address and key of an app
    stack: ExitStack = field(default_factory=ExitStack)

    @contextmanager
    def chapter(self, day: int | date) -> Iterator["Life"]:
        """The evening of a day, or so many days after the first."""
        with self.site.superuser() as raw:
            now = raw.execute("SELECT now()").fetchone()[0]
        self.first = self.first or in_london(now + timedelta(days=1)).date()
        on = day if isinstance(day, date) else self.first + timedelta(days=day)
        with ExitStack() as self.stack:
            shift = datetime.combine(on, EVENING, LONDON) - now
            self.stack.enter_context(clock_ahead(self.site, shift))
            yield self
        self.pages.clear()

    def as_(self, persona: str) -> Page:
        """Their own browser, signed in."""
        if persona not in self.pages:
            page = self.pages[persona] = self.stranger(phone=persona in self.phones)
            if persona in self.newcomers:
                with_a_code(page, *self.newcomers[persona])
                expect(page.get_by_role("button", name="Sign out").first).to_be_visible()
            else:
                sign_in_at_once(page, persona)
        return self.pages[persona]

    def stranger(self, *, phone: bool = False) -> Page:
        """A browser in which nobody is signed in."""
        return self.stack.enter_context(page_of(self.browser, self.site.address, phone=phone))

    def letter_to(self, persona: str, *, about: str) -> EmailMessage:
        """The letter that told them of something, as the post brought it."""
        give_up = monotonic() + 20
        while not (found := self._brought(persona, about)):
            assert monotonic() < give_up, f"no letter to {persona} came"
            sleep(0.1)
        return found[0]

    def _brought(self, persona: str, about: str) -> list[EmailMessage]:
        with self.site.superuser() as raw:
            rows = raw.execute(
                "SELECT n.letter_id::text FROM post_notice n JOIN accounts_user u ON u.id = n.user_id "
                "WHERE u.persona = %s AND n.item_id = %s AND n.letter_id IS NOT NULL",
                [persona, about],
            ).fetchall()
        return [one for one in self.site.postbox.messages if any(letter in one["Message-ID"] for (letter,) in rows)]

    def circle(self, place: str = "") -> str:
        return f"/casework/circles/{self.found['circle']}/{place}"

    @property
    def today(self) -> date:
        with self.site.superuser() as raw:
            return in_london(raw.execute("SELECT encircle.now()").fetchone()[0]).date()

    def in_days(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def one(self, question: str, *values: object) -> str:
        """A single value the database knows, as text: the id of what was just made."""
        with self.site.superuser() as raw:
            return str(raw.execute(question, values).fetchone()[0])
