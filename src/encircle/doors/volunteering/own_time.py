"""A volunteer's time with the charity: since when, until when, and the wish to stop."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import OnceForm, carried_out, form_page, say, typed
from encircle.design.dates import plain_date
from encircle.design.forms import DateField, LongTextField
from encircle.design.items import Row
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.leaving.actions.wishing import LONGEST_WORDS, ask_to_stop, stay_after_all
from encircle.rooms.leaving.exit_queries import OwnTime, held_by, open_own_time
from encircle.rooms.leaving.models import ExitReply
from encircle.rooms.leaving.talk_queries import references_to_answer
from encircle.rooms.volunteers.models import Volunteer

from .guard import VolunteerRequest, for_volunteers


class StoppingForm(OnceForm):
    last_day = DateField(
        label="Is there a day you would like to be your last?", called="your last day", required=False,
        help_text="Leave it empty if there is none. Your coordinator talks it over with you first.",
    )  # fmt: skip
    why = LongTextField(
        label="Do you want to say why?", max_length=LONGEST_WORDS, required=False, rows=3,
        help_text="Only the staff of your area read it. Your Circle never does.",
    )  # fmt: skip


@require_safe
@for_volunteers
def own_time(request: VolunteerRequest) -> HttpResponse:
    one = _oneself(request)
    record(Verb.LISTED, "leaving.wish", by=request.actor.acting)
    found = open_own_time(one, by=request.actor)
    wish, reply = found.wish, found.reply
    context = {
        "rows": [
            *([Row("With us since", plain_date(one.joined_on))] if one.joined_on else []),
            *([Row("Your last day", plain_date(one.left_on))] if one.left_on else []),
        ],
        "wish": wish,
        "words": found.wish_words,
        "was_told": wish is not None and wish.is_told,
        "held": [Row(lent.named, f"Lent {plain_date(lent.lent_on)}") for lent in held_by(one.pk)],
        "asked": found.offer if reply is None else None,
        "references": references_to_answer(one.pk),
        "answers": _answer_rows(found, reply) if reply else [],
        "asked_on": in_london(wish.at).date() if wish else None,
        "leaves": one.left_on is not None,
    }
    return render(request, "volunteering/own_time.html", context)


def _answer_rows(found: OwnTime, reply: ExitReply) -> list[Row]:
    return [
        *(Row(question.label, text) for question, text in found.answers),
        Row("Would you come back one day?", reply.get_back_display()),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_volunteers
def stopping(request: VolunteerRequest) -> HttpResponse:
    _oneself(request)
    by, form = request.actor, StoppingForm(typed(request))

    def act() -> None:
        given = form.cleaned_data
        ask_to_stop(given["last_day"], given["why"], id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "Your coordinator sees that you would like to stop, and gets in touch.")
        return redirect("volunteering:own_time")
    return form_page(request, "volunteering/stopping.html", {"form": form})


@require_POST
@for_volunteers
def stopping_withdrawal(request: VolunteerRequest) -> HttpResponse:
    _oneself(request)
    stay_after_all(by=request.actor, at=request.actor.now)
    say(request, "You stay. Your coordinator sees that.")
    return redirect("volunteering:own_time")


def _oneself(request: VolunteerRequest) -> Volunteer:
    found = Volunteer.objects.filter(pk=request.actor.volunteer_id).first() if request.actor.volunteer_id else None
    if found is None:
        raise NotFound()
    return found
