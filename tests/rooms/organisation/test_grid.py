"""References of the National Grid, as maps print them."""

import pytest

from encircle.rooms.organisation.grid import NotOnTheGrid, read_reference, spaced, tidy_reference, written


def test_a_reference_to_the_metre_lies_where_the_survey_says():
    # The Ordnance Survey's own worked example: Framingham, TG 51409 13177.
    found = read_reference("TG5140913177")
    assert (found.east, found.north) == (651409.5, 313177.5)


@pytest.mark.parametrize(
    ("reference", "east", "north"), [("SX9192", 291500, 92500), ("NN166712", 216650, 771250), ("SV8910", 89500, 10500)]
)
def test_a_shorter_one_lies_in_the_middle_of_its_square(reference, east, north):
    found = read_reference(reference)
    assert (found.east, found.north) == (east, north)


def test_miles_are_what_journeys_are_measured_in():
    exeter, exmouth = read_reference("SX9192").miles, read_reference("SY0080").miles
    assert round(((exeter[0] - exmouth[0]) ** 2 + (exeter[1] - exmouth[1]) ** 2) ** 0.5, 1) == 9.3


@pytest.mark.parametrize("reference", ["SX9192", "SY0080", "TG5113", "NN1671", "SV8910", "SU0060", "ST4555"])
def test_what_is_written_is_read_back(reference):
    found = read_reference(reference)
    assert written(int(found.east), int(found.north)) == reference


@pytest.mark.parametrize("text", ["", "EX8", "SX 91 9", "IX 91 92", "AA 10 10", "SX", "9192", "ZZ 10 10"])
def test_anything_else_is_refused(text):
    with pytest.raises(NotOnTheGrid):
        tidy_reference(text)


def test_it_is_kept_in_one_way_and_shown_as_people_write_it():
    assert tidy_reference(" sx 91 92 ") == "SX9192"
    assert spaced("SX9192") == "SX 91 92"
    assert spaced("") == ""
