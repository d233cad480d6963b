"""Cora forms three Circles from her waiting list: proposed, one volunteer swapped, proposed again, and opened."""

import re
from time import sleep

import pytest
from playwright.sync_api import Page, expect

from .life import Life
from .steps import answer, expect_heading, follow, press, send

pytestmark = pytest.mark.browser
CIRCLES = ("Circle Barnacle", "Circle Limpet", "Circle Whelk")


@pytest.fixture
def life(fresh_site, browser):
    return Life(fresh_site, browser, "adult", "", phones=())


def main(page: Page):
    return page.get_by_role("main")


def is_worked_out(page: Page) -> None:
    """The worker does it; she looks again."""
    for _ in range(40):
        expect_heading(page, "Proposed Circles")
        if not main(page).get_by_text("are being worked out").count():
            return
        sleep(1)
        press(page, "Look again")
    raise AssertionError("the proposals were not worked out")


def teams(page: Page) -> dict[str, list[str]]:
    """Whose Circle -> who is proposed."""
    sections = main(page).locator("section").all()
    return {one.locator("h2").inner_text(): one.locator("tbody th").all_inner_texts() for one in sections}


def proposes(cora: Page) -> None:
    cora.goto("/casework/referrals/waiting-list/")
    follow(cora, "Form Circles")
    press(cora, "Propose Circles")
    is_worked_out(cora)
    expect(main(cora)).to_contain_text("3 Circles for 4 people waiting.")
    expect(main(cora)).to_contain_text("Why these people")
    expect(main(cora)).to_contain_text("What one more Circle needs")


def swaps(cora: Page) -> tuple[str, str]:
    """The first of the first Circle is known to be away soon. Who, and in whose Circle."""
    whose, (away, *others) = next(iter(teams(cora).items()))
    follow(cora, re.compile("Keep, swap or take out"))
    expect_heading(cora, "Keep, swap or take out")
    answer(cora, seat_1="out", seat_2="stays")
    cora.get_by_label("Leave the other proposed Circles as they are").uncheck()
    send(cora)
    is_worked_out(cora)
    expect(main(cora)).to_contain_text("3 Circles for 4 people waiting.")
    again = teams(cora)[whose]
    assert away not in again
    assert others[0] in again
    expect(main(cora)).to_contain_text("Kept by you")
    return whose, away


def opens(cora: Page, number: int, name: str) -> None:
    """The form is filled in with who was proposed; she gives it a name, checks it and opens it."""
    main(cora).get_by_role("button", name="Open this Circle").nth(number).scroll_into_view_if_needed()
    with cora.expect_navigation():
        main(cora).get_by_role("button", name="Open this Circle").nth(number).click()
    answer(cora, name=name)
    press(cora, "Continue")
    expect_heading(cora, "Check your answers before the Circle opens")
    press(cora, "Open the Circle")
    expect(main(cora)).to_contain_text("The Circle is open.")


def seated(life: Life, circle: str) -> set[str]:
    with life.site.superuser() as raw:
        rows = raw.execute(
            "SELECT concat_ws(' ', v.given_name, v.family_name) FROM circles_seat s "
            "JOIN circles_circle c ON c.id = s.circle_id "
            "JOIN volunteers_volunteer v ON v.id = s.volunteer_id WHERE c.name = %s",
            [circle],
        ).fetchall()
    return {name for (name,) in rows}


def test_three_circles_are_formed_from_a_waiting_list_with_one_swap(life):
    with life.chapter(0):
        cora = life.as_("cora")
        proposes(cora)
        whose, away = swaps(cora)
        proposed, run = teams(cora), cora.url
        assert life.one("SELECT count(*) FROM circles_circle WHERE name = ANY (%s)", list(CIRCLES)) == "0"
        for number, name in enumerate(CIRCLES):
            cora.goto(run)
            opens(cora, number, name)
        assert [seated(life, name) for name in CIRCLES] == [set(team) for team in proposed.values()]
        assert away not in seated(life, CIRCLES[list(proposed).index(whose)])
        cora.goto("/casework/referrals/waiting-list/")
        expect(main(cora)).to_contain_text("1 person waiting")
