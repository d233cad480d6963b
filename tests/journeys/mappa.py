"""What agencies that manage somebody together ask of the charity, as acts of a Circle's life. Never their minutes."""

import re
from datetime import date

from playwright.sync_api import expect

from .life import Life
from .steps import answer, follow, press, send

POLICE = "Devon and Cornwall Police"


def placed(life: Life, *, category: int, level: int) -> None:
    """Omar has rung: Cora keeps category and level, and who told her."""
    cora = life.as_("cora")
    _register(life)
    follow(cora, "Record a category and level")
    answer(cora, category=category, level=level, starts_on=life.today, agency=_police(life))
    send(cora)
    expect(cora.get_by_role("main")).to_contain_text(f"Level {level}")


def mappa_meeting(life: Life, *, action: str, due: date, next_on: date) -> None:
    """She was there, and took one thing away that the charity itself is to do."""
    cora = life.as_("cora")
    _register(life)
    press(cora, "Record a meeting")
    answer(cora, held_on=life.today, agency=_police(life), attendance="attended", next_on=next_on)
    send(cora)
    follow(cora, re.compile("^Record an action for us"))
    answer(cora, text=action, due_on=due)
    send(cora)
    expect(cora.get_by_role("main")).to_contain_text(action)
    for persona, door in (("vera", "/volunteering/"), ("petra", "/outer-circle/")):
        page = life.as_(persona)
        page.goto(door)
        assert action not in page.content()


def action_done(life: Life, action: str) -> None:
    """It was overdue, and says so until it is done; then it says who did it."""
    cora = life.as_("cora")
    _register(life)
    expect(cora.locator(".govuk-inset-text").filter(has_text=action)).to_contain_text("Overdue")
    follow(cora, re.compile("^It is done"))
    send(cora)
    expect(cora.locator(".govuk-inset-text").filter(has_text=action)).to_contain_text("done on")


def _register(life: Life) -> None:
    life.as_("cora").goto(f"/casework/people/core-members/{life.found['core_member']}/mappa/")


def _police(life: Life) -> str:
    return life.one("SELECT id FROM partners_agency WHERE name = %s", POLICE)
