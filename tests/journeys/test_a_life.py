"""From the first telephone call to the follow-up, once for each kind of Circle."""

import pytest

from .beginning import (
    agreed,
    begun,
    briefing_held,
    briefing_planned,
    cannot_start,
    consented,
    opened,
    pack_closed,
    pack_read,
    planned,
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
    goal,
    minutes,
    news,
    next_meeting,
    pack_sent,
    paused,
    progress,
    read_outside,
    released,
    resumed,
    review_held,
    review_planned,
    rhythm,
    views_given,
)

pytestmark = pytest.mark.browser
VOLUNTEERS = ("Vera Applegarth", "Vic Hollowell")
POLICE, PROBATION = "Devon and Cornwall Police", "Probation Service"
OUTER = {"Petra Nightingale": "Probation officer", "Omar Stonecrop": "Offender manager"}
SAID = "She keeps a ledger of herons."


def test_an_adult(fresh_site, browser):
    life = Life(fresh_site, browser, "adult", SAID)
    with life.chapter(0):
        enquiry(life, agency="Probation Service South West")
        invitation(life, "Ravi")
        referral(life, "ravi", given_name="Corwin", family_name="Larkspurmere", known_as="Corwin")
        judged(life)
    with life.chapter(3):
        accepted(life)
        told(life, "ravi", "Accepted")
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
