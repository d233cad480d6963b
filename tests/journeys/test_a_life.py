"""From the first telephone call to the follow-up, once for each kind of Circle."""

from datetime import timedelta

import pytest

from .beginning import (
    able_to_decide,
    agreed,
    agreement_printed,
    begun,
    briefing_held,
    briefing_planned,
    cannot_start,
    carers_known,
    consented,
    easy_to_read,
    form_printed,
    opened,
    pack_closed,
    pack_read,
    planned,
    scope_agreed,
    scope_read,
    signed,
)
from .coming_in import accepted, enquiry, invitation, judged, referral, told
from .disclosing import disclosed, disclosure_acknowledged, disclosure_told
from .ending import (
    answered_by_letter,
    answered_inside,
    checked_nothing_found,
    circumstances_known,
    end_moved,
    ended,
    questions_asked,
    reported,
    screened,
)
from .life import Life
from .mappa import action_done, mappa_meeting, placed
from .newcomers import BETONY, CLOVER, LINNET, ROWAN, SORREL, Newcomer, added_outside, invited_to_refer
from .panel import DISSENT, decided_by_a_panel, panel_asked, panel_speaks
from .running import (
    dark_outside,
    goal,
    minutes,
    news,
    next_meeting,
    pack_sent,
    paper_keyed,
    paper_printed,
    paused,
    progress,
    read_outside,
    release_expected,
    released,
    resumed,
    review_held,
    review_planned,
    rhythm,
    views_given,
    withdrawn,
)

pytestmark = pytest.mark.browser
VOLUNTEERS = ("Vera Applegarth", "Vic Hollowell")
POLICE, PROBATION = "Devon and Cornwall Police", "Probation Service"
PETRA, OMAR = {"Petra Nightingale": "Probation officer"}, {"Omar Stonecrop": "Offender manager"}
SAID = "She keeps a ledger of herons."
OURS = "Tell the area’s MAPPA coordinator on which evenings the Circle meets."
TOLD_VERA = "I looked at the pictures on the tablet again. Nuthatchmoor."
PERSON = {"given_name": "Corwin", "family_name": "Larkspurmere", "known_as": "Corwin"}


def is_referred(life: Life, by: Newcomer, **person: str) -> None:
    """Somebody nobody here knew rings, is invited by post, fills in the form; it is assessed."""
    enquiry(life, agency=by.agency, by=by.name)
    invited_to_refer(life, by)
    referral(life, by.key, **PERSON | person)
    judged(life)


def is_asked(life: Life) -> None:
    """What everybody's end has: questions, one of them by letter, and a report."""
    questions_asked(life)
    answered_by_letter(life)
    reported(life, "Steady meetings until the end.")


def is_followed_up(life: Life, **circumstances: str) -> None:
    """Six months on: what was looked for, and how the person lives."""
    checked_nothing_found(life, since=life.in_days(-180))
    circumstances_known(life, **circumstances)


def seat(who: Newcomer) -> dict[str, str]:
    return {who.name: who.job}


