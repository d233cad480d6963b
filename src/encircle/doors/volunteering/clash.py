"""Two people changed the same words: both texts side by side, and a choice; or words that came too late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from encircle.design.forms import GovForm
from encircle.foundations.access.actor import names_of
from encircle.rooms.meetings.actions.drafting import choose_words, leave_words_out
from encircle.rooms.meetings.comparison import (
    Choice,
    ClashState,
    FieldClash,
    NotChosen,
    Piece,
    clash,
    must_choose,
    word_difference,
)
from encircle.rooms.meetings.drafts import (
    common_ground,
    has_draft,
    meeting_of,
    open_draft,
    own_waiting_words,
    seats_at,
    starting_body,
    topics_for,
    trace_session,
    written,
)
from encircle.rooms.meetings.leftovers import with_their_end
from encircle.rooms.meetings.models import DraftRevision, Meeting

from .draft import posted_revision
from .guard import VolunteerRequest, for_volunteers
from .words import FieldNames, field_names, first_name


class ChoiceForm(GovForm):
    """One question for each field that both changed."""

    def __init__(self, data: Mapping[str, str] | None, *, fields: Sequence[FieldClash], names: FieldNames, other: str):
        asked = {question(field.key): _question(field, names, other) for field in fields}
        self.base_fields = asked  # type: ignore[misc]  # Django copies them from here; ours are of this clash
        super().__init__(data)

    def choices(self) -> dict[str, Choice]:
        return {name.removeprefix("choose_"): Choice(value) for name, value in self.cleaned_data.items()}


@dataclass(frozen=True)
class SideBySide:
    """One field as they have it and as I have it, with what differs marked, and what to do about it."""

    name: str
    theirs: Sequence[Piece]
    mine: Sequence[Piece]
    choice: BoundField


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def choice(request: VolunteerRequest, meeting_id: UUID, words: int) -> HttpResponse:
    by = request.actor
    meeting = meeting_of(meeting_id, by)
    minutes = written(meeting.pk)
    mine = own_waiting_words(meeting.pk, words, by)
    if not minutes.waits_for_writing:
        return redirect("volunteering:kept", meeting_id=meeting.pk, words=words)
    found = open_draft(meeting, minutes, by=by)
    fields = clash(common_ground(mine), mine.body, found.body)
    names = field_names(seats_at(meeting), topics_for({**found.body, **mine.body}))
    other = first_name(names_of([found.edited_by]), found.edited_by)
    form = ChoiceForm(
        request.POST if request.method == "POST" else None, fields=must_choose(fields), names=names, other=other
    )
    if request.method == "POST" and form.is_valid():
        start = {} if has_draft(meeting.pk) else starting_body(meeting, minutes, by=by)
        try:
            choose_words(
                meeting.pk, words, choices=form.choices(), seen=posted_revision(request), start=start, by=by, at=by.now
            )
        except NotChosen:
            form.add_error(None, f"{other} has changed this again since you opened this page. Look once more")
        else:
            messages.success(request, "Your words and theirs are together in the draft.")
            return redirect("volunteering:draft", meeting_id=meeting.pk)
    context = {
        "meeting": meeting,
        "form": form,
        "draft": found,
        "words": mine,
        "other": other,
        "sides": [_side_by_side(field, names, form) for field in must_choose(fields)],
        "only_mine": _named(fields, ClashState.ONLY_MINE, names),
        "only_theirs": _named(fields, ClashState.ONLY_THEIRS, names),
    }
    return render(request, "volunteering/choice.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def kept(request: VolunteerRequest, meeting_id: UUID, words: int) -> HttpResponse:
    """Words that came after somebody had submitted, or that their writer does not want any more."""
    by = request.actor
    meeting = meeting_of(meeting_id, by)
    if request.method == "POST":
        leave_words_out(meeting.pk, words, by=by, at=by.now)
        messages.success(request, "Those words are gone.")
        return redirect("volunteering:draft", meeting_id=meeting.pk)
    mine = own_waiting_words(meeting.pk, words, by)
    trace_session(meeting, by=by)
    return render(request, "volunteering/kept.html", {**_kept(meeting, mine, by.now), "words": mine})


def _kept(meeting: Meeting, mine: DraftRevision, at: datetime) -> dict[str, object]:
    topics = topics_for(mine.body)
    names = field_names(seats_at(meeting), topics)
    minutes = written(meeting.pk)
    writer = minutes.newest.written_by_id if minutes.newest else None
    return {
        "meeting": meeting,
        "minutes": minutes,
        "writer": first_name(names_of([writer]), writer, "Somebody"),
        "until": with_their_end([mine], minutes.newest, at=at)[0][1],
        "passages": [(names.name(key), text) for key, text in mine.body.items() if key.startswith("passage_")],
    }


def question(key: str) -> str:
    return f"choose_{key}"


def _question(field: FieldClash, names: FieldNames, other: str) -> forms.Field:
    can_have_both = field.key.startswith("passage_") and field.mine and field.theirs
    choices = [(Choice.MINE.value, "Keep mine"), (Choice.THEIRS.value, f"Keep {other}’s")]
    if can_have_both:
        choices.append((Choice.BOTH.value, f"Keep both, {other}’s first"))
    name = names.name(field.key)
    return forms.ChoiceField(
        label=f"{name}: which words stay?",
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": f"Choose what stays for “{name}”",
            "invalid_choice": f"Choose what stays for “{name}”",
        },
    )


def _side_by_side(field: FieldClash, names: FieldNames, form: ChoiceForm) -> SideBySide:
    theirs, mine = (names.value(field.key, text) for text in (field.theirs, field.mine))
    pieces = word_difference(theirs, mine)
    return SideBySide(
        name=names.name(field.key),
        theirs=[piece for piece in pieces if piece.kind != "put_in"],
        mine=[piece for piece in pieces if piece.kind != "taken_out"],
        choice=form[question(field.key)],
    )


def _named(fields: Sequence[FieldClash], state: ClashState, names: FieldNames) -> list[str]:
    return [names.name(field.key) for field in fields if field.state is state]
