"""Training with an assessment centre: planned by a coordinator, scored by each alone, talked through, and decided."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from .life import Life
from .steps import answer, expect_heading, follow, press, send

ASSESSORS = {"cora": "Cora Fernleigh", "cleo": "Cleo Thistlewood", "vera": "Vera Applegarth"}
ON_A_PHONE = "vera"  # an experienced volunteer of whom it is recorded that she may train
EXERCISES = 3
SAW = "{} saw how long the silence lasted."


def main(page: Page):
    return page.get_by_role("main")


def plans_training(life: Life, on: date, name: str) -> None:
    """Cora opens an event of one day in two parts, and invites somebody."""
    cora = life.as_("cora")
    cora.goto("/casework/people/training/")
    press(cora, "Open a training event")
    answer(cora, area=re.compile("Devon"), kind="core", address="Invented Hall, Exeter", places=6)
    answer(cora, part_1_name="Morning", part_1_on=on, part_1_starts="9:30am", part_1_ends="12:30pm")
    answer(cora, part_2_name="Afternoon", part_2_on=on, part_2_starts="1:30pm", part_2_ends="4:30pm")
    send(cora)
    life.found["event"] = cora.url
    press(cora, "Invite people")
    answer(cora, whom=re.compile(name))
    send(cora)
    expect(main(cora)).to_contain_text("No answer yet")


def will_come(life: Life, who: str) -> None:
    page = life.as_(who)
    page.goto("/volunteering/")
    follow(page, "Your training")
    press(page, re.compile("^I will come"))
    expect(main(page)).to_contain_text("You have a place.")


def is_held(life: Life) -> None:
    """Cora notes who was there, who assesses, and that each of them scores everything."""
    cora = life.as_("cora")
    cora.goto(life.found["event"])
    expect(main(cora)).to_contain_text("Has a place")
    follow(cora, "Note who was there")
    _tick_all(cora)
    send(cora)
    expect(main(cora)).to_contain_text("Morning, Afternoon")
    follow(cora, "Who trains and assesses")
    answer(cora, trainers=[re.compile(name) for name in ASSESSORS.values()])
    send(cora)
    follow(cora, "Who scores")
    _tick_all(cora)
    send(cora)
    expect(main(cora)).to_contain_text(f"0 of {EXERCISES * len(ASSESSORS)} scores sent")


def _tick_all(page: Page) -> None:
    for box in main(page).get_by_role("checkbox").all():
        box.check()


def scores(life: Life, who: str, name: str, value: int) -> None:
    """Every exercise, alone and on their own pages: what others saw stands on none of them."""
    page = life.as_(who)
    page.goto("/volunteering/training/" if who == ON_A_PHONE else "/casework/people/training/")
    for _ in range(EXERCISES):
        follow(page, re.compile(f"^{name}: "))
        for other in ASSESSORS:
            assert not page.get_by_text(SAW.format(other)).count()
        for choice in main(page).locator(f"input[type=radio][value='{value}']").all():
            choice.check()
        answer(page, seen=SAW.format(who))
        send(page)
        expect(main(page)).to_contain_text("Your scores are sent.")
    assert not page.get_by_role("link", name=re.compile(f"^{name}: ")).count()


def opens_the_scores(life: Life, who: str) -> Page:
    page = life.as_(who)
    page.goto(life.found["event"])
    follow(page, re.compile("Scores and outcome"))
    return page


def sees_none(life: Life, who: str) -> None:
    """Not before they have sent their own."""
    page = opens_the_scores(life, who)
    expect_heading(page, "Scores are not open yet")
    assert not page.get_by_text("saw how long").count()


def waits_for_the_others(life: Life, who: str) -> None:
    """Who has sent all of their own sees what was sent, and still decides nothing: somebody is missing."""
    page = opens_the_scores(life, who)
    expect(main(page)).to_contain_text(SAW.format(who))
    expect(main(page)).to_contain_text("still to come")
    assert not page.get_by_role("button", name="Decide the outcome").count()


def decides(life: Life, result: str, feedback: str, agreed: int) -> None:
    """All scores side by side, what the three agree on, and words for whom it is about."""
    cora = opens_the_scores(life, "cora")
    expect_heading(cora, "Scores side by side")
    for who, name in ASSESSORS.items():
        expect(main(cora)).to_contain_text(name)
        expect(main(cora)).to_contain_text(SAW.format(who))
    expect(main(cora)).to_contain_text("How far assessors agree at this event")
    for one in main(cora).locator("select[name^='agreed-']").all():
        one.select_option(str(agreed))
    answer(cora, result=result, feedback=feedback)
    press(cora, "Decide the outcome")
    expect(main(cora)).to_contain_text("The outcome is decided.")


def reads(life: Life, who: str, *words: str) -> None:
    """The outcome and the feedback on their own page; no score, nor what anybody saw, nor who it was."""
    page = life.as_(who)
    page.goto("/volunteering/training/")
    for one in words:
        expect(main(page)).to_contain_text(one)
    for hidden in ("saw how long", "shown", *ASSESSORS.values()):
        assert not main(page).get_by_text(hidden).count(), hidden
