from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from encircle.design.forms import (
    ClockChange,
    DateField,
    DateTimeLondon,
    GovForm,
    LongTextField,
    TimeField,
    london_instant,
    parse_time,
)


class MeetingForm(GovForm):
    day = DateField(label="Date of the meeting", called="the date of the meeting", latest=date(2026, 3, 3))
    ended = DateTimeLondon(label="When it ended", called="the time it ended", required=False)
    began = TimeField(label="Began", called="the time it began", required=False)
    notes = LongTextField(label="Notes", max_length=10, required=False)


def filled(**typed):
    return MeetingForm({"day_day": "2", "day_month": "3", "day_year": "2026"} | typed)


def fault(field, **typed):
    form = filled(**typed)
    assert list(form.errors) == [field]
    return form.errors[field][0]


@pytest.mark.parametrize("month", ["3", "03", "March", "mar"])
def test_a_month_may_be_a_number_or_a_name(month):
    form = filled(day_month=month)
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day_day": "", "day_month": "", "day_year": ""}, "Enter the date of the meeting"),
        ({"day_month": ""}, "The date of the meeting must include a month"),
        ({"day_day": "", "day_month": ""}, "The date of the meeting must include a day and month"),
        ({"day_year": "26"}, "Year must have 4 numbers"),
        ({"day_day": "31", "day_month": "2"}, "The date of the meeting must be a real date"),
        ({"day_day": "first"}, "The date of the meeting must be a real date"),
        ({"day_month": "ju"}, "The date of the meeting must be a real date"),
        ({"day_day": "9" * 30}, "The date of the meeting must be a real date"),
        ({"day_day": "²"}, "The date of the meeting must be a real date"),
        ({"day_day": "4"}, "The date of the meeting must be on or before 3 March 2026"),
    ],
)
def test_what_is_wrong_with_a_date_is_said(typed, sentence):
    assert fault("day", **typed) == sentence


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("7:30pm", time(19, 30)),
        ("7.30 PM", time(19, 30)),
        ("19:30", time(19, 30)),
        ("1930", time(19, 30)),
        ("7pm", time(19)),
        ("7 p.m.", time(19)),
        ("12am", time(0)),
        ("12:15pm", time(12, 15)),
        ("midday", time(12)),
        ("0:05", time(0, 5)),
    ],
)
def test_a_time_as_people_write_it(written, meant):
    assert parse_time(written) == meant


@pytest.mark.parametrize("written", ["7", "25:00", "13pm", "0am", "7:60", "sevenish", "19:3", " "])
def test_what_is_no_time_is_refused(written):
    with pytest.raises(ValueError, match=r".+"):
        parse_time(written)


def test_a_date_and_time_become_an_instant_by_the_clocks_of_london():
    typed = {"ended_day": "3", "ended_month": "7", "ended_year": "2026", "ended_time": "9:15pm"}
    form = filled(**typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["ended"] == datetime(2026, 7, 3, 20, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "month", "clock", "sentence"),
    [
        ("29", "3", "1:30am", "1:30am on 29 March 2026 does not exist, because the clocks go forward then."),
        ("25", "10", "1:30am", "1:30am on 25 October 2026 comes twice, because the clocks go back then."),
        ("25", "10", "", "The time it ended must include a time"),
        ("25", "10", "late", "Enter a time like 7:30pm or 19:30"),
        ("", "", "7pm", "The time it ended must include a date"),
    ],
)
def test_a_time_the_clocks_skip_or_repeat_is_refused(day, month, clock, sentence):
    typed = {"ended_day": day, "ended_month": month, "ended_year": "2026" if day else "", "ended_time": clock}
    assert fault("ended", **typed).startswith(sentence)


@pytest.mark.parametrize("clock", [time(0, 59), time(2, 0), time(12, 0)])
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_rest_of_a_day_on_which_the_clocks_change_is_accepted(day, clock):
    assert london_instant(day, clock).tzinfo is UTC


def test_the_refusal_of_a_clock_change_is_fit_for_the_person():
    with pytest.raises(ClockChange, match="Enter a time before 1am or from 2am"):
        london_instant(date(2026, 10, 25), time(1, 0))


def test_an_instant_must_lie_within_the_limits_given():
    field = DateTimeLondon(called="the end", not_after=datetime(2026, 7, 3, 20, 15, tzinfo=UTC))
    assert field.clean(["3", "7", "2026", "9:15pm"]) == datetime(2026, 7, 3, 20, 15, tzinfo=UTC)
    with pytest.raises(ValidationError, match="The end must be 9:15pm on 3 July 2026 or earlier"):
        field.clean(["3", "7", "2026", "9:16pm"])


def test_line_ends_of_a_browser_count_once():
    form = filled(notes="four\r\nfive\r")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["notes"] == "four\nfive"
    assert fault("notes", notes="eleven letters") == "Notes must be 10 characters or fewer. It has 14"


def test_an_unchanged_date_is_not_a_change():
    typed = {"day_day": "02", "day_month": "March", "day_year": "2026", "began": "7pm"}
    form = MeetingForm(typed, initial={"day": date(2026, 3, 2), "began": time(19)})
    assert form.changed_data == []
