"""What is asked at an exit interview, and about things that are lent."""

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, LongTextField
from encircle.rooms.leaving.actions.exits import LONGEST_ANSWER, LONGEST_WORDS, Reply
from encircle.rooms.leaving.actions.lending import NewLoan
from encircle.rooms.leaving.vocabulary import AtTheEnd, Back, Became, Question, Thing


class ExitOfferForm(OnceForm):
    offered_on = DateField(label="When was it offered?", called="the day it was offered")


class ExitOutcomeForm(OnceForm):
    outcome = forms.ChoiceField(label="What came of it?", choices=AtTheEnd.choices, widget=forms.RadioSelect)
    on = DateField(label="When?", called="the day")
    words = LongTextField(
        label="What was said", max_length=LONGEST_WORDS, required=False, rows=8,
        help_text="Only the staff of the area read it. It cannot be changed later.",
    )  # fmt: skip
    called = {"outcome": "what came of it"}


class ExitReplyForm(OnceForm):
    """On paper or by telephone: the same questions as on their own page."""

    back = forms.ChoiceField(label="Would they come back one day?", choices=Back.choices, widget=forms.RadioSelect)
    called = {"back": "whether they would come back"}

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]  # what every form takes
        super().__init__(*args, **kwargs)
        for question in Question:
            self.fields[question.value] = LongTextField(
                label=question.label, max_length=LONGEST_ANSWER, required=False, rows=3
            )

    @property
    def reply(self) -> Reply:
        given = self.cleaned_data
        return Reply(Back(given["back"]), {one: given[one.value] for one in Question})


class LendingForm(OnceForm):
    kind = forms.ChoiceField(label="What is it?", choices=Thing.choices, widget=forms.RadioSelect)
    which = forms.CharField(
        label="Which one?", max_length=80, required=False, help_text="Its number or mark, like “0142”"
    )
    lent_on = DateField(label="When was it lent?", called="the day it was lent")
    called = {"kind": "what it is"}

    @property
    def new(self) -> NewLoan:
        given = self.cleaned_data
        return NewLoan(Thing(given["kind"]), given["which"], given["lent_on"])


class LentOverForm(OnceForm):
    became = forms.ChoiceField(label="What became of it?", choices=Became.choices, widget=forms.RadioSelect)
    on = DateField(label="When?", called="the day")
    called = {"became": "what became of it"}
