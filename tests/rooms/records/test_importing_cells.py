"""What a cell says, however a spreadsheet gave it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from encircle.rooms.records.importing.cells import Unfit, london_moment, several, text_of, value_of
from encircle.rooms.records.importing.sheets import SHEETS, Column, Form, Kind


def column(form, **more):
    return Column("x", "Asked", "", form, **more)


def said(form, raw, **more):
    return value_of(column(form, **more), raw)


def why_not(form, raw, **more):
    with pytest.raises(Unfit) as unfit:
        said(form, raw, **more)
    (reason,) = unfit.value.reasons
    return reason


@pytest.mark.parametrize(
    "raw",
    [
        date(2024, 4, 3),
        datetime(2024, 4, 3, 0, 0),  # noqa: DTZ001  (as a spreadsheet gives it)
        "03/04/2024",
        " 3/4/2024\u00a0",
        "3.4.2024",
        "3-4-2024",
        "2024-04-03",
        "2024-04-03 00:00:00",
        "3 April 2024",
        "3rd Apr 2024",
    ],
)
def test_a_date_is_day_month_year(raw):
    assert said(Form.DATE, raw) == date(2024, 4, 3)


@pytest.mark.parametrize(
    "raw", ["3/4/24", "04/13/2024", "31/02/2024", "soon", 45385, 45385.5, True, time(9), "3 Foo 2024"]
)
def test_what_is_no_date_is_said_with_the_way_to_write_one(raw):
    assert why_not(Form.DATE, raw) == "“Asked” is not a date. Write it as day/month/year, like 31/12/2024"


def test_a_year_nobody_means_is_refused():
    assert why_not(Form.DATE, date(1066, 10, 14)) == "“Asked” is in the year 1066"
    assert why_not(Form.DATE, "3/4/2204") == "“Asked” is in the year 2204"


@pytest.mark.parametrize(
    "raw",
    [time(18, 30), datetime(1899, 12, 31, 18, 30), timedelta(hours=18, minutes=30), 0.7708333, "18:30", "18.30",  # noqa: DTZ001
     "18:30:00", "1830", "6:30pm", "6.30 PM", " 06:30pm "],
)  # fmt: skip
def test_a_time_as_spreadsheets_and_people_write_it(raw):
    assert said(Form.TIME, raw) == time(18, 30)


@pytest.mark.parametrize("raw", ["7", "25:00", "18:75", "13pm", "evening", 18.5, timedelta(hours=30)])
def test_a_time_that_could_be_two_or_none_is_refused(raw):
    assert why_not(Form.TIME, raw) == "“Asked” is not a time, like 18:30"


def test_a_time_the_clocks_skip_or_show_twice_is_refused_and_its_neighbours_are_not():
    assert london_moment(date(2024, 3, 31), time(0, 30), "Start") == datetime(2024, 3, 31, 0, 30, tzinfo=UTC)
    assert london_moment(date(2024, 3, 31), time(2, 30), "Start") == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)
    assert london_moment(date(2024, 7, 2), time(18, 30), "Start") == datetime(2024, 7, 2, 17, 30, tzinfo=UTC)
    with pytest.raises(Unfit, match="does not exist on that day"):
        london_moment(date(2024, 3, 31), time(1, 30), "Start")
    with pytest.raises(Unfit, match="comes twice on that day"):
        london_moment(date(2024, 10, 27), time(1, 30), "Start")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Una \u00a0 Sedgewick\n", "Una Sedgewick"),
        ("Zoe\u0308", "Zoë"),
        ("a\u200bb", "a b"),
        ("x\x00y", "x y"),
        (12.0, "12"),
        (12.5, "12.5"),
        (True, "yes"),
        (None, ""),
        ("", ""),
    ],
)
def test_stray_spaces_and_what_cannot_be_seen_are_gone(raw, clean):
    assert text_of(raw) == clean


def test_a_telephone_number_gets_back_the_nought_a_spreadsheet_dropped():
    assert said(Form.PHONE, 1632960123) == "01632960123"
    assert said(Form.PHONE, 1632960123.0) == "01632960123"
    assert said(Form.PHONE, "+44 1632 960123") == "+44 1632 960123"
    assert why_not(Form.PHONE, "ask Joan", longest=30) == "“Asked” is not a telephone number"


def test_an_address_is_tidied_and_a_wrong_one_refused():
    assert said(Form.EMAIL, " Mailto:Una@People.Example ") == "una@people.example"
    assert why_not(Form.EMAIL, "una at people") == "“Asked” is not an e-mail address, like name@example.org"


def test_a_choice_is_met_by_its_word_and_a_wrong_one_is_told_the_list():
    choices = (("adult", "Adult community"), ("young", "Young person"))
    assert said(Form.CHOICE, "adult COMMUNITY ", choices=choices) == "adult"
    assert said(Form.CHOICE, "young", choices=choices) == "young"
    assert why_not(Form.CHOICE, "Old", choices=choices) == "“Asked” is none of: Adult community, Young person"


def test_numbers_and_yes_and_no():
    assert said(Form.NUMBER, 90.0, most=480) == 90
    assert said(Form.NUMBER, "1,000", most=1440) == 1000
    assert why_not(Form.NUMBER, 90.5, least=15, most=480) == "“Asked” is not a whole number from 15 to 480"
    assert why_not(Form.NUMBER, -1) == "“Asked” is not a whole number from 0 to 1440"
    assert [said(Form.YES_NO, raw) for raw in ("Yes", "n", True, False, 1.0)] == [True, False, True, False, True]
    assert why_not(Form.YES_NO, "perhaps") == "“Asked” is neither yes nor no"


def test_an_empty_cell_is_nothing_unless_it_is_needed():
    for form in Form:
        assert said(form, "  ") is None
        assert why_not(form, None, needed=True) == "“Asked” is empty"


def test_words_that_are_too_long_are_refused_without_being_repeated():
    assert why_not(Form.TEXT, "x" * 300) == "“Asked” has 300 characters; 250 are the most"


def test_several_references_are_divided_by_either_sign():
    assert several("V1; V2,V3 ;; ") == ["V1", "V2", "V3"]


def test_every_sheet_has_a_reference_and_titles_that_differ():
    assert [sheet.kind for sheet in SHEETS] == list(Kind)
    for sheet in SHEETS:
        titles = [column.title.casefold() for column in sheet.columns]
        assert (sheet.columns[0].name, len(set(titles))) == ("reference", len(titles))
