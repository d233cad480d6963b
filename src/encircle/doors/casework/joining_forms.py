"""Forms about agreeing to take part."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.answering import OnceForm
from encircle.design.forms import DateField, DateTimeLondon, LongTextField
from encircle.rooms.joining.actions.agreeing import Agreeing
from encircle.rooms.joining.actions.preparing import Agreed, Looked
from encircle.rooms.joining.policy import Party
from encircle.rooms.joining.vocabulary import Ability, How, Style, Told

from .fields import offer

THEMSELVES = "core_member"
LONGEST = 4000
NEED_HELP = "For example: read aloud, easy read with pictures, a second meeting, somebody they trust beside them."


class AgreementForm(OnceForm):
    who = forms.ChoiceField(label="Who agrees?", widget=forms.RadioSelect)
    agreed_on = DateField(label="On which day did they agree?", called="the day they agreed")
    style = forms.ChoiceField(
        label="Which form of words was gone through with them?", choices=Style.choices, widget=forms.RadioSelect
    )
    how = forms.ChoiceField(label="How did they agree?", choices=How.choices, widget=forms.RadioSelect)
    document = forms.ChoiceField(
        label="The signed page",
        required=False,
        help_text="Scan it and add it to their documents first, as a signed agreement: then it is found here.",
    )
    is_voluntary = forms.BooleanField(
        label="I have asked, and it is of their own free will", required=False,
        help_text="They know that they can stop at any time.",
    )  # fmt: skip
    is_no_condition = forms.BooleanField(
        label="It is no condition of a court order or of a licence", required=False,
        help_text="Where one asks it of them, it is no free agreement.",
    )  # fmt: skip
    who_was_there = forms.CharField(label="Who was there", max_length=250, required=False)
    help_given = LongTextField(
        label="What helped them to understand", help_text=NEED_HELP, max_length=LONGEST, rows=3, required=False,
        called="what helped them",
    )  # fmt: skip
    reveals = {"how": {How.PAPER: ["document"]}}
    called = {"who": "who agrees", "style": "the form of words", "how": "how they agreed"}

    def __init__(
        self, data: Any, *, parties: Sequence[Party], documents: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(data, **more)
        offer(self, "who", [(str(one.carer_id or THEMSELVES), one.name) for one in parties])
        offer(self, "document", [("", "Choose"), *documents])

    @property
    def agreeing(self) -> Agreeing:
        given = self.cleaned_data
        return Agreeing(
            carer_id=None if given["who"] == THEMSELVES else UUID(given["who"]),
            style=Style(given["style"]),
            agreed_on=given["agreed_on"],
            how=How(given["how"]),
            document_id=UUID(given["document"]) if given["document"] else None,
            is_voluntary=given["is_voluntary"],
            is_no_condition=given["is_no_condition"],
            who_was_there=given["who_was_there"],
            help_given=given["help_given"],
        )


class WithdrawalForm(OnceForm):
    withdrawn_at = DateTimeLondon(label="When did they say so?", called="the moment they said so")
    told = forms.ChoiceField(label="How did they say so?", choices=Told.choices, widget=forms.RadioSelect)
    called = {"told": "how they said so"}


class CapacityForm(OnceForm):
    """The four abilities of section 3(1); each left open is one they did not have on that day."""

    assessed_on = DateField(label="On which day was this looked at?", called="the day")
    help_given = LongTextField(
        label="What was done to help them decide?",
        help_text=f"Nobody is treated as unable to decide before help was tried. {NEED_HELP}",
        max_length=LONGEST,
        rows=3,
        called="what was done to help",
    )
    able = forms.MultipleChoiceField(
        label="What were they able to do, about this one decision?",
        help_text="Leave open what they could not do on that day, even with help.",
        choices=Ability.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen = LongTextField(
        label="What did you see and hear?", help_text="For example, how they said it back in their own words.",
        max_length=LONGEST, called="what you saw and heard",
    )  # fmt: skip
    who_was_there = forms.CharField(label="Who was there", max_length=250, required=False)

    @property
    def looked(self) -> Looked:
        given = self.cleaned_data
        return Looked(
            assessed_on=given["assessed_on"],
            able=frozenset(Ability(one) for one in given["able"]),
            seen=given["seen"],
            help_given=given["help_given"],
            who_was_there=given["who_was_there"],
        )


class ScopeForm(OnceForm):
    called = {"agreed_with": "with whom it was agreed"}
    agreed_on = DateField(label="On which day was it agreed?", called="the day")
    agreed_with = forms.CharField(
        label="With whom was it agreed?", max_length=250, help_text="The referrer, and who else was asked."
    )
    may = LongTextField(label="What may be talked about in the Circle", max_length=LONGEST, called="what may be said")
    may_not = LongTextField(
        label="What may not be talked about", max_length=LONGEST, called="what may not be talked about"
    )
    for_volunteers = LongTextField(
        label="What the volunteers read of it",
        help_text="The volunteers of the Circle read these words and none of those above. Write nothing they are not "
        "to know.",
        max_length=LONGEST,
        called="what the volunteers read",
    )

    @property
    def agreed(self) -> Agreed:
        given = self.cleaned_data
        return Agreed(
            agreed_on=given["agreed_on"], agreed_with=given["agreed_with"], may=given["may"],
            may_not=given["may_not"], for_volunteers=given["for_volunteers"],
        )  # fmt: skip


class PrintForm(forms.Form):
    """What stands in the address of a print: whose form, in which style, with pictures or not."""

    who = forms.CharField(required=False)
    style = forms.ChoiceField(choices=Style.choices, required=False)
    pictures = forms.BooleanField(required=False)
