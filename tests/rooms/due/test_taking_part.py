"""Who has to agree to a Circle, by when, and what becomes of an agreement that is withdrawn."""

from datetime import date

import pytest

from encircle.rooms.due import facts as f
from encircle.rooms.due.rules import taking_part
from encircle.rooms.due.vocabulary import Rule
from encircle.rooms.organisation.models import KindStandard

from .test_rules import ME, OTHER, THIRD, at, practice, said

CIRCLE = OTHER
KINDS = [
    KindStandard(kind="adult", in_force_from=date(2020, 1, 1)),
    KindStandard(kind="young", in_force_from=date(2026, 1, 1), needs_carers=False),
    KindStandard(kind="young", in_force_from=date(2020, 1, 1), needs_carers=True),
]
STARTED, SEATED = "2025-10-01", "2025-09-10"


def seat(kind="adult", since=SEATED, until=None, started=STARTED):
    return f.OwnSeatFact(CIRCLE, at(since), at(until) if until else None, at(started) if started else None, kind)


def agreed(recorded, withdrawn=None, carer=None):
    return f.AgreedFact(at(recorded), carer, at(withdrawn) if withdrawn else None)


PERSON = {
    "before the start": ([agreed("2025-09-01")], seat(), [("2025-10-01T12:00", "in_time")]),
    "after the start": ([agreed("2025-11-01")], seat(), [("2025-10-01T12:00", "late")]),
    "never": ([], seat(), [("2025-10-01T12:00", "overdue")]),
    "never, and out again": ([], seat(until="2025-12-01"), [("2025-10-01T12:00", "lapsed")]),
    "not started yet": ([], seat(started=None), []),
    "into a Circle that runs: that day": ([], seat(since="2025-11-03"), [("2025-11-04T00:00", "overdue")]),
    "that day, in summer time": ([], seat(since="2026-04-06"), [("2026-04-06T23:00", "overdue")]),
    "withdrawn before the start": (
        [agreed("2025-09-01", withdrawn="2025-09-20")],
        seat(),
        [("2025-10-01T12:00", "overdue")],
    ),
    "withdrawn before the start and given again": (
        [agreed("2025-09-01", withdrawn="2025-09-20"), agreed("2025-09-25")],
        seat(),
        [("2025-10-01T12:00", "in_time")],
    ),
    "withdrawn while it runs": (
        [agreed("2025-09-01", withdrawn="2025-11-05")],
        seat(),
        [("2025-10-01T12:00", "in_time"), ("2025-11-06T00:00", "overdue")],
    ),
    "withdrawn while it runs and given again late": (
        [agreed("2025-09-01", withdrawn="2025-11-05"), agreed("2025-11-09")],
        seat(),
        [("2025-10-01T12:00", "in_time"), ("2025-11-06T00:00", "late")],
    ),
    "withdrawn, and the person leaves the Circle": (
        [agreed("2025-09-01", withdrawn="2025-11-05")],
        seat(until="2025-11-08"),
        [("2025-10-01T12:00", "in_time"), ("2025-11-06T00:00", "lapsed")],
    ),
    "withdrawn after the person has left": (
        [agreed("2025-09-01", withdrawn="2025-12-05")],
        seat(until="2025-11-08"),
        [("2025-10-01T12:00", "in_time")],
    ),
    "an older paper withdrawn after a newer was signed": (
        [agreed("2025-09-01", withdrawn="2025-11-05"), agreed("2025-10-20")],
        seat(),
        [("2025-10-01T12:00", "in_time")],
    ),
    "the newer one withdrawn, the older not": (
        [agreed("2025-09-01"), agreed("2025-10-20", withdrawn="2025-11-05")],
        seat(),
        [("2025-10-01T12:00", "in_time"), ("2025-11-06T00:00", "overdue")],
    ),
    "said to be withdrawn before it was recorded": (
        [agreed("2025-09-20", withdrawn="2025-09-18")],
        seat(),
        [("2025-10-01T12:00", "overdue")],
    ),
}


@pytest.mark.parametrize("case", PERSON)
def test_the_person_agrees_before_their_circle_starts_and_still(case):
    rows, own, wanted = PERSON[case]
    person = f.CoreMemberFacts(ME, seats=(own,), agreed=tuple(rows))
    assert said(taking_part.agreed_to_take_part(person, practice(kinds=KINDS)), Rule.AGREEMENT_TO_TAKE_PART) == wanted


MUM, DAD = f.CarerFact(THIRD, at("2025-08-01")), f.CarerFact(ME, at("2025-08-01"))
CARERS = {
    "each of two": (
        {"carers": (MUM, DAD), "agreed": (agreed("2025-09-01", carer=THIRD),)},
        [("2025-10-01T12:00", "in_time"), ("2025-10-01T12:00", "overdue")],
    ),
    "one of them withdraws": (
        {
            "carers": (MUM, DAD),
            "agreed": (agreed("2025-09-01", carer=THIRD), agreed("2025-09-01", withdrawn="2025-11-05", carer=ME)),
        },
        [("2025-10-01T12:00", "in_time"), ("2025-10-01T12:00", "in_time"), ("2025-11-06T00:00", "overdue")],
    ),
    "the young person’s own agreement is not theirs": (
        {"carers": (MUM,), "agreed": (agreed("2025-09-01"),)},
        [("2025-10-01T12:00", "overdue")],
    ),
    "a carer who came later has that day": (
        {"carers": (f.CarerFact(THIRD, at("2025-11-03")),)},
        [("2025-11-04T00:00", "overdue")],
    ),
    "a carer who is one no longer": (
        {"carers": (f.CarerFact(THIRD, at("2025-08-01"), at("2025-12-01")),)},
        [("2025-10-01T12:00", "lapsed")],
    ),
    "of age since": ({"carers": (MUM,), "born_on": date(2008, 1, 5)}, [("2025-10-01T12:00", "lapsed")]),
    "of age before": ({"carers": (MUM,), "born_on": date(2007, 1, 5)}, []),
    "an adult’s Circle": ({"carers": (MUM,), "seats": (seat(),)}, []),
    "a kind that asks no carers any more": ({"carers": (MUM,), "seats": (seat("young", since="2026-02-01"),)}, []),
}


@pytest.mark.parametrize("case", CARERS)
def test_each_carer_agrees_beside_a_young_person(case):
    known, wanted = CARERS[case]
    person = f.CoreMemberFacts(ME, **{"seats": (seat("young"),), **known})
    assert said(taking_part.carers_agreed(person, practice(kinds=KINDS)), Rule.CARER_AGREEMENT) == wanted
