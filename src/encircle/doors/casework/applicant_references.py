"""References for somebody who has applied: asked for, sent letters, keyed, read, taken or not; and accepting them."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.dates import plain_date
from encircle.design.forms import DateField, GovForm, LongTextField
from encircle.design.items import Row
from encircle.design.questions import QuestionForm
from encircle.doors.answering.matching_forms import WhoTheyAreForm
from encircle.foundations.access.actor import names_of
from encircle.rooms.recruiting.actions.accepting import Accepted, accept_volunteer, volunteer_of, why_not_acceptable
from encircle.rooms.recruiting.actions.referring import Referee, ask_referee, key_letter, make_letter, take_reference
from encircle.rooms.recruiting.actions.stepping import in_hand
from encircle.rooms.recruiting.application import ASKED_OF_REFEREES
from encircle.rooms.recruiting.drafts import open_application
from encircle.rooms.recruiting.letter import letter_to_referee
from encircle.rooms.recruiting.models import Applicant, Reference
from encircle.rooms.recruiting.queries import standing_of
from encircle.rooms.recruiting.references import (
    Asked,
    chase_days,
    named_by,
    open_reference,
    reference,
    references_of,
)
from encircle.rooms.recruiting.rules import may_recruit, require_recruiting
from encircle.rooms.recruiting.vocabulary import Came
from encircle.rooms.referrals.sections import Fault, tidy
from encircle.rooms.volunteers.matching import ForMatching
from encircle.rooms.volunteers.vocabulary import AgeBand, Sex

from .answers import once, page
from .applicants import state_of
from .fields import between
from .guard import StaffRequest, for_staff


class RefereeForm(OnceForm):
    name = forms.CharField(label="Name", max_length=120)
    knows = forms.CharField(label="How they know the applicant", max_length=200, required=False)
    email = forms.EmailField(label="Email address", max_length=254, required=False)
    post_to = forms.CharField(label="Postal address", max_length=250, required=False)


class TakeForm(GovForm):
    satisfactory = forms.ChoiceField(
        label="Is the reference satisfactory?", widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")]
    )
    why = LongTextField(label="Why?", max_length=1000, rows=4, called="why")
    called = {"satisfactory": "whether the reference is satisfactory"}


class DayForm(GovForm):
    written_on = DateField(label="Which day stands on the letter?", called="the day on the letter")


class AcceptForm(WhoTheyAreForm):
    """What a mix of people in a Circle is made by is asked for that alone, and may be left for later."""

    joined_on = DateField(label="From which day are they a volunteer?", called="the day")
    field_order = ("joined_on", "sex", "age_band", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sex", "age_band"):
            self.fields[name].required = False
            self.fields[name].initial = Sex.UNSAID if name == "sex" else AgeBand.UNSAID

    @property
    def for_matching(self) -> ForMatching:
        given = self.cleaned_data
        return ForMatching(
            Sex(given["sex"] or Sex.UNSAID), AgeBand(given["age_band"] or AgeBand.UNSAID), given["place"]
        )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def new_reference(request: StaffRequest, applicant_id: UUID) -> HttpResponse:
    """Filled in with the next whom the applicant named and who was not asked."""
    by, who = request.actor, in_hand(applicant_id, by=request.actor).applicant
    form = RefereeForm(typed(request), initial=_next_named(who, request))

    def act() -> None:
        given = form.cleaned_data
        referee = Referee(form.id, given["name"], given["knows"], given["email"], given["post_to"])
        once(Reference, form.id, lambda: ask_referee(applicant_id, referee, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "Now print their letter, or send it to them.")
        return redirect("casework:reference", form.id)
    context = {"form": form, "title": "Ask for a reference", "window": "Ask for a reference", "button": "Ask"}
    back = reverse("casework:applicant", args=[who.pk])
    return page(request, "people_form.html", context | {"caption": who.full_name, "back": back})


def _next_named(who: Applicant, request: StaffRequest) -> dict[str, str]:
    open_application(who, by=request.actor)
    named = named_by(who.pk)
    asked = {one.row.name for one in references_of([who.pk]).get(who.pk, [])}
    for number in (1, 2):
        name = named.get(f"referee{number}_name", "")
        if name and name not in asked:
            found = {"name": name} | {
                field: named.get(f"referee{number}_{code}", "").replace("\n", ", ")
                for field, code in (("knows", "knows"), ("email", "email"), ("post_to", "post"))
            }
            return found
    return {}


@require_safe
@for_staff
def one_reference(request: StaffRequest, reference_id: UUID) -> HttpResponse:
    """Opened, with a receipt."""
    by, asked = request.actor, reference(reference_id)
    who, wrote = standing_of(asked.row.applicant_id), open_reference(reference_id, by=by)
    names = names_of([asked.row.asked_by_id, asked.taken.by_id if asked.taken else None])
    may_act = may_recruit(by, who.applicant) and not who.is_over
    context = {
        "asked": asked,
        "applicant": who.applicant,
        "tag": state_of(asked),
        "is_due": asked.is_letter_due(chase_days(by.now), in_london(by.now).date()),
        "rows": _rows(asked, names),
        "wrote": [Row(line.label, line.shown) for line in wrote.lines] if wrote else [],
        "may_chase": may_act and asked.came is None,
        "may_take": may_act and asked.is_to_read,
    }
    return page(request, "reference.html", context)


def _rows(asked: Asked, names: dict[UUID, str]) -> list[Row]:
    row, came = asked.row, asked.came
    rows = [
        Row("How they know the applicant", row.knows),
        Row("Email address", row.email),
        Row("Postal address", row.post_to),
        Row("Asked", f"{plain_date(row.asked_at)}, by {names.get(row.asked_by_id, '')}"),
        Row("Letters made", f"{asked.letters}, the newest {plain_date(asked.letter_at)}" if asked.letter_at else ""),
    ]
    if came is not None:
        keyed = f", keyed {plain_date(came.received_at)}" if came.how == Came.LETTER else ""
        rows.append(Row("Came", f"{Came(came.how).label}, {plain_date(came.written_on)}{keyed}"))
    if asked.taken is not None:
        rows.append(Row("Decided by", f"{names.get(asked.taken.by_id, '')}, {plain_date(asked.taken.at)}"))
    return [one for one in rows if one.value]


@require_http_methods(["POST"])
@for_staff
def letter(request: StaffRequest, reference_id: UUID) -> HttpResponse:
    """A new letter with a personal address, which ends the one before."""
    by, asked = request.actor, reference(reference_id)
    who = standing_of(asked.row.applicant_id).applicant
    address = settings.SITE_ADDRESS + make_letter(reference_id, by=by, at=by.now)
    made = letter_to_referee(asked.row, who, address, from_name=by.name, at=by.now)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="letter-{in_london(by.now):%Y-%m-%d}.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def keying(request: StaffRequest, reference_id: UUID) -> HttpResponse:
    """What came by letter, as it is written there."""
    by, asked = request.actor, reference(reference_id)
    who = in_hand(asked.row.applicant_id, by=by).applicant
    if asked.came is not None:
        raise NotAllowed("The reference is here already.")
    day, given = DayForm(typed(request)), tidy(ASKED_OF_REFEREES, dict(request.POST.lists()))
    between(day, "written_on", latest=in_london(by.now).date())
    faults: list[Fault] = []
    if request.method == "POST" and day.is_valid():
        try:
            key_letter(reference_id, given, written_on=day.cleaned_data["written_on"], by=by, at=by.now)
        except Invalid as refusal:
            faults = [Fault(code, text) for code, text in refusal.errors.items() if code != "written_on"]
            if "written_on" in refusal.errors:
                day.add_error("written_on", refusal.errors["written_on"])
        else:
            say(request, "The reference is kept.")
            return redirect("casework:reference", reference_id)
    form = QuestionForm(ASKED_OF_REFEREES, given, faults=faults)
    context = {"form": day, "questions": form, "asked": asked, "applicant": who}
    status = 422 if faults or day.errors else 200
    return render(request, "casework/reference_keying.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def judgement(request: StaffRequest, reference_id: UUID) -> HttpResponse:
    by, asked = request.actor, reference(reference_id)
    require_recruiting(by, standing_of(asked.row.applicant_id).applicant)
    form = TakeForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        take_reference(reference_id, satisfactory=given["satisfactory"] == "yes", why=given["why"], by=by, at=by.now)

    if carried_out(form, act):
        say(request, "It is noted how the reference was taken.")
        return redirect("casework:applicant", asked.row.applicant_id)
    context = {"form": form, "title": "Take the reference", "window": "Take the reference", "button": "Save"}
    back = reverse("casework:reference", args=[reference_id])
    return page(request, "people_form.html", context | {"caption": asked.row.name, "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def acceptance(request: StaffRequest, applicant_id: UUID) -> HttpResponse:
    by, standing = request.actor, in_hand(applicant_id, by=request.actor)
    who, today = standing.applicant, in_london(by.now).date()
    if reasons := why_not_acceptable(applicant_id, standing.stage):
        raise NotAllowed(*reasons)
    form = AcceptForm(typed(request), initial={"joined_on": today})
    between(form, "joined_on", latest=today)
    open_application(who, by=by)

    def act() -> None:
        accepted = Accepted(form.cleaned_data["joined_on"], form.for_matching)
        accept_volunteer(applicant_id, accepted, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "They are a volunteer now.")
        return redirect("casework:volunteer", volunteer_of(applicant_id))
    context = {"form": form, "title": "Accept as a volunteer", "window": "Accept as a volunteer", "button": "Accept"}
    back = reverse("casework:applicant", args=[who.pk])
    return page(request, "people_form.html", context | {"caption": who.full_name, "back": back})
