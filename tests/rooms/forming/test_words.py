"""A proposed Circle in sentences, to the letter."""

from encircle.rooms.forming.missing import Missing, Need
from encircle.rooms.forming.model import (
    AgeBand,
    Candidate,
    DayPart,
    Formed,
    Point,
    Problem,
    Sex,
    SizeForKind,
    Slot,
    Venue,
    Waiting,
)
from encircle.rooms.forming.words import given_up, missing_words, why

TUESDAY = Slot(1, DayPart.EVENING)
NAMES = {"vera": "Vera", "vic": "Vic", "wren": "Wren"}
VERA = Candidate("vera", "a", Point(4, 0), 20, frozenset({TUESDAY}), Sex.WOMAN, AgeBand.OLDER, is_experienced=True)
VIC = Candidate("vic", "a", Point(0, 18), 20, frozenset({TUESDAY}), Sex.MAN, AgeBand.YOUNG, months_waited=9)
WREN = Candidate("wren", "a", Point(2, 0), 20, frozenset({TUESDAY}), Sex.WOMAN, AgeBand.OLDER, is_experienced=True)


def proposed(*team, least=3, **more):
    waiting = Waiting("mark", "a", SizeForKind(least, 6), months_waited=14, **more)
    problem = Problem((waiting,), team, (Venue("exmouth", "a", Point(0, 0)),))
    return problem, Formed("mark", TUESDAY, "exmouth", tuple(one.id for one in team)), NAMES


def test_it_says_why_these_people():
    assert why(*proposed(VERA, VIC, WREN)) == [
        "All three are free on Tuesday evenings and can reach the venue: 8 miles each on average.",
        "Two women and one man; ages 18 to 34 and 55 or older.",
        "Vera and Wren have been in a Circle before; Vic is new.",
        "The core member has waited 14 months.",
        "Vic has waited 9 months for a Circle.",
    ]


def test_it_says_what_is_given_up():
    assert given_up(*proposed(VERA, VIC, WREN)) == [
        "As few volunteers as this kind of Circle begins with.",
        "Vic travels 18 miles.",
    ]
    assert given_up(*proposed(VERA, WREN, least=2, may_be_one_sex=True)) == [
        "Women only, as you allowed.",
        "Everybody who gave an age is 55 or older.",
        "Nobody new learns here.",
        "As few volunteers as this kind of Circle begins with.",
    ]


def test_nothing_is_given_up_where_all_is_well():
    assert given_up(*proposed(VERA, WREN, VIC, least=2))[-1] == "Vic travels 18 miles."
    assert given_up(*proposed(VERA, WREN, VIC, least=2))[:-1] == []


def test_what_is_missing_reads_as_people_say_it():
    one = Missing("mark", TUESDAY, "exmouth", (Need(Sex.MAN, False, 1),), is_least=True)
    assert missing_words(one, "Exmouth") == "one man free on Tuesday evenings near Exmouth"
    needs = (Need(Sex.UNSAID, True, 1), Need(Sex.UNSAID, False, 2))
    more = Missing("mark", TUESDAY, "exmouth", needs, is_least=True)
    assert missing_words(more, "Exmouth") == (
        "one volunteer who has been in a Circle before, and two volunteers free on Tuesday evenings near Exmouth"
    )
