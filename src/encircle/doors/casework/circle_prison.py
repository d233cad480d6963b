"""In which prison a Circle meets until the release: named when it opens, and anew where the core member is moved."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.rooms.circles.actions.establishment import name_prison
from encircle.rooms.circles.course_queries import prison_of, prisons
from encircle.rooms.circles.gate import not_cleared
from encircle.rooms.circles.models import Circle, Establishment
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency

from .answers import once, page
from .circles import to_change
from .course_words import cleared_words
from .fields import offer
from .guard import StaffRequest, for_staff


class PrisonOfCircleForm(OnceForm):
    called = {"prison": "the prison where the Circle meets"}
    prison = forms.ChoiceField(
        label="In which prison does the Circle meet?",
        help_text="Exactly this one has to clear the volunteers. A prison that is missing is added under Agencies.",
    )
    why = forms.CharField(
        label="Why is this changed?",
        max_length=400,
        required=False,
        help_text="For example, the core member was moved. Kept with the prison named before.",
    )

    def __init__(self, data: Any, *, known: list[Agency], present: Agency | None) -> None:
        super().__init__(data, initial={"prison": str(present.pk) if present else ""})
        offer(self, "prison", [("", "Select a prison"), *[(str(one.pk), one.name) for one in known]])
        if present is None:
            del self.fields["why"]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def circle_prison(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    by, context = request.actor, to_change(request, circle_id)
    circle: Circle = context["circle"]
    if circle.kind != CircleKind.PRISON:
        raise NotFound()
    form = PrisonOfCircleForm(typed(request), known=prisons(), present=prison_of(circle))

    def act() -> None:
        given, why = UUID(form.cleaned_data["prison"]), form.cleaned_data.get("why", "")
        once(Establishment, form.id, lambda: name_prison(circle_id, given, id=form.id, why=why, by=by, at=by.now))

    if carried_out(form, act):
        lacking = not_cleared(circle, context["circle_now"].phase, prison_of(circle), by.now)
        say(request, " ".join(["The prison is kept.", *cleared_words(lacking)]))
        return redirect("casework:circle", circle_id)
    return page(request, "circle_prison.html", context | {"form": form})
