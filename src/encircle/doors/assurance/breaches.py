"""The data-protection lead's breach log: every reading is noted, and the lead closes a breach."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.errors import Invalid
from encircle.design.forms import GovForm, LongTextField
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.records.actions import LONGEST, add_account, close_breach, open_breach
from encircle.rooms.records.queries import accounts_of, lines_of
from encircle.rooms.records.queries import breaches as newest


class AccountForm(GovForm):
    account = LongTextField(
        label="Add what was found out or done", max_length=LONGEST, called="what was found out or done"
    )


@require_safe
@needs(May.KEEP_BREACHES)
def breaches(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("page", "1")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 1
    lines, has_older = newest(page=number)
    record(Verb.LISTED, "records.breach", by=request.acting, detail=str(len(lines)))  # type: ignore[attr-defined]
    context = {"lines": lines, "number": number, "has_older": has_older}
    return render(request, "assurance/breaches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.KEEP_BREACHES)
def breach(request: HttpRequest, breach_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = open_breach(breach_id, by=actor)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_account(breach_id, form.cleaned_data["account"], by=actor, at=actor.now)
            messages.success(request, "Added to the account.")
            return redirect("assurance:breach", breach_id)
        except Invalid as refusal:
            form.add_invalid(refusal)
    (line,) = lines_of([found])
    context = {"breach": found, "line": line, "accounts": accounts_of(found), "form": form}
    return render(request, "assurance/breach.html", context, status=422 if form.errors else 200)


@require_POST
@needs(May.KEEP_BREACHES)
def breach_closing(request: HttpRequest, breach_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    close_breach(breach_id, by=actor, at=actor.now)
    messages.success(request, "The breach is closed.")
    return redirect("assurance:breaches")
