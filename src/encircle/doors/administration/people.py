"""People who sign in: the list, one person, inviting, suspending, and what takes a second person's word."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time
from encircle.design.items import Row, WorkItem
from encircle.foundations.access.actor import names_of
from encircle.foundations.access.guards import needs
from encircle.foundations.access.queries import appointments_of
from encircle.foundations.access.roles import May
from encircle.foundations.access.rules import may_appoint_to, may_end
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.accounts import actions
from encircle.foundations.accounts.models import ChangeKind, User
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .answers import page
from .guard import OfficeRequest
from .people_forms import ChangeForm, FindForm, InviteForm
from .queries import PAGE, Standing, area_names, people_page, person, role_in_words, waiting_changes
from .words import CHANGES, STANDINGS, period

MANAGES = needs(May.MANAGE_ACCOUNTS)


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES
def people(request: OfficeRequest) -> HttpResponse:
    """Names are looked for by a posted form, so that they stand in no address."""
    form = FindForm(typed(request))
    number = _page_number(request.GET.get("page", ""))
    looked_for: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    first = 0 if form.is_bound else (number - 1) * PAGE
    found = people_page(
        request.actor.now, words=looked_for.get("words", ""), standing=looked_for.get("standing", ""), first=first
    )
    verb = Verb.SEARCHED if form.is_bound else Verb.LISTED
    record(verb, "accounts.user", by=request.acting, detail=str(len(found.people)))
    context = {
        "form": form,
        "items": [_item(one.user, one.standing, one.roles) for one in found.people],
        "total": found.total,
        "number": number,
        "last": 1 if form.is_bound else -(-found.total // PAGE),
    }
    return page(request, "people.html", "people", context)


def _page_number(written: str) -> int:
    return int(written) if written.isdecimal() and 0 < len(written) < 6 and int(written) else 1


def _item(user: User, standing: Standing, roles: list[str]) -> WorkItem:
    words, colour = STANDINGS[standing]
    facts = [" and ".join(roles) or "No staff role"]
    return WorkItem(
        title=user.name, url=reverse("administration:person", args=[user.pk]), facts=facts, tag=words, colour=colour
    )


@require_safe
@MANAGES
def one_person(request: OfficeRequest, user_id: UUID) -> HttpResponse:
    by = request.actor
    user, standing = _person(user_id, request)
    held = appointments_of([user_id], by.now).get(user_id, [])
    areas = area_names() if any(one.area_id for one in held) else {}
    names = names_of([*(one.appointed_by_id for one in held), user.suspended_by_id])
    record(Verb.LISTED, "accounts.user", user_id, by=request.acting, detail="1")
    context = {
        "user": user,
        "standing": standing.value,
        "tag": STANDINGS[standing],
        "rows": _facts(user, names),
        "held": [
            (
                role_in_words(one, areas),
                period(one),
                names.get(one.appointed_by_id, "") if one.appointed_by_id else "",
                one.pk,
                may_end(by, one),
            )
            for one in held
        ],
        "waiting": [(CHANGES[ChangeKind(one.kind)], one.pk) for one in waiting_changes().filter(user=user_id)],
        "is_me": user_id == by.user_id,
        "may_appoint": user_id != by.user_id and any(may_appoint_to(by, role) for role in Role),
    }
    return page(request, "person.html", "people", context)


def _person(user_id: UUID, request: OfficeRequest) -> tuple[User, Standing]:
    found = person(user_id, request.actor.now)
    if found is None:
        raise NotFound()
    return found


def _facts(user: User, names: dict[UUID, str]) -> list[Row]:
    facts = [Row("Email address", user.email), Row("Added", date_and_time(user.created_at))]
    if user.last_login:
        facts.append(Row("Last signed in", date_and_time(user.last_login)))
    if user.ends_at:
        facts.append(Row("Access ends", date_and_time(user.ends_at)))
    if user.suspended_at:
        by = names.get(user.suspended_by_id, "somebody") if user.suspended_by_id else "somebody"
        facts.append(Row("Suspended", f"{date_and_time(user.suspended_at)} by {by}"))
    return facts


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES
def invitation(request: OfficeRequest) -> HttpResponse:
    by, form = request.actor, InviteForm(typed(request))
    made: list[User] = []

    def act() -> None:
        made.append(actions.invite(name=form.cleaned_data["name"], email=form.cleaned_data["email"], by=by, at=by.now))

    if form.is_bound and carried_out(form, act):
        say(request, f"An invitation is on its way to {made[0].name}. Give them a role next, if they need one.")
        return redirect("administration:person", made[0].pk)
    return page(request, "invitation.html", "people", {"form": form})


@require_POST
@MANAGES
def invitation_again(request: OfficeRequest, user_id: UUID) -> HttpResponse:
    return _done(
        request, user_id, actions.invite_again, "A new invitation is on its way. The one before no longer works."
    )


@require_POST
@MANAGES
def invitation_withdrawal(request: OfficeRequest, user_id: UUID) -> HttpResponse:
    return _done(request, user_id, actions.withdraw, "The invitation no longer works.")


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES
def suspension(request: OfficeRequest, user_id: UUID) -> HttpResponse:
    """Its own page: it takes hold at once, everywhere."""
    if request.method == "POST":
        return _done(request, user_id, actions.suspend, "They are signed out everywhere and cannot sign in.")
    user, standing = _person(user_id, request)
    if standing == Standing.SUSPENDED or user_id == request.actor.user_id:
        raise NotFound()
    return page(request, "suspension.html", "people", {"user": user})


@require_POST
@MANAGES
def restoration(request: OfficeRequest, user_id: UUID) -> HttpResponse:
    return _done(request, user_id, actions.restore, "They can sign in again.")


@require_http_methods(["GET", "HEAD", "POST"])
@MANAGES
def change(request: OfficeRequest, user_id: UUID) -> HttpResponse:
    """Ask for a reset or another address; somebody else decides."""
    by, form = request.actor, ChangeForm(typed(request))
    user, _ = _person(user_id, request)

    def act() -> None:
        actions.ask_for_change(
            user_id=user_id,
            kind=ChangeKind(form.cleaned_data["kind"]),
            reason=form.cleaned_data["reason"],
            new_email=form.new_address,
            by=by,
            at=by.now,
        )

    if form.is_bound and carried_out(form, act):
        say(request, "This waits for a second person. They find it under People, “Waiting for a second person”.")
        return redirect("administration:person", user_id)
    return page(request, "change.html", "people", {"form": form, "user": user})


def _done(request: OfficeRequest, user_id: UUID, action: Callable[..., object], words: str) -> HttpResponse:
    action(user_id=user_id, by=request.actor, at=request.actor.now)
    say(request, words)
    return redirect("administration:person", user_id)
