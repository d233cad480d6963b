"""Search: typed words are posted, the answer stands at an address that says nothing."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.errors import Invalid
from encircle.design.forms import GovForm
from encircle.rooms.practice.models import SearchKind
from encircle.rooms.practice.search import answer_search, make_search

from .guard import for_staff


class SearchForm(GovForm):
    called = {"kind": "where to look"}
    words = forms.CharField(
        label="Name, reference or words",
        help_text="Part of a name is enough. Accents and small slips do not matter.",
        max_length=200,
        error_messages={"required": "Enter what you are looking for"},
    )
    kind = forms.ChoiceField(
        label="Look in", choices=SearchKind.choices, widget=forms.RadioSelect, initial=SearchKind.NAMES
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = make_search(
                form.cleaned_data["words"],
                SearchKind(form.cleaned_data["kind"]),
                by=request.actor,  # type: ignore[attr-defined]
                at=request.actor.now,  # type: ignore[attr-defined]
            )
            return redirect("casework:search_answer", found)
        except Invalid as refusal:
            form.add_invalid(refusal)
    return render(request, "casework/search.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@for_staff
def search_answer(request: HttpRequest, search_id: UUID) -> HttpResponse:
    search, found = answer_search(search_id)
    context: dict[str, Any] = {
        "search": search,
        "found": found,
        "form": SearchForm(initial={"words": search.words, "kind": search.kind}),
    }
    return render(request, "casework/search_answer.html", context)
