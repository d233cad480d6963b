"""A questionnaire as a form: its questions are the charity's data."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from encircle.common.errors import Invalid
from encircle.design.forms import GovForm, LongTextField
from encircle.rooms.endings.actions.answering import LONGEST
from encircle.rooms.endings.models import Question
from encircle.rooms.endings.vocabulary import CODES, EASY_WORDS, Asks

ABOUT_NAMES = "Please write no names. What you write is looked through for names before anybody else reads it."


class AnswerForm(GovForm):
    """One field a question, none of which must be answered."""

    def __init__(self, *args: Any, questions: Sequence[Question], easy_read: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for one in self.questions:
            self.fields[_name(one.position)] = _field(one, easy_read=easy_read)

    @property
    def given(self) -> Mapping[UUID, str]:
        return {one.pk: self.cleaned_data.get(_name(one.position), "") for one in self.questions}

    def add_invalid(self, refusal: Invalid) -> None:
        """The action speaks of questions; the page of its fields."""
        names = {str(one.pk): _name(one.position) for one in self.questions}
        super().add_invalid(Invalid({names.get(key, key): text for key, text in refusal.errors.items()}))


def _name(position: int) -> str:
    return f"question_{position}"


def _field(one: Question, *, easy_read: bool) -> forms.Field:
    if one.asks == Asks.WORDS:
        hint = "" if easy_read else ABOUT_NAMES
        field = LongTextField(label=one.words, required=False, rows=4, max_length=LONGEST, help_text=hint)
        field.called = "your answer"
        return field
    words = CODES[one.asks] | (
        {code: EASY_WORDS[code] for code in CODES[one.asks] if code in EASY_WORDS} if easy_read else {}
    )
    return forms.ChoiceField(label=one.words, required=False, choices=list(words.items()), widget=forms.RadioSelect)
