"""Open one record in an emergency."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from encircle.common.errors import Invalid
from encircle.design.forms import GovForm, LongTextField
from encircle.foundations.access.models import BreakGlass
from encircle.rooms.circles.actions.breaking_glass import break_glass, close_glass

from .guard import for_staff


class EmergencyForm(GovForm):
    called = {"reason": "why you need it now", "reference": "the reference of the Circle"}
    reference = forms.CharField(
        label="Reference of the Circle", max_length=12, help_text="For example, C-7KQ2MX. Ask whoever rings you for it."
    )
    reason = LongTextField(
        label="Why do you need it now?",
        max_length=1000,
        help_text="At least 20 characters. The coordinators of the Circle and the data-protection lead read it.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def emergency(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            circle_id = break_glass(**form.cleaned_data, by=actor, at=actor.now)
            return redirect("casework:circle", circle_id)
        except Invalid as refusal:
            form.add_invalid(refusal)
    openings = BreakGlass.objects.filter(user_id=actor.user_id, closed_at__isnull=True).order_by("-opened_at")[:5]
    open_now = [o for o in openings if (actor.now - o.opened_at).total_seconds() < 3600]
    context = {"form": form, "open_now": open_now}
    return render(request, "casework/emergency.html", context, status=422 if form.errors else 200)


@require_POST
@for_staff
def emergency_end(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    close_glass(opening_id, by=actor, at=actor.now)
    return redirect("casework:emergency")
