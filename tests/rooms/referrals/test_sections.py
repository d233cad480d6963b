"""The referral's form in plain Python: what is asked, what is refused and how it reads. No database."""

import pytest

from encircle.rooms.referrals.sections import NOT_KNOWN, SECTIONS, Draft, Entry, freeze, hidden, missing, sections_asked
from encircle.rooms.referrals.sections.answers import lines, thawed, tidy
from encircle.rooms.referrals.sections.checking import check, fields_of
from encircle.rooms.referrals.sections.identifiers import CHECKS, WrongIdentifier
from encircle.rooms.referrals.sections.identifiers import tidy as tidy_number
from encircle.rooms.referrals.sections.shapes import Asks
from encircle.rooms.referrals.sections.tools import TOOLS

from .form import draft_of, typed_for

KINDS = ("adult", "prison", "young", "adapted")


def codes(kind, asked=()):
    return [section.code for section in sections_asked(kind, asked)]


# --- what is asked ---


def test_prison_asks_of_the_release_and_a_young_person_of_school_and_carers():
    usual = codes("adult")
    assert codes("adapted") == usual
    assert [c for c in codes("prison") if c not in usual] == ["prison"]
    assert [c for c in codes("young") if c not in usual] == ["young"]
    assert {"person", "identifiers", "legal", "mappa", "offences", "victims", "assessments"} < set(usual)


def test_the_practice_standard_says_what_is_asked_but_never_leaves_out_the_person_and_the_undertaking():
    assert codes("adult", ["offences", "needs", "prison"]) == ["person", "needs", "prison", "offences", "undertaking"]
    assert codes("adult", ["unheard_of"]) == ["person", "undertaking"]


def test_only_a_young_person_has_a_youth_justice_number():
    asked = {kind: [q.code for q in SECTIONS["identifiers"].for_kind(kind).questions] for kind in KINDS}
    assert [kind for kind in KINDS if "youth_justice" in asked[kind]] == ["young"]


@pytest.mark.parametrize("section", SECTIONS.values(), ids=str)
def test_every_section_hangs_together(section):
    """Codes once, choices where they are chosen from, a condition on a question that stands before it."""
    for questions in (section.questions, section.entries.questions if section.entries else ()):
        seen = {}
        for question in questions:
            assert question.code not in seen
            assert bool(question.choices) == (question.asks in (Asks.CHOICE, Asks.LIST, Asks.MANY))
            if question.under:
                name, answer = question.under
                assert answer in {choice.value for choice in seen[name].choices}
                assert seen[name].asks == Asks.CHOICE  # only radios have something under an answer
            if question.identifier:
                assert question.identifier in CHECKS
                assert question.masked
            seen[question.code] = question
    if section.entries:
        assert section.entries.when[0] in {q.code for q in section.questions}


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_with_every_answer_is_complete_and_an_empty_one_says_what_is_missing(kind):
    for section in sections_asked(kind):
        assert missing(section, draft_of(section)) == []
        assert missing(section, Draft())


# --- numbers ---


@pytest.mark.parametrize(
    ("kind", "typed", "tidied"),
    [
        ("pnc", "2003/0011985X", "2003/0011985X"),
        ("pnc", " 03/11985x ", "2003/0011985X"),
        ("pnc", "79/163001B", "1979/0163001B"),
        ("cro", "265416/21g", "265416/21G"),
        ("cro", "SF05/482703J", "SF05/482703J"),
        ("prison_number", "a1234bc", "A1234BC"),
        ("crn", "x123456", "X123456"),
        ("nhs", "943 476 5919", "943 476 5919"),
        ("nhs", "943-476-5919", "943 476 5919"),
        ("nhs", "９４３４７６５９１９", "943 476 5919"),
        ("national_insurance", "ab123456c", "AB 12 34 56 C"),
        ("youth_justice", "yj-20417", "YJ-20417"),
    ],
)
def test_a_number_is_written_as_its_service_writes_it(kind, typed, tidied):
    assert tidy_number(kind, typed) == tidied


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("pnc", "2003/0011985Y"),  # the wrong letter
        ("pnc", "2003/0011986X"),  # one number mistyped
        ("pnc", "0011985X"),
        ("cro", "265416/21H"),
        ("cro", "265416"),
        ("prison_number", "A1234B"),
        ("crn", "1234567"),
        ("nhs", "943 476 5918"),
        ("nhs", "943 476 591"),
        ("nhs", "٩٤٣٤٧٦٥٩١٩"),
        ("national_insurance", "GB123456C"),
        ("national_insurance", "AB123456E"),
        ("youth_justice", "?"),
    ],
)
def test_a_mistyped_number_is_refused_with_a_sentence(kind, typed):
    with pytest.raises(WrongIdentifier) as refused:
        tidy_number(kind, typed)
    assert len(str(refused.value)) > 20


def test_every_number_and_every_letter_of_a_pnc_number_counts():
    """One slip of a finger anywhere is found."""
    right = "20030011985X"
    for place in range(2, 11):
        for digit in "0123456789".replace(right[place], ""):
            with pytest.raises(WrongIdentifier):
                tidy_number("pnc", right[:place] + digit + right[place + 1 :])


# --- answers ---


def faults(section, typed, code=None):
    questions = SECTIONS[section].questions
    return {fault.code: fault.text for fault in check(questions, typed).faults}


