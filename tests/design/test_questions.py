"""A form made of questions that are data: shown as it was typed, with what is wrong beside it."""

from dataclasses import dataclass

from encircle.design.controls import control, error_list, revealed_names
from encircle.design.questions import QuestionForm


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Question:
    code: str
    asks: str = "text"
    options: tuple = ()
    required: bool = True
    under: tuple | None = None
    not_known_code: str = ""
    heading: str = ""
    label: str = "A question"
    hint: str = ""
    says: str = "the answer"
    longest: int = 200
    rows: int = 5
    width: str = ""


@dataclass(frozen=True)
class Fault:
    code: str
    text: str
    parts: tuple = ()


ASKED = [
    Question("day", "date", heading="First"),
    Question("number", "identifier", not_known_code="number-not-known"),
    Question("choice", "choice", (Option("yes", "Yes"), Option("no", "No")), heading="Second"),
    Question("more", "long", under=("choice", "yes"), not_known_code="more-not-known"),
    Question("some", "many", (Option("a", "A"), Option("b", "B", "why"))),
    Question("sure", "confirm"),
]


def test_what_was_typed_is_shown_right_or_wrong():
    typed = {"day_day": "31", "day_month": "2", "number": "<X>", "choice": "yes", "some": ["b"], "sure": "on"}
    form = QuestionForm(ASKED, typed)
    assert [part.value for part in control(form["day"]).parts] == ["31", "2", ""]
    assert control(form["number"]).value == "<X>"
    assert [one.chosen for one in control(form["choice"]).choices] == [True, False]
    assert [one.chosen for one in control(form["some"]).choices] == [False, True]
    assert control(form["sure"]).value == "on"
    assert error_list(form) == []


def test_a_fault_stands_beside_its_question_and_marks_its_boxes():
    form = QuestionForm(ASKED, {}, faults=[Fault("day", "No such day", ("month",)), Fault("", "Of the page")])
    assert [(fault.text, fault.href) for fault in error_list(form)] == [
        ("Of the page", ""),
        ("No such day", "#id_day_month"),
    ]
    assert [part.wrong for part in control(form["day"]).parts] == [False, True, False]


def test_not_known_says_of_what_and_stands_with_its_question():
    form = QuestionForm(ASKED, {"number-not-known": "on"})
    assert control(form["number-not-known"]).label == "Not known: the answer"
    assert control(form["number-not-known"]).value == "on"
    assert [[bound.name for bound in part.fields] for part in form.parts] == [
        ["day", "number", "number-not-known"],
        ["choice", "some", "sure"],
    ]
    assert [part.heading for part in form.parts] == ["First", "Second"]


def test_what_is_asked_under_an_answer_stands_under_it():
    form = QuestionForm(ASKED, {})
    assert revealed_names(form) == {"more", "more-not-known"}
    assert [bound.name for bound in control(form["choice"]).choices[0].reveals] == ["more", "more-not-known"]


def test_the_browser_is_asked_to_remember_nothing():
    form = QuestionForm(ASKED, {})
    assert control(form["number"]).attrs == {"autocomplete": "off", "spellcheck": "false"}
