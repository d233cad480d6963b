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
from .ending import (
    answered_by_letter,
    answered_inside,
    checked_nothing_found,
    end_moved,
    ended,
    questions_asked,
    reported,
    screened,
)
from .life import Life
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
OUTER = {"Petra Nightingale": "Probation officer", "Omar Stonecrop": "Offender manager"}
SAID = "She keeps a ledger of herons."


PERSON = {"given_name": "Corwin", "family_name": "Larkspurmere", "known_as": "Corwin"}


def comes_in(life: Life, *, agency: str, referrer: str = "Ravi", **person: str) -> None:
    """The first three evenings of everybody: a call, a form, an assessment, a yes."""
    with life.chapter(0):
        enquiry(life, agency=agency)
        invitation(life, referrer)
        referral(life, referrer.lower(), **PERSON | person)
        judged(life)
    with life.chapter(3):
        accepted(life)
        told(life, referrer.lower(), "Accepted")


def is_asked_and_followed_up(life: Life, day: int) -> None:
    """What everybody's end has: questions, one of them by letter; a report; and six months on, a check."""
    with life.chapter(day):
        questions_asked(life)
        answered_by_letter(life)
        reported(life, "Steady meetings until the end.")
    with life.chapter(day + 190):
        checked_nothing_found(life, since=life.in_days(-180))


def test_an_adult(fresh_site, browser):
    life = Life(fresh_site, browser, "adult", SAID)
    comes_in(life, agency="Probation Service South West")
    with life.chapter(5):
        agreed(life)
        opened(life, name="Kestrel", volunteers=VOLUNTEERS, outer=OUTER)
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
        paused(life, "unwell", life.in_days(14))
    with life.chapter(54):
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
        checked_nothing_found(life, since=life.in_days(-180))


def test_a_prison_circle_whose_release_date_moves_twice(fresh_site, browser):
    life = Life(fresh_site, browser, "prison", SAID)
    comes_in(life, agency="HMP Channings Wood")
    with life.chapter(5):
        agreed(life)
        opened(life, name="Merlin", volunteers=VOLUNTEERS, outer=OUTER)
        consented(life, PROBATION, POLICE)
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
        paper_keyed(life, meeting, "He asked about the bus from the gate.", written=day)
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
        released(life, meeting, "The first evening outside.", to=2)
        read_outside(life, "petra", "The first evening outside.")
    with life.chapter(120):
        ended(life, reason="recalled", decision_of="agency")
    is_asked_and_followed_up(life, 121)


def test_a_young_person_with_two_carers_of_whom_one_withdraws_consent(fresh_site, browser):
    life = Life(fresh_site, browser, "young", SAID)
    comes_in(life, agency="Devon Youth Justice Service", born_on_year=str(life.today.year - 15))
    with life.chapter(5):
        carers_known(life, Mother="Marigold Larkspurmere", Father="Teasel Larkspurmere")
        for who in ("Corwin", "Marigold", "Teasel"):
            agreed(life, who)
        scope_agreed(life, "School and friends. Not what happened.")
        opened(life, name="Wren", volunteers=VOLUNTEERS, outer=OUTER)
        for who in ("core member", "Marigold", "Teasel"):
            consented(life, PROBATION, POLICE, by=who)
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
        released(life, meeting, "He brought his drawings.", to=2)
        read_outside(life, "petra", "He brought his drawings.")
        meeting, day = next_meeting(life)
        withdrawn(life, "Teasel Larkspurmere", "Probation Service South West")
        dark_outside(life, "petra", "He brought his drawings.")
    with life.chapter(day):
        minutes(life, meeting, "More drawings.")
        released(life, meeting, "More drawings.", to=1)
        read_outside(life, "omar", "More drawings.")
    with life.chapter(300):
        ended(life, reason="completed", decision_of="nobody")
    is_asked_and_followed_up(life, 301)


def test_an_adapted_circle_with_prints_in_easy_read(fresh_site, browser):
    life = Life(fresh_site, browser, "adapted", SAID)
    comes_in(life, agency="Cornwall Partnership NHS Foundation Trust")
    with life.chapter(5):
        able_to_decide(life)
        easy_to_read(form_printed(life))
        agreed(life, style="easy_read")
        opened(life, name="Plover", volunteers=VOLUNTEERS, outer=OUTER)
        consented(life, PROBATION, POLICE)
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
        released(life, meeting, "We looked at the pictures.", to=2)
        read_outside(life, "omar", "We looked at the pictures.")
        review_planned(life, life.in_days(90))
    with life.chapter(day + timedelta(days=89)):
        views_given(life, "omar", easy=True)
    with life.chapter(day + timedelta(days=90)):
        review_held(life, "From now on every second Saturday.")
        rhythm(life, "fortnightly")
    with life.chapter(300):
        ended(life, reason="moved", decision_of="core_member")
    is_asked_and_followed_up(life, 301)
