"""The clauses of the code of practice: loaded from a sheet, each with the rules that show whether it is kept."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from encircle.common.errors import Invalid
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import counted
from encircle.design.forms import GovForm
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.rooms.due.clauses import load_clauses, read_clauses
from encircle.rooms.due.evidence import present_clauses
from encircle.rooms.due.vocabulary import Rule

from .answers import page
from .guard import OfficeRequest

MOST_BYTES = 500_000


class ClausesForm(GovForm):
    sheet = forms.FileField(
        label="The clauses, as a CSV file",
        allow_empty_file=True,
        help_text="Columns code, words and rules. Several rules are divided by commas. It replaces what is loaded now.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    called = {"sheet": "the file with the clauses"}

    def clean_sheet(self) -> str:
        sent: UploadedFile = self.cleaned_data["sheet"]
        if sent.size is None or sent.size > MOST_BYTES:
            raise forms.ValidationError("The file must be smaller than 500 KB")
        try:
            return bytes(sent.read()).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError("The file must be a CSV file in UTF-8") from None


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.SET_STANDARD)
def clauses(request: OfficeRequest) -> HttpResponse:
    """Pressing twice loads the same clauses, which changes nothing."""
    by = request.actor
    form = ClausesForm(typed(request), request.FILES if request.method == "POST" else None)

    def act() -> None:
        found = read_clauses(form.cleaned_data["sheet"])
        if not found:
            raise Invalid({"sheet": "There is no clause in this file"})
        changed = load_clauses(found, by=by, at=by.now)
        say(request, f"{counted(len(found), 'clause')} loaded, {changed} of them new or changed.")

    if form.is_bound and carried_out(form, act):
        return redirect("administration:clauses")
    context = {
        "form": form,
        "rows": [[one.code, one.words, ", ".join(Rule(rule).label for rule in one.rules)] for one in present_clauses()],
        "rules": [[rule.value, rule.label] for rule in Rule],
    }
    return page(request, "clauses.html", "standard", context)
