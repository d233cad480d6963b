"""Documents that go with the form: added and taken away while it is written, read by whoever has it in hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, form_page, say, typed
from encircle.design.dates import long_date_and_time, plain_date
from encircle.design.files import check_file, file_field, reading, say_if_too_large, size_in_words
from encircle.design.forms import DateField
from encircle.design.items import Row, TagColour
from encircle.foundations.access.actor import Actor
from encircle.foundations.files.answers import page_response
from encircle.foundations.files.keeping import OpenDocument
from encircle.foundations.files.models import Verdict
from encircle.foundations.files.parsing.kinds import PAGED, Kind
from encircle.foundations.files.parsing.refusals import Refused
from encircle.rooms.referrals import documents as room
from encircle.rooms.referrals.drafts import held_referral
from encircle.rooms.referrals.models import ReferralDocument
from encircle.rooms.referrals.vocabulary import PaperKind

from .mount import FormRequest, Mount


class PaperForm(OnceForm):
    called = {"kind": "what it is"}
    file = file_field()
    kind = forms.ChoiceField(label="What is it?", choices=PaperKind.choices, widget=forms.RadioSelect)
    written_on = DateField(label="The date on the document", required=False, called="the date on the document")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_file(self, cleaned)
        return cleaned


@dataclass(frozen=True)
class PaperLine:
    """One document in a list. Never by name: a name may say what a document is about."""

    id: UUID
    title: str
    facts: str
    tag: tuple[str, TagColour] | None


def lines_of(rows: Iterable[ReferralDocument]) -> list[PaperLine]:
    return [_line(one) for one in rows]


def _line(one: ReferralDocument) -> PaperLine:
    dated = f", {plain_date(one.written_on)}" if one.written_on else ""
    pages = f", {one.pages} pages" if one.pages > 1 else ""
    facts = f"{one.get_file_kind_display()}{pages}, {size_in_words(one.size)}. Added {plain_date(one.uploaded_at)}."
    tags: dict[Verdict | None, tuple[str, TagColour]] = {
        None: ("Waiting for the virus scanner", "yellow"),
        Verdict.REFUSED: ("Refused by the virus scanner", "red"),
    }
    return PaperLine(one.pk, f"{one.get_kind_display()}{dated}", facts, tags.get(room.verdict_on(one)))


def papers(mount: Mount, request: FormRequest, referral_id: UUID) -> HttpResponse:
    """What goes with the form so far, and one more."""
    referral = held_referral(referral_id)
    form = PaperForm(typed(request), request.FILES or None)
    say_if_too_large(form, request)
    if carried_out(form, lambda: _add_once(request, referral_id, form)):
        waits = room.verdict_on(room.paper(form.id)) is None
        say(request, "The document is added. It can be read once the virus scanner has looked at it."
            if waits else "The document is added.")  # fmt: skip
        return redirect(mount.url("papers", referral_id))
    context = mount.context(referral, form=form, papers=lines_of(room.papers(referral_id)))
    return form_page(request, "referral_form/papers.html", context)


def _add_once(request: FormRequest, referral_id: UUID, form: PaperForm) -> None:
    """Pressed twice, the same form adds one."""
    if ReferralDocument.objects.filter(pk=form.id, referral=referral_id).exists():
        return
    given, by = form.cleaned_data, request.actor
    new = room.NewPaper(
        id=form.id,
        name=given["file"].name,
        content=given["file"].read(),
        kind=PaperKind(given["kind"]),
        written_on=given["written_on"],
    )
    try:
        room.add_paper(referral_id, new, by=by, at=by.now)
    except IntegrityError:  # the other press of the same button, or an id that is somebody else's
        if not ReferralDocument.objects.filter(pk=form.id, referral=referral_id).exists():
            raise NotFound() from None


def paper(mount: Mount, request: FormRequest, referral_id: UUID, paper_id: UUID) -> HttpResponse:
    found = _own(referral_id, paper_id)
    context = mount.context(
        found.referral,
        back_url=mount.url("papers", referral_id),
        **paper_context(found, request, request.actor),
        here=mount.url("paper", referral_id, paper_id),
    )
    context["image"] = mount.url("paper_page", referral_id, paper_id, context["number"])
    return render(request, "referral_form/paper.html", context)


def paper_page(mount: Mount, request: FormRequest, referral_id: UUID, paper_id: UUID, number: int) -> HttpResponse:
    return paper_image(_own(referral_id, paper_id), number, request.actor)


def paper_removal(mount: Mount, request: FormRequest, referral_id: UUID, paper_id: UUID) -> HttpResponse:
    by, back = request.actor, mount.url("papers", referral_id)
    referral = held_referral(referral_id)
    if request.method == "POST":
        room.take_away(referral_id, paper_id, by=by, at=by.now)
        say(request, "The document is taken away.")
        return redirect(back)
    found = _own(referral_id, paper_id)
    context = mount.context(referral, line=_line(found), back_url=back)
    return render(request, "referral_form/paper_removal.html", context)


def _own(referral_id: UUID, paper_id: UUID) -> ReferralDocument:
    """Of this form, which is in hand. Raises NotFound."""
    held_referral(referral_id)
    found = room.paper(paper_id)
    if found.referral_id != referral_id:
        raise NotFound()
    return found


# --- reading one, in any door ---


def paper_context(found: ReferralDocument, request: HttpRequest, by: Actor) -> dict[str, Any]:
    """Opened with a receipt: its name, what is known of it, and one page of it."""
    opened = room.open_paper(found, by=by)
    given = request.GET.get("page", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 1
    return {
        "document": found,
        "verdict": room.verdict_on(found),
        "facts": _facts(found, opened),
        **reading(opened, found.file_kind, min(max(number, 1), max(found.pages, 1))),
    }


def paper_image(found: ReferralDocument, number: int, by: Actor) -> HttpResponse:
    if Kind(found.file_kind) not in PAGED or not 1 <= number <= found.pages:
        raise NotFound()
    opened = room.open_paper(found, by=by)
    if opened is None:
        raise NotFound()
    try:
        return page_response(opened.page(number))
    except Refused as refused:
        raise NotFound() from refused


def _facts(document: ReferralDocument, opened: OpenDocument | None) -> list[Row]:
    verdict = room.verdict_on(document)
    return [
        *([Row("Name of the file", opened.lock.name)] if opened is not None else []),
        Row("Kind of file", f"{document.get_file_kind_display()}, {size_in_words(document.size)}"),
        Row("Date on it", plain_date(document.written_on) if document.written_on else ""),
        Row("Whose information", document.agency.name),
        Row("Added", long_date_and_time(document.uploaded_at)),
        Row("Virus scanner", str(verdict.label) if verdict else "Waiting to be scanned"),
    ]