def test_an_adult(fresh_site, browser):
    life = Life(fresh_site, browser, "adult", SAID)
    with life.chapter(0):
        enquiry(life, agency="Probation Service South West")
        invitation(life, "Ravi")
        referral(life, "ravi", **PERSON)
        judged(life)
    with life.chapter(3):
        accepted(life)
        told(life, "ravi", "Accepted")
    with life.chapter(5):
        agreed(life)
        opened(life, name="Kestrel", volunteers=VOLUNTEERS, outer=PETRA | OMAR)
        consented(life, PROBATION, POLICE)
        cannot_start(life)
        briefing_planned(life, life.in_days(2))
    with life.chapter(7):
        pack_read(life)
        briefing_held(life)
        signed(life)
        begun(life)
        planned(life, how_many=2)
        meeting, day = next_meeting(life)
    with life.chapter(day):
        minutes(life, meeting, "A calm evening at the allotment.")
        released(life, meeting, "A calm evening at the allotment.", to=2)
        read_outside(life, "omar", "A calm evening at the allotment.")
        goal(life, "I want to sing in a choir.")
        progress(life, "Went to one rehearsal.")
        news(life, "petra", "He has kept every appointment.")
    with life.chapter(40):
        pack_closed(life)
        placed(life, category=1, level=2)
        mappa_meeting(life, action=OURS, due=life.in_days(10), next_on=life.in_days(90))
        paused(life, "unwell", life.in_days(14))
    with life.chapter(54):
        action_done(life, OURS)
        resumed(life)
        review_planned(life, life.in_days(35))
    with life.chapter(88):
        views_given(life, "petra", "omar")
        pack_sent(life, to=2)
    with life.chapter(89):
        review_held(life, "From now on every second Saturday.")
        rhythm(life, "fortnightly")
        end_moved(life, life.in_days(291))
    with life.chapter(380):
        ended(life)
    with life.chapter(381):
        questions_asked(life)
        answered_by_letter(life)
        answered_inside(life, "petra", "outer-circle", "Well prepared.")
        screened(life)
        reported(life, "A year of steady meetings.")
    with life.chapter(570):
        is_followed_up(life, housing="own", work="part", benefits="no")


def test_a_prison_circle_whose_release_date_moves_twice(fresh_site, browser):
    life = Life(fresh_site, browser, "prison", SAID)
    with life.chapter(0):
        decided_by_a_panel(life)
        is_referred(life, by=ROWAN)
        panel_asked(life, "Cleo", "Sena")
    with life.chapter(3):
        panel_speaks(life, cleo=("accept", "He asked for it himself."), sena=("defer", DISSENT))
        accepted(life)
        told(life, "rowan", "Accepted")
        assert DISSENT not in life.as_("rowan").content()
    with life.chapter(5):
        agreed(life)
        added_outside(life, CLOVER)
        outer = PETRA | OMAR | seat(ROWAN) | seat(CLOVER)
        opened(life, name="Merlin", volunteers=VOLUNTEERS, outer=outer, prison=ROWAN.agency)
        consented(life, PROBATION, POLICE, ROWAN.agency, CLOVER.agency)
        briefing_planned(life, life.in_days(2))
    with life.chapter(7):
        pack_read(life)
        briefing_held(life)
        signed(life)
        begun(life, "prison")
        planned(life, how_many=1)
        meeting, day = next_meeting(life)
        paper_printed(life, meeting)
        shown = release_expected(life, life.in_days(30))
        assert "Not known" in shown
    with life.chapter(day + timedelta(days=2)):
        paper_keyed(life, meeting, "He asked about the bus from the gate.", written=day, to=4)
        read_outside(life, "rowan", "He asked about the bus from the gate.")
    with life.chapter(20):
        was, now = life.in_days(17), life.in_days(40)
        shown = release_expected(life, now)
        assert f"{was:%-d %B %Y}" in shown
        assert f"{now:%-d %B %Y}" in shown
        assert "Moved" in shown
    with life.chapter(35):
        was, now = now, life.in_days(15)
        shown = release_expected(life, now)
        assert f"{was:%-d %B %Y}" in shown
        assert f"{now:%-d %B %Y}" in shown
    with life.chapter(51):
        begun(life, "through_gate")
        meeting, day = next_meeting(life)
    with life.chapter(day):
        minutes(life, meeting, "The first evening outside.")
        released(life, meeting, "The first evening outside.", to=4)
        read_outside(life, "clover", "The first evening outside.")
    with life.chapter(120):
        ended(life, reason="recalled", decision_of="agency")
    with life.chapter(121):
        is_asked(life)
    with life.chapter(311):
        is_followed_up(life, housing="prison", work="learning")


