"""Agreeing to take part: how one person stands, taking an agreement, what comes before it, and the form to print."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time, plain_date
from encircle.design.forms import GovForm
from encircle.design.items import Row
from encircle.rooms.joining.actions.agreeing import take_agreement, withdraw_agreement
from encircle.rooms.joining.actions.preparing import record_capacity, record_scope
from encircle.rooms.joining.paper import Print, agreement_form
from encircle.rooms.joining.policy import State
from encircle.rooms.joining.queries import (
    AgreementLine,
    agreement,
    kinds_of,
    open_papers,
    prints_easy_read,
    standing,
)
from encircle.rooms.joining.rules import require_taking
from encircle.rooms.joining.vocabulary import Ability, How, Style, Told
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.people.documents import documents
from encircle.rooms.people.models import CoreMember
from encircle.rooms.people.queries import core_member, present_carers

from .answers import page
from .coming_in_pages import form_alone
from .guard import StaffRequest, for_staff
from .joining_forms import AgreementForm, CapacityForm, PrintForm, ScopeForm, WithdrawalForm
from .joining_words import PARTY_COLOURS, standing_words

BACK = "Agreement to take part"


@require_safe
@for_staff
def joining(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, one = request.actor, core_member(core_member_id)
    require_taking(by, one.area_id)
    stands, papers = standing(one, by.now), open_papers(one, by=by)
    kind = kinds_of([one.pk], by.now).get(one.pk, CircleKind.ADULT)
    context = {
        "core_member": one,
        "kind": CircleKind(kind).label,
        "stands": stands,
        "state": standing_words(stands),
        "parties": [
            (party, PARTY_COLOURS[party.state], party.state in (State.AGREED,) and party.newest)
            for party in stands.parties
        ],
        "agreements": [(f"{line.who}, {plain_date(line.row.agreed_on)}", _agreed(line)) for line in papers.agreements],
        "capacity": [
            (f"{who}, {plain_date(row.assessed_on)}", _seen(row, words)) for row, who, words in papers.capacity
        ],
        "scope": _scope(papers.scopes),
        "asks_easy_read": prints_easy_read(kind, in_london(by.now).date()),
    }
    return page(request, "joining.html", context)


def _agreed(line: AgreementLine) -> list[Row]:
    row = line.row
    rows = [
        Row("How", f"{How(row.how).label}, taken by {line.taken_by}"),
        Row("Words", f"{Style(row.style).label}, {_since(line)}"),
        Row("Free will", "Of their own free will, and no condition of a court or a licence"),
    ]
    if line.words and line.words.who_was_there:
        rows.append(Row("Who was there", line.words.who_was_there))
    if line.words and line.words.help_given:
        rows.append(Row("What helped", line.words.help_given))
    if line.withdrawn:
        told = str(Told(line.withdrawn.told).label).lower()
        rows.append(Row("Agrees no longer", f"Since {date_and_time(line.withdrawn.withdrawn_at)}, said {told}"))
    return rows


def _since(line: AgreementLine) -> str:
    words = line.row.words
    return f"in force from {plain_date(words.starts_on)}" if words else "as Encircle came with them"


def _seen(row: Any, words: Any) -> list[Row]:
    able = [str(one.label) for one in Ability if getattr(row, one.value)]
    unable = [str(one.label) for one in Ability if not getattr(row, one.value)]
    rows = [Row("Could decide this", "Yes" if row.can_decide else "Not on that day"), Row("Able to", "\n".join(able))]
    if unable:
        rows.append(Row("Not able to", "\n".join(unable)))
    if words:
        rows += [Row("Help given", words.help_given), Row("Seen and heard", words.seen)]
        rows += [Row("Who was there", words.who_was_there)] if words.who_was_there else []
    return rows


def _scope(scopes: list[Any]) -> list[Row]:
    """The newest; the words for volunteers beside those that are not for them."""
    if not scopes:
        return []
    row, who, words, told = scopes[0]
    return [
        Row("Agreed", f"{plain_date(row.agreed_on)}, kept by {who}"),
        *([Row("With", words.agreed_with), Row("May be talked about", words.may_be_spoken_of)] if words else []),
        *([Row("May not be talked about", words.may_not_be_spoken_of)] if words else []),
        Row("What volunteers read", told),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def joining_agreement(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, one = request.actor, core_member(core_member_id)
    require_taking(by, one.area_id)
    today = in_london(by.now).date()
    parties = [party for party in standing(one, by.now).parties if party.state is not State.OVER]
    style = Style.EASY_READ if prints_easy_read(kinds_of([one.pk], by.now).get(one.pk, ""), today) else Style.STANDARD
    form = AgreementForm(
        typed(request), parties=parties, documents=_papers(one), initial={"agreed_on": today, "style": style}
    )
    if carried_out(form, lambda: take_agreement(one, form.agreeing, id=form.id, by=by, at=by.now)):
        return _kept(request, one, "The agreement is kept.")
    return _form(request, form, one, "Take an agreement to take part", "Keep it")


def _papers(one: CoreMember) -> list[tuple[str, str]]:
    found, _ = documents(one.pk)
    return [
        (str(each.pk), f"{each.get_kind_display()}, {plain_date(each.written_on or each.uploaded_at)}")
        for each in found
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def joining_withdrawal(request: StaffRequest, agreed_id: UUID) -> HttpResponse:
    by, found = request.actor, agreement(agreed_id)
    require_taking(by, found.area_id)
    form = WithdrawalForm(typed(request), initial={"withdrawn_at": by.now})

    def act() -> None:
        given = form.cleaned_data
        withdraw_agreement(found, withdrawn_at=given["withdrawn_at"], told=Told(given["told"]), by=by, at=by.now)

    if carried_out(form, act):
        return _kept(request, found.core_member, "It is kept. The coordinators are told at once.")
    who = found.carer.name if found.carer else found.core_member.given_name
    return _form(request, form, found.core_member, f"{who} agrees no longer", "Keep it")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def joining_capacity(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, one = request.actor, core_member(core_member_id)
    require_taking(by, one.area_id)
    form = CapacityForm(typed(request), initial={"assessed_on": in_london(by.now).date()})
    if carried_out(form, lambda: record_capacity(one, form.looked, id=form.id, by=by, at=by.now)):
        return _kept(request, one, "It is kept, for this decision and this day.")
    return _form(request, form, one, "Can they decide to take part?", "Keep it")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def joining_scope(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    by, one = request.actor, core_member(core_member_id)
    require_taking(by, one.area_id)
    form = ScopeForm(typed(request), initial={"agreed_on": in_london(by.now).date()})
    if carried_out(form, lambda: record_scope(one, form.agreed, id=form.id, by=by, at=by.now)):
        return _kept(request, one, "It is kept. The volunteers of the Circle read the words meant for them.")
    return _form(request, form, one, "What may be talked about", "Keep it")


@require_GET
@for_staff
def joining_form(request: StaffRequest, core_member_id: UUID) -> HttpResponse:
    """The form to sign, as a PDF. Named by nobody: a file name travels further than the file."""
    by, one = request.actor, core_member(core_member_id)
    asked = PrintForm(request.GET)
    if not asked.is_valid():
        raise NotFound()
    given = asked.cleaned_data
    carer = next((each for each in present_carers(one.pk, by.now) if str(each.pk) == given["who"]), None)
    if given["who"] and carer is None:
        raise NotFound()
    wanted = Print(style=Style(given["style"] or Style.STANDARD), pictures=given["pictures"], carer=carer)
    response = HttpResponse(agreement_form(one, wanted, by=by), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="form-to-sign.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _kept(request: StaffRequest, one: CoreMember, words: str) -> HttpResponse:
    say(request, words)
    return redirect("casework:joining", one.pk)


def _form(request: StaffRequest, form: GovForm, one: CoreMember, title: str, button: str) -> HttpResponse:
    back = reverse("casework:joining", args=[one.pk])
    return form_alone(request, form, title, button, back=back, back_words=BACK)
