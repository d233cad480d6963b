"""What one person asked for and another decides: a reset, another address, a printed list of codes."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import say
from encircle.design.dates import date_and_time
from encircle.design.items import Row, WorkItem
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.foundations.accounts.actions import decide_change
from encircle.foundations.accounts.models import AccountChange, ChangeKind
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .answers import page
from .guard import OfficeRequest
from .queries import decided_changes, waiting_changes
from .words import CHANGES, MEANS

MANAGES = needs(May.MANAGE_ACCOUNTS)
SHOWN = 20


@require_safe
@MANAGES
def changes(request: OfficeRequest) -> HttpResponse:
    waiting, decided = list(waiting_changes()), decided_changes(SHOWN)
    names = names_of(
        one for change in (*waiting, *decided) for one in (change.user_id, change.asked_by_id, change.decided_by_id)
    )
    record(Verb.LISTED, "accounts.accountchange", by=request.acting, detail=str(len(waiting) + len(decided)))
    context = {
        "items": [_item(one, names, request.actor) for one in waiting],
        "decided": [_decided(one, names) for one in decided],
    }
    return page(request, "changes.html", "people", context)


@require_safe
@MANAGES
def change(request: OfficeRequest, change_id: UUID) -> HttpResponse:
    found = AccountChange.objects.filter(pk=change_id).first()
    if found is None:
        raise NotFound()
    names = names_of((found.user_id, found.asked_by_id, found.decided_by_id))
    record(Verb.LISTED, "accounts.accountchange", found.pk, by=request.acting, detail="1")
    context = {
        "change": found,
        "rows": _rows(found, names),
        "means": MEANS[ChangeKind(found.kind)],
        "may_decide": found.decided_at is None and _may_decide(found, request.actor),
    }
    return page(request, "account_change.html", "people", context)


@require_POST
@MANAGES
def approval(request: OfficeRequest, change_id: UUID) -> HttpResponse:
    return _decide(request, change_id, approve=True, words="Approved. It takes hold at once, and they are told.")


@require_POST
@MANAGES
def refusal(request: OfficeRequest, change_id: UUID) -> HttpResponse:
    return _decide(request, change_id, approve=False, words="Refused. Nothing changes for them.")


def _decide(request: OfficeRequest, change_id: UUID, *, approve: bool, words: str) -> HttpResponse:
    decide_change(change_id=change_id, approve=approve, by=request.actor, at=request.actor.now)
    say(request, words)
    return redirect("administration:changes")


def _may_decide(change: AccountChange, actor: Actor) -> bool:
    """For showing the buttons; the action asks again, and so does the database."""
    return actor.user_id not in (change.asked_by_id, change.user_id)


def _item(change: AccountChange, names: dict[UUID, str], actor: Actor) -> WorkItem:
    mine = _may_decide(change, actor)
    return WorkItem(
        title=f"{CHANGES[ChangeKind(change.kind)]} for {names.get(change.user_id, 'somebody')}",
        url=reverse("administration:account_change", args=[change.pk]),
        facts=[f"Asked by {names.get(change.asked_by_id, 'somebody')}", date_and_time(change.asked_at)],
        tag="Waits for you" if mine else "Waits for somebody else",
        colour="blue" if mine else "grey",
    )


def _decided(change: AccountChange, names: dict[UUID, str]) -> list[str]:
    who = names.get(change.decided_by_id, "somebody") if change.decided_by_id else "somebody"
    return [
        f"{CHANGES[ChangeKind(change.kind)]} for {names.get(change.user_id, 'somebody')}",
        f"{'Approved' if change.approved else 'Refused'} by {who}",
        date_and_time(change.decided_at) if change.decided_at else "",
    ]


def _rows(change: AccountChange, names: dict[UUID, str]) -> list[Row]:
    rows = [
        Row("For", names.get(change.user_id, "Somebody")),
        Row("Asked by", f"{names.get(change.asked_by_id, 'somebody')}, {date_and_time(change.asked_at)}"),
        Row("Why, and how they made sure", change.reason),
    ]
    if change.new_email:
        rows.insert(1, Row("New address", change.new_email))
    if change.decided_at:
        rows.append(Row("Decided", _decided(change, names)[1] + ", " + date_and_time(change.decided_at)))
    return rows