def test_a_young_person_with_two_carers_of_whom_one_withdraws_consent(fresh_site, browser):
    life = Life(fresh_site, browser, "young", SAID)
    with life.chapter(0):
        is_referred(life, by=SORREL, born_on_year=str(life.today.year - 15))
    with life.chapter(3):
        accepted(life)
        told(life, "sorrel", "Accepted")
    with life.chapter(5):
        added_outside(life, LINNET)
        carers_known(life, Mother="Marigold Larkspurmere", Father="Teasel Larkspurmere")
        for who in ("Corwin", "Marigold", "Teasel"):
            agreed(life, who)
        scope_agreed(life, "School and friends. Not what happened.")
        social_worker = {"Social worker": "Social worker"}
        opened(life, name="Wren", volunteers=VOLUNTEERS, outer=seat(SORREL) | OMAR | seat(LINNET) | social_worker)
        for who in ("core member", "Marigold", "Teasel"):
            consented(life, SORREL.agency, LINNET.agency, POLICE, by=who)
        briefing_planned(life, life.in_days(2))
    with life.chapter(7):
        scope_read(life, "School and friends. Not what happened.")
        pack_read(life)
        briefing_held(life)
        signed(life)
        begun(life)
        planned(life, how_many=2)
        meeting, day = next_meeting(life)
    with life.chapter(day):
        minutes(life, meeting, "He brought his drawings.")
        released(life, meeting, "He brought his drawings.", to=3)
        read_outside(life, "omar", "He brought his drawings.")
        news(life, "linnet", "He has begun to speak in our sessions.")
        meeting, day = next_meeting(life)
        withdrawn(life, "Teasel Larkspurmere", POLICE)
        dark_outside(life, "omar", "He brought his drawings.")
    with life.chapter(day):
        minutes(life, meeting, "More drawings.")
        released(life, meeting, "More drawings.", to=2)
        read_outside(life, "sorrel", "More drawings.")
    with life.chapter(300):
        ended(life, reason="completed", decision_of="nobody")
    with life.chapter(301):
        is_asked(life)
    with life.chapter(491):
        is_followed_up(life, housing="family", work="learning")


def test_an_adapted_circle_with_prints_in_easy_read(fresh_site, browser):
    life = Life(fresh_site, browser, "adapted", SAID)
    with life.chapter(0):
        is_referred(life, by=BETONY)
    with life.chapter(3):
        accepted(life)
        told(life, "betony", "Accepted")
    with life.chapter(5):
        able_to_decide(life)
        easy_to_read(form_printed(life))
        agreed(life, style="easy_read")
        opened(life, name="Plover", volunteers=VOLUNTEERS, outer=seat(BETONY) | PETRA | OMAR)
        consented(life, BETONY.agency, PROBATION, POLICE)
        briefing_planned(life, life.in_days(2))
    with life.chapter(7):
        pack_read(life)
        briefing_held(life)
        signed(life)
        easy_to_read(agreement_printed(life))
        begun(life)
        planned(life, how_many=1)
        meeting, day = next_meeting(life)
    with life.chapter(day):
        minutes(life, meeting, "We looked at the pictures.")
        released(life, meeting, "We looked at the pictures.", to=3)
        read_outside(life, "betony", "We looked at the pictures.")
        disclosed(life, TOLD_VERA, to="Vera")
        disclosure_told(life, TOLD_VERA, "Omar Stonecrop", BETONY.name)
        disclosure_acknowledged(life, TOLD_VERA, "omar", "betony")
        review_planned(life, life.in_days(90))
    with life.chapter(day + timedelta(days=89)):
        views_given(life, "betony", easy=True)
    with life.chapter(day + timedelta(days=90)):
        review_held(life, "From now on every second Saturday.")
        rhythm(life, "fortnightly")
    with life.chapter(300):
        ended(life, reason="moved", decision_of="core_member")
    with life.chapter(301):
        is_asked(life)
    with life.chapter(491):
        is_followed_up(life, housing="supported", work="unpaid", benefits="yes")
