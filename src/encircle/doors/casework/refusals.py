"""Recording that somebody who was asked said no, and what that changes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import Invalid, NotFound
from encircle.design.answering import OnceForm, carried_out, typed
from encircle.design.forms import Option
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Circle
from encircle.rooms.organisation.models import Topic
from encircle.rooms.partners.models import Agency
from encircle.rooms.people.models import Carer
from encircle.rooms.sharing.actions.refusing import NewRefusal, record_refusal
from encircle.rooms.sharing.models import Consent
from encircle.rooms.sharing.queries.effects import effect_of_withdrawal
from encircle.rooms.sharing.queries.refusals import RefusalLine
from encircle.rooms.sharing.queries.standing import Standing, standing_of
from encircle.rooms.sharing.rules import require_recording_consent
from encircle.rooms.sharing.vocabulary import Evidence

from .answers import once, page
from .consent_forms import SaidForm, carer_in, offer_agencies, offer_givers
from .consents import papers_on_offer, standing_to_add_to, takers
from .fields import offer
from .guard import StaffRequest, for_staff
from .record import circle_page

EVERYTHING, SOME = "everything", "some"


class RefusalForm(OnceForm, SaidForm):
    given_by = forms.ChoiceField(label="Who said no?", widget=forms.RadioSelect)
    agency = forms.ChoiceField(label="To which agency", error_messages={"required": "Select an agency"})
    what = forms.ChoiceField(
        label="What did they say no to?",
        choices=[
            (EVERYTHING, Option("Everything", hint="Nothing is shared with this agency on consent")),
            (SOME, "Only some subjects"),
        ],
        widget=forms.RadioSelect,
    )
    subjects = forms.MultipleChoiceField(
        label="Subjects they said no to", required=False, widget=forms.CheckboxSelectMultiple
    )
    asked_by = forms.ChoiceField(label="Who asked them?")
    called = {
        "given_by": "who said no",
        "what": "what they said no to",
        "when": "when they said so",
        "evidence": "how it was said",
        "asked_by": "who asked them",
    }
    reveals = {"what": {SOME: ["subjects"]}, **SaidForm.reveals}
    field_order = ["once", "given_by", "agency", "what", "subjects", "when", "moment", "evidence", "asked_by"]

    def __init__(
        self,
        *args: Any,
        agencies: Sequence[tuple[str, Agency]],
        topics: Sequence[Topic],
        carers: Sequence[Carer],
        staff: Sequence[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_agencies(self, agencies)
        offer_givers(self, carers)
        offer(self, "subjects", [(topic.code, Option(topic.name, hint=topic.hint)) for topic in topics])
        offer(self, "asked_by", [(str(user_id), name) for user_id, name in staff])

    @property
    def topics(self) -> list[str] | None:
        """None: everything. Raises Invalid where "some" names none."""
        if self.cleaned_data["what"] == EVERYTHING:
            return None
        chosen: list[str] = self.cleaned_data["subjects"]
        if not chosen:
            raise Invalid({"subjects": "Select what they said no to"})
        return chosen


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def refusal_new(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, circle_page(request, circle_id, "consents")
    circle: Circle = context["circle"]
    require_recording_consent(by, circle.area_id)
    standing = standing_to_add_to(circle, by)
    papers = papers_on_offer(standing)
    form = RefusalForm(
        typed(request),
        agencies=papers["agencies"],
        topics=papers["topics"],
        carers=standing.carers,
        staff=takers(circle, by),
        initial={"asked_by": str(by.user_id)},
    )
    if carried_out(form, lambda: once(Consent, form.id, lambda: _record(form, standing, by))):
        return redirect("casework:refused", circle.pk, form.id)
    return page(request, "refusal_new.html", context | {"form": form})


@require_safe
@for_staff
def refused(request: StaffRequest, circle_id: UUID, refusal_id: UUID) -> HttpResponse:
    """What the no changed."""
    context = circle_page(request, circle_id, "consents")
    line = _line(context["circle"], refusal_id, request.actor)
    return page(request, "refused.html", context | {"line": line, "effect": effect_of_withdrawal(refusal_id)})


def _record(form: RefusalForm, standing: Standing, by: Actor) -> None:
    given = form.cleaned_data
    new = NewRefusal(
        id=form.id,
        core_member_id=standing.papers.core_member.pk,
        agency_id=UUID(given["agency"]),
        subjects=form.topics,
        evidence=Evidence(given["evidence"]),
        said_at=form.said_at(by.now),
        carer_id=carer_in(given["given_by"]),
        asked_by=UUID(given["asked_by"]),
    )
    record_refusal(new, by=by, at=by.now)


def _line(circle: Circle, refusal_id: UUID, by: Actor) -> RefusalLine:
    standing = standing_of(circle, at=by.now)
    lines = standing.refusals if standing else ()
    found = next((line for line in lines if line.refusal.pk == refusal_id), None)
    if found is None:
        raise NotFound()
    return found
