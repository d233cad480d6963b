"""The breach log as the staff of an area see it: what was recalled, and what was done about it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.design.answering import carried_out, say, typed
from encircle.design.forms import GovForm, LongTextField
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.records.actions import LONGEST, add_account, open_breach
from encircle.rooms.records.queries import PAGE, accounts_of, lines_of
from encircle.rooms.records.queries import breaches as newest
from encircle.rooms.records.rules import may_add_to_breach

from .answers import page
from .earlier import number_in
from .guard import StaffRequest, for_staff


class AccountForm(GovForm):
    account = LongTextField(
        label="Add what was found out or done", max_length=LONGEST, called="what was found out or done"
    )


@require_safe
@for_staff
def breaches(request: StaffRequest) -> HttpResponse:
    number = number_in(request.GET.get("page"))
    lines, has_older = newest(page=number)
    record(Verb.LISTED, "records.breach", by=request.acting, detail=str(len(lines)))
    context = {"lines": lines, "number": number, "has_older": has_older, "a_page": PAGE}
    return page(request, "breaches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def breach(request: StaffRequest, breach_id: UUID) -> HttpResponse:
    """One breach with its account: every reading is noted."""
    by = request.actor
    found = open_breach(breach_id, by=by)
    form = AccountForm(typed(request))
    if carried_out(form, lambda: add_account(breach_id, form.cleaned_data["account"], by=by, at=by.now)):
        say(request, "Added to the account.")
        return redirect("casework:breach", breach_id)
    (line,) = lines_of([found])
    may_add = found.closed_at is None and may_add_to_breach(by, found.area_id)
    context = {"line": line, "breach": found, "accounts": accounts_of(found), "form": form, "may_add": may_add}
    return page(request, "breach.html", context)
