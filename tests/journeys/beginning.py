"""From agreeing to take part to the first meeting, as acts of a Circle's life."""

import re
from datetime import date

from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument, PdfTextPage

from encircle.rooms.readiness.vocabulary import Condition

from .life import Life
from .steps import answer, expect_heading, follow, press, send

LARGE = 16 * 0.6  # points: a capital letter of 16 point type, in the typefaces we set
SECOND_SENTENCE = re.compile(r"[.?!] +[A-Z]")
SIGN = "Stands at the school gate of an old friend."


def agreed(life: Life, who: str = "", style: str = "standard") -> None:
    """Somebody agrees to take part, of their own free will, in front of Cora."""
    cora = life.as_("cora")
    cora.goto(f"/casework/people/core-members/{life.found['core_member']}/joining/agreement")
    answer(
        cora,
        who=re.compile(who),
        agreed_on=life.today,
        style=style,
        how="screen",
        is_voluntary=True,
        is_no_condition=True,
    )
    send(cora)


def carers_known(life: Life, **names: str) -> None:
    """Each parent or carer whose consent is needed: who they are to the young person, and their name."""
    cora = life.as_("cora")
    for standing, name in names.items():
        cora.goto(f"/casework/people/core-members/{life.found['core_member']}/carers/new")
        answer(cora, name=name, standing=standing, consent_required=True)
        send(cora)


def scope_agreed(life: Life, for_volunteers: str) -> None:
    """A young person need not talk of what happened: what may be talked about is agreed with who referred them."""
    cora = life.as_("cora")
    cora.goto(f"/casework/people/core-members/{life.found['core_member']}/joining/scope")
    answer(
        cora,
        agreed_on=life.today,
        agreed_with="The youth justice officer",
        may="School, friends, the computer.",
        may_not="What happened in 2024.",
        for_volunteers=for_volunteers,
    )
    send(cora)


def scope_read(life: Life, words: str) -> None:
    vera = life.as_("vera")
    vera.goto(f"/volunteering/circles/{life.found['circle']}/scope/")
    expect(vera.get_by_role("main")).to_contain_text(words)
    expect(vera.get_by_role("main")).not_to_contain_text("What happened in 2024.")


def able_to_decide(life: Life) -> None:
    """Looked at for this one decision, after help."""
    cora = life.as_("cora")
    cora.goto(f"/casework/people/core-members/{life.found['core_member']}/joining/capacity")
    answer(cora, assessed_on=life.today, help_given="Read aloud twice, with the pictures.", seen="Said it back to me.")
    tick_all(cora, "able")
    send(cora)


def form_printed(life: Life) -> PdfDocument:
    """The form to agree on, in easy read with pictures."""
    cora = life.as_("cora")
    cora.goto(f"/casework/people/core-members/{life.found['core_member']}/joining/")
    return _printed(cora, "Print it in easy read with pictures")


def agreement_printed(life: Life) -> PdfDocument:
    cora = life.as_("cora")
    cora.goto(life.circle("agreement/"))
    return _printed(cora, "Print it to sign on paper")


def _printed(page: Page, link: str) -> PdfDocument:
    with page.expect_download() as paper:
        page.get_by_role("link", name=link).first.click()
    return PdfDocument(paper.value.path())


def easy_to_read(paper: PdfDocument) -> None:
    """As it is set: large type throughout, and no line on which a second sentence begins."""
    for page in paper:
        words = page.get_textpage()
        letters = [words.get_charbox(place) for place in range(words.count_chars()) if is_tall(words, place)]
        assert letters
        assert min(top - bottom for _, bottom, _, top in letters) >= LARGE
        for line in words.get_text_range().splitlines():
            assert not SECOND_SENTENCE.search(line), line


def is_tall(words: PdfTextPage, place: int) -> bool:
    return words.get_text_range(place, 1).isupper()


def are_ready(life: Life, volunteers: tuple[str, ...]) -> None:
    """They sit by an exception in the first month: how somebody becomes ready is told elsewhere."""
    with life.site.superuser() as raw:
        raw.execute(
            "INSERT INTO readiness_datedexception "
            "(id, volunteer_id, area_id, by_id, at, kind, condition, source, starts_on, ends_on) "
            "SELECT gen_random_uuid(), v.id, v.area_id, u.id, encircle.now(), %s, c, 'decided', %s, %s "
            "FROM volunteers_volunteer v CROSS JOIN unnest(%s::text[]) c CROSS JOIN accounts_user u "
            "WHERE u.persona = 'olga' AND v.given_name || ' ' || v.family_name = ANY (%s)",
            [life.kind, life.today, life.in_days(30), Condition.values, list(volunteers)],
        )


