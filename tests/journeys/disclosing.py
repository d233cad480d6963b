"""Something the core member said that others must know, as acts of a Circle's life."""

import re

from playwright.sync_api import expect

from .life import Life
from .steps import answer, expect_heading, follow, press, send

TOLD = "He told a volunteer that he has looked at pictures again. Please ring me."


def disclosed(life: Life, said: str, *, to: str) -> None:
    """Vera writes down what he said to her and passes it on. It rings: a letter goes to
    Cora at once, and says nothing."""
    vera = life.as_("vera")
    vera.goto("/volunteering/concerns/new/")
    follow(vera, re.compile("the core member told us something"))
    expect_heading(vera, "Something the core member told us")
    vera.locator("main label").filter(has_text=life.found["name"]).click()
    answer(vera, text=said, own_words="yes", urgency="serious")
    answer(vera, told_to=re.compile(rf"^{to}.*\({life.found['name']}\)"))
    send(vera)
    life.found["concern"] = re.search(r"/concerns/([0-9a-f-]+)/", vera.url)[1]
    letter = life.letter_to("cora", about=life.found["concern"])
    assert letter["Subject"] == "Something urgent is waiting for you"
    assert not [word for word in (said, life.found["name"], "Corwin") if word in letter.get_content()]


def disclosure_told(life: Life, said: str, *outer: str) -> None:
    """Cora reads it in his words, takes it on, decides, and tells each agency that must know, in hers."""
    cora = life.as_("cora")
    cora.goto(f"/casework/concerns/{life.found['concern']}/")
    expect(cora.get_by_role("main")).to_contain_text(said)
    expect(cora.get_by_role("main")).to_contain_text("The core member’s own words")
    press(cora, "Take it on")
    press(cora, "Decide what to do")
    answer(cora, decision="tell_agencies", reason="His conditions forbid it, and he asks for help.")
    send(cora)
    expect_heading(cora, "Tell agencies")
    for name in outer:
        answer(cora, seats=re.compile(name))
    answer(cora, text=TOLD, basis="ground", ground="serious_harm", reason="A child could be hurt.")
    send(cora)
    expect(cora.get_by_role("main")).to_contain_text("to acknowledge")


def disclosure_acknowledged(life: Life, said: str, *personas: str) -> None:
    """Each reads what Cora wrote, never what was said in the Circle; only then can it be closed."""
    for persona in personas:
        page = life.as_(persona)
        page.goto("/outer-circle/")
        new = page.get_by_role("list", name="New for you").get_by_role("listitem")
        with page.expect_navigation():
            new.get_by_role("link", name="A concern you need to know about").first.click()
        expect(page.get_by_text(TOLD)).to_be_visible()
        assert said not in page.content()
        assert "Applegarth" not in page.content()
        press(page, "I have read this")
    cora = life.as_("cora")
    cora.goto(f"/casework/concerns/{life.found['concern']}/")
    press(cora, "Close this concern")
    answer(cora, reason="The offender manager sees him today.")
    send(cora)
    expect(cora.get_by_role("main")).to_contain_text("Closed")
