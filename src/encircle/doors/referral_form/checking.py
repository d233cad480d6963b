"""The answers of the whole form, and sending it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from encircle.common.errors import Invalid
from encircle.design.forms import DateField, GovForm
from encircle.rooms.referrals.actions.submitting import (
    ChangedSince,
    Incomplete,
    Lacking,
    revisions,
    submit_referral,
    what_is_lacking,
)
from encircle.rooms.referrals.documents import papers
from encircle.rooms.referrals.drafts import OpenForm, OpenSection, held_referral, open_form
from encircle.rooms.referrals.sections import Line, hidden
from encircle.rooms.referrals.sections.answers import asks_for_entries, entry_name, lines
from encircle.rooms.referrals.sections.checking import check

from .mount import FormRequest, Mount
from .papers import lines_of

CHANGED = "Something in this referral has changed since you opened this page. Check it once more"


class PaperForm(GovForm):
    paper_received_on = DateField(label="When did the paper form come in?", called="the day the paper form came in")


@dataclass(frozen=True)
class Summary:
    """A section as the page of answers shows it; `hides`: something in it is shown only when asked for."""

    code: str
    title: str
    lines: Sequence[Line]
    entries: Sequence[tuple[str, Sequence[Line]]]
    missing: Sequence[str]
    hides: bool
    shows: bool


def answers(mount: Mount, request: FormRequest, referral_id: UUID) -> HttpResponse:
    form = open_form(held_referral(referral_id), by=request.actor)
    return _page(mount, request, form, PaperForm() if mount.on_paper else GovForm())


def submission(mount: Mount, request: FormRequest, referral_id: UUID) -> HttpResponse:
    by = request.actor
    asked = PaperForm(request.POST) if mount.on_paper else GovForm(request.POST)
    received_on: date | None = asked.cleaned_data.get("paper_received_on") if asked.is_valid() else None
    try:
        if asked.is_valid():
            submit_referral(
                referral_id,
                checked=request.POST.get("checked", ""),
                paper_received_on=received_on,
                by=by,
                at=by.now,
            )
            return redirect(mount.sent_url(referral_id))
    except Incomplete as refusal:
        for text in (f"{lacking.title}: not complete" for lacking in refusal.sections):
            asked.add_error(None, text)
    except ChangedSince:
        asked.add_error(None, CHANGED)
    except Invalid as refusal:
        asked.add_invalid(refusal)
    return _page(mount, request, open_form(held_referral(referral_id), by=by), asked)


def _page(mount: Mount, request: FormRequest, form: OpenForm, asked: GovForm) -> HttpResponse:
    lacking = {one.code: one for one in what_is_lacking(form)}
    shown = request.GET.get("show", "")
    context: dict[str, Any] = mount.context(
        form.referral,
        form_state=form,
        form=asked,
        summaries=[_summary(one, lacking.get(one.section.code), shown) for one in form.sections],
        lacking=list(lacking.values()),
        papers=lines_of(papers(form.referral.pk)),
        checked=revisions(form),
    )
    status = 422 if asked.is_bound and asked.errors else 200
    return render(request, "referral_form/answers.html", context, status=status)


def _summary(one: OpenSection, lacking: Lacking | None, shown: str) -> Summary:
    found = lines(one.section.questions, check(one.section.questions, one.draft.typed))
    listed = _entries(one)
    every = [*found, *(line for _, of_entry in listed for line in of_entry)]
    shows = shown == one.section.code
    return Summary(
        one.section.code,
        one.section.title,
        masked(found, shows=shows),
        [(title, masked(of_entry, shows=shows)) for title, of_entry in listed],
        lacking.what if lacking else (),
        hides=any(line.masked for line in every),
        shows=shows,
    )


def _entries(one: OpenSection) -> list[tuple[str, list[Line]]]:
    listed = one.section.entries
    if listed is None or not asks_for_entries(one.section, one.draft.typed):
        return []
    return [
        (entry_name(one.section, entry, number), lines(listed.questions, check(listed.questions, entry.typed)))
        for number, entry in enumerate(one.draft.entries, 1)
    ]


def masked(found: Sequence[Line], *, shows: bool) -> list[Line]:
    """What is hidden does not stand in the page at all until it is asked for."""
    return [line._replace(shown=hidden(line.shown)) if line.masked and not shows else line for line in found]