def opened(life: Life, *, name: str, volunteers: tuple[str, ...], outer: dict[str, str], prison: str = "") -> None:
    """Cora opens the Circle: who sits in it, where and when it meets."""
    are_ready(life, volunteers)
    cora = life.as_("cora")
    cora.goto("/casework/circles/new/")
    answer(cora, area=re.compile("Devon"), kind=life.kind)
    send(cora)
    answer(cora, name=name, core_member=life.found["core_member"], volunteers=[re.compile(one) for one in volunteers])
    if prison:
        answer(cora, prison=re.compile(prison))
    for number, (who, part) in enumerate(outer.items(), 1):
        answer(cora, **{f"outer_{number}": re.compile(who), f"position_{number}": part})
    answer(cora, weekday=str(life.today.weekday()), slot_time="6:30pm", how_many="0")
    send(cora)
    press(cora, "Open the Circle")
    life.found["name"] = name
    life.found["circle"] = life.one("SELECT id FROM circles_circle WHERE name = %s", name)
    life.found["reference"] = life.one("SELECT reference FROM circles_circle WHERE id = %s", life.found["circle"])


def consented(life: Life, *agencies: str, subjects: tuple[str, ...] = (), by: str = "") -> None:
    """Somebody who may signs for each agency what it may be told."""
    cora = life.as_("cora")
    for agency in agencies:
        cora.goto(life.circle("consents/new"))
        answer(cora, agency=re.compile(agency), starts_on=life.today, evidence="signed_form")
        if by:
            answer(cora, given_by=re.compile(by))
        for box in cora.locator("main [name=subjects]").all():
            if not subjects or box.get_attribute("value") in subjects:
                box.check()
        send(cora)


def briefing_planned(life: Life, on: date) -> None:
    """Everybody with a seat is invited; the pack is written, and opens to the volunteers when the briefing begins."""
    cora = life.as_("cora")
    cora.goto(life.circle("briefings/new"))
    answer(cora, day=on, starts="2pm", ends="4pm")
    tick_all(cora, "seats")
    send(cora)
    life.found["briefing"] = life.one("SELECT id FROM briefings_briefing WHERE circle_id = %s", life.found["circle"])
    cora.goto(f"/casework/briefings/{life.found['briefing']}/")
    follow(cora, "Write the pack")
    answer(cora, offences="As far as you need to know it.", signs=SIGN, what_to_do="Ring Cora the same day.")
    send(cora)
    follow(cora, "Open the pack to the volunteers")
    send(cora)


def cannot_start(life: Life) -> None:
    """No briefing, no Circle."""
    cora = life.as_("cora")
    cora.goto(life.circle("phase"))
    answer(cora, phase="weekly")
    press(cora, re.compile("."))
    expect(cora.get_by_role("main")).to_contain_text("briefing")


def pack_read(life: Life) -> None:
    """Vera reads it on her phone while it is open."""
    vera = life.as_("vera")
    vera.goto(f"/volunteering/circles/{life.found['circle']}/briefing/")
    press(vera, "Read the briefing pack")
    expect(vera.get_by_role("main")).to_contain_text(SIGN)


def pack_closed(life: Life) -> None:
    """Later there is no such page, and Cora sees who read it."""
    vera = life.as_("vera")
    vera.goto(f"/volunteering/briefings/{life.found['briefing']}/pack/")
    expect_heading(vera, "Page not found")
    cora = life.as_("cora")
    cora.goto(f"/casework/briefings/{life.found['briefing']}/pack/readings/")
    expect(cora.get_by_role("main")).to_contain_text("Vera Applegarth")


def briefing_held(life: Life) -> None:
    cora = life.as_("cora")
    cora.goto(f"/casework/briefings/{life.found['briefing']}/")
    press(cora, "Record the briefing")
    answer(cora, led_by="Omar Stonecrop", goals_guidance=True)
    for box in cora.locator("main input[type=radio][value=present]").all():
        box.check()
    send(cora)


def signed(life: Life) -> None:
    """All members sign one agreement: the core member on Cora's screen, Cora herself, the volunteers at home."""
    cora = life.as_("cora")
    cora.goto(life.circle("agreement/new"))
    answer(cora, own_points="We put our phones away.\nWe say when we are tired.")
    send(cora)
    press(cora, re.compile("sign"))
    for one in ("vera", "vic"):
        page = life.as_(one)
        page.goto(f"/volunteering/circles/{life.found['circle']}/agreement/")
        expect(page.get_by_role("main")).to_contain_text("We put our phones away.")
        press(page, "I agree and sign")
    cora.goto(life.circle("agreement/"))
    follow(cora, re.compile("Enter the signature"))
    answer(cora, how="coordinator_screen")
    send(cora)
    expect(cora.get_by_role("main")).not_to_contain_text("Not signed yet")


def begun(life: Life, phase: str = "weekly") -> None:
    cora = life.as_("cora")
    cora.goto(life.circle("phase"))
    answer(cora, phase=phase)
    send(cora)


def planned(life: Life, *, how_many: int, every: int = 1) -> None:
    """So many meetings ahead, from the next usual day on."""
    cora = life.as_("cora")
    cora.goto(life.circle("meetings/planning"))
    answer(cora, how_many=how_many, every=every, holidays="keep", first_on=life.in_days(1))
    send(cora)
    press(cora, re.compile("^Plan "))


def tick_all(page: Page, name: str) -> None:
    for box in page.locator(f"main [name={name}]").all():
        box.check()