def test_not_known_is_an_answer():
    typed = {f"{q.code}-not-known": "on" for q in SECTIONS["identifiers"].questions if q.code != "youth_justice"}
    section = SECTIONS["identifiers"].for_kind("adult")
    checked = check(section.questions, typed)
    assert checked.is_right
    assert set(checked.values.values()) == {NOT_KNOWN}
    assert [line.masked for line in lines(section.questions, checked)] == [False] * 6


def test_a_number_and_not_known_together_is_asked_about():
    typed = {"pnc": "2003/0011985X", "pnc-not-known": "on"}
    assert faults("identifiers", typed)["pnc"] == "Enter the PNC number or select “Not known”, not both"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (("", "", ""), "Enter the date of the sentence or outcome or select “Not known”"),
        (("3", "", "2019"), "The date of the sentence or outcome must include a month"),
        (("31", "2", "2019"), "The date of the sentence or outcome must be a real date"),
        (("3", "april", "19"), "Year must have 4 numbers"),
        (("3", "4", "1066"), "The date of the sentence or outcome must be between 1900 and 2150"),
    ],
)
def test_a_wrong_date_is_said_in_plain_words(day, sentence):
    typed = dict(zip(("sentenced_on_day", "sentenced_on_month", "sentenced_on_year"), day, strict=True))
    assert faults("legal", typed)["sentenced_on"] == sentence


def test_a_month_may_be_written_out():
    typed = {"sentenced_on_day": "3", "sentenced_on_month": "Apr", "sentenced_on_year": "2019"}
    assert check(SECTIONS["legal"].questions, typed).values["sentenced_on"] == "2019-04-03"


def test_what_stands_under_another_answer_is_neither_asked_nor_frozen():
    section = SECTIONS["needs"]
    typed = typed_for(section.questions) | {"substances": "no", "substances_more": "a secret"}
    assert "substances_more" not in check(section.questions, typed).values
    assert "a secret" not in str(freeze(section, Draft(typed)))


def test_a_choice_from_outside_the_list_is_refused():
    assert faults("mappa", {"subject": "perhaps"})["subject"] == (
        "Select whether the person is managed under MAPPA from the list"
    )


def test_a_text_that_is_too_long_says_by_how_much():
    said = faults("person", {"given_name": "x" * 81})["given_name"]
    assert said == "First name must be 80 characters or fewer. It has 81"


def test_only_known_fields_are_kept_and_right_or_wrong_alike():
    questions = SECTIONS["needs"].questions
    posted = {
        "learning": ["autism", "autism", ""],
        "communication": ["a\r\nb\0"],
        "csrfmiddlewaretoken": ["x"],
        "go": ["on"],
    }
    assert tidy(questions, posted) == {"learning": ["autism", "autism"], "communication": "a\nb"}
    assert check(questions, {"learning": ["autism", "autism"]}).values["learning"] == ["autism"]
    assert set(fields_of(questions)) >= {"learning", "communication", "communication-not-known"}


# --- assessments, in each tool's own terms ---


def assessment(**more):
    return typed_for(SECTIONS["assessments"].entries.questions) | more


def band_fault(tool, band):
    checked = check(SECTIONS["assessments"].entries.questions, assessment(tool=tool, band=band, tool_other="Mine"))
    return next((fault.text for fault in checked.faults if fault.code == "band"), "")


def test_a_band_is_one_of_its_own_tool():
    assert band_fault("osp_dc", "very high") == ""
    assert band_fault("osp_iic", "Very high") == "Band of OSP/IIC must be low, medium or high"
    assert band_fault("arms", "19") == "Priority of ARMS must be low, medium, high or very high"
    assert [tool.code for tool in TOOLS if not tool.bands and band_fault(tool.code, "As it stands there")] == []


def test_arms_gives_a_priority_and_is_never_called_a_band_or_a_risk():
    section = SECTIONS["assessments"]
    draft = Draft({"any": "yes"}, (Entry("1", assessment(tool="arms", band="Medium")),))
    labels = [line.label for _, entry in thawed(freeze(section, draft)).entries for line in entry]
    assert "Priority" in labels
    assert not {"Band", "Risk", "Level"} & set(labels)


def test_a_list_that_is_asked_for_needs_an_entry_and_each_complete():
    section = SECTIONS["assessments"]
    assert missing(section, Draft({"any": "yes"})) == ["Add an assessment"]
    assert missing(section, Draft({"any": "yes"}, (Entry("1", {"tool": "arms"}),))) == ["Finish an assessment"]
    assert missing(section, Draft({"any": "no"}, (Entry("1", {}),))) == []


def test_a_list_no_longer_asked_for_is_not_frozen():
    draft = Draft({"any": "no"}, (Entry("1", assessment(agency="heron")),))
    assert "heron" not in str(freeze(SECTIONS["assessments"], draft))


# --- frozen and hidden ---


def test_what_is_frozen_reads_the_same_when_questions_are_reworded():
    section = SECTIONS["person"]
    frozen = freeze(section, draft_of(section))
    assert frozen["values"]["born_on"] == "1984-04-03"
    assert ("Date of birth", "3 April 1984") in [(line.label, line.shown) for line in thawed(frozen).lines]


@pytest.mark.parametrize(
    ("text", "shown"), [("2003/0011985X", "••••••5X"), ("A12", "••••••"), ("1 High St\nX", "••••••")]
)
def test_what_is_hidden_keeps_its_last_two_characters_at_most(text, shown):
    assert hidden(text) == shown
