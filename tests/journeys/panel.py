"""A decision that a panel prepares, as acts of a Circle's life: who is asked, who sees it otherwise, who decides."""

import re

from playwright.sync_api import expect

from .life import Life
from .steps import answer, follow, send

DISSENT = "Too soon after the move to another wing."


def decided_by_a_panel(life: Life) -> None:
    """Olga sets it for this kind of Circle, from today on."""
    olga = life.as_("olga")
    olga.goto(f"/administration/standard/kinds/{life.kind}")
    answer(olga, decided_by="panel", panel_quorum="2", in_force_from=life.today)
    send(olga)


def panel_asked(life: Life, *names: str) -> None:
    """Until they have spoken nobody decides, not even Sena."""
    cora = life.as_("cora")
    cora.goto(f"/casework/referrals/{life.found['referral']}/panel")
    for name in names:
        answer(cora, members=re.compile(f"^{name}"))
    send(cora)
    sena = life.as_("sena")
    sena.goto(f"/casework/referrals/{life.found['referral']}/")
    expect(sena.get_by_role("main")).to_contain_text(
        "A panel decides: 2 of its members must say what they think first."
    )
    expect(sena.get_by_role("main").get_by_role("link", name="Decide", exact=True)).to_have_count(0)


def panel_speaks(life: Life, **views: tuple[str, str]) -> None:
    """Each for themselves, on their own page; what one sees otherwise stays as it was said."""
    for persona, (opinion, why) in views.items():
        page = life.as_(persona)
        page.goto(f"/casework/referrals/{life.found['referral']}/")
        follow(page, "Say what you think")
        answer(page, opinion=opinion, words=why)
        send(page)
    sena = life.as_("sena")
    sena.goto(f"/casework/referrals/{life.found['referral']}/")
    for _, why in views.values():
        expect(sena.get_by_role("main")).to_contain_text(why)
    expect(sena.get_by_role("main").get_by_role("link", name="Decide", exact=True)).to_be_visible()
