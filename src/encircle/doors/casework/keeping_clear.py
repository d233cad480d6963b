"""Whom or what a volunteer says they must keep clear of: read, and looked at. It makes no exclusion by itself."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.dates import plain_date
from encircle.design.forms import LongTextField, Option
from encircle.design.items import Action, Row
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.forming.actions.keeping_clear import LONGEST, look_at_clear
from encircle.rooms.forming.clear_queries import (
    ITEM,
    ClearLine,
    LookLine,
    exclusions_of_volunteer,
    keep_clear_row,
    open_clear,
)
from encircle.rooms.forming.models import ClearLook, Exclusion
from encircle.rooms.forming.rules import may_look_at_clear, require_looking_at_clear
from encircle.rooms.forming.vocabulary import Because, Came
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from .answers import once, page
from .coming_in_pages import about_volunteer
from .exclusions import called
from .fields import offer
from .guard import StaffRequest, for_staff

BACK = "What they keep clear of"
HINTS = {
    Came.NOTED: "Note it first on the page of the core member, under “Never in one Circle”",
    Came.NOTHING: "For example, because it is about nobody we work with",
}


class LookForm(OnceForm):
    called = {"came": "what came of it"}
    came = forms.ChoiceField(
        label="What came of it?",
        choices=[(one.value, Option(one.label, hint=HINTS[one])) for one in Came],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what came of it"},
    )
    exclusion = forms.ChoiceField(label="Which exclusion?", required=False)
    why = LongTextField(
        label="Why is there nothing to do?",
        max_length=LONGEST,
        rows=4,
        required=False,
        help_text="For you and your colleagues. The volunteer is not told.",
    )
    reveals = {"came": {Came.NOTED: ["exclusion"], Came.NOTHING: ["why"]}}

    def __init__(self, *args: object, noted: list[Exclusion], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._noted = {str(one.pk): one for one in noted}
        names = [(str(one.pk), f"{called(one.core_member)}, {plain_date(one.at)}") for one in noted]
        offer(self, "exclusion", [("", "Choose an exclusion" if names else "None is noted of them"), *names])

    @property
    def answer(self) -> tuple[Came, Exclusion | None, str]:
        """Of the two fields that open, the one that belongs to what was chosen."""
        given = self.cleaned_data
        came = Came(given["came"])
        if came is Came.NOTED:
            return came, self._noted.get(given["exclusion"]), ""
        return came, None, given["why"]


@require_safe
@for_staff
def keeping_clear(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    """In their own words: opened, so that the trace says who read it."""
    by, one = request.actor, _another(request, found_volunteer(volunteer_id))
    lines = open_clear(one, by=by)
    record(Verb.LISTED, ITEM, one.pk, by=by.acting, area_id=one.area_id, detail=str(len(lines)))
    may_look = may_look_at_clear(by, one)
    context = {"volunteer": one, "lines": [(line, _rows(line, may_look)) for line in lines]}
    return page(request, "keeping_clear.html", context)


def _rows(line: ClearLine, may_look: bool) -> list[Row]:
    look = Action("Look at it", reverse("casework:clear_look", args=[line.row.pk]), line.row.get_kind_display())
    rows = [Row("In their words", line.text), Row("Said on", plain_date(line.row.at))]
    if line.row.withdrawn_at:
        rows.append(Row("Taken back", f"On {plain_date(line.row.withdrawn_at)}. What is noted stays noted."))
    rows += [Row("Looked at", _looked(one)) for one in line.looks]
    if not line.looks and not line.row.withdrawn_at:
        rows.append(Row("Looked at", "Not yet", actions=[look] if may_look else ()))
    return rows


def _looked(line: LookLine) -> str:
    look = line.look
    what = str(Came(look.came).label)
    if look.exclusion is not None:
        what = f"{what}: {called(look.exclusion.core_member)}, {str(Because(look.exclusion.because).label).lower()}"
    why = f", because: {line.why}" if line.why else ""
    return f"{what}{why}\nOn {plain_date(look.at)} by {line.by}"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def clear_look(request: StaffRequest, keep_clear_id: UUID) -> HttpResponse:
    by, row = request.actor, keep_clear_row(keep_clear_id)
    one = _another(request, row.volunteer)
    require_looking_at_clear(by, one)
    words = next(line.text for line in open_clear(one, by=by) if line.row.pk == row.pk)
    form = LookForm(typed(request), noted=exclusions_of_volunteer(one.pk))

    def act() -> None:
        came, exclusion, why = form.answer
        once(
            ClearLook,
            form.id,
            lambda: look_at_clear(row, came, exclusion=exclusion, why=why, id=form.id, by=by, at=by.now),
        )

    back = reverse("casework:keeping_clear", args=[one.pk])
    if carried_out(form, act):
        say(request, "It is off the list of what is due.")
        return redirect(back)
    said = f"{row.get_kind_display()}: “{words}”"
    return about_volunteer(request, form, one, "Look at what they keep clear of", back=back, back_words=BACK, said=said)


def _another(request: StaffRequest, one: Volunteer) -> Volunteer:
    """Raises NotFound of oneself: what was made of it may be about a core member."""
    if one.pk == request.actor.volunteer_id:
        raise NotFound()
    return one
