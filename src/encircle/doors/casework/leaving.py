"""Staying and leaving: one volunteer's page, the note that they leave, and who asked to stop."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time, plain_date
from encircle.design.items import Row, WorkItem
from encircle.foundations.access.queries import on_board_since
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.leaving.actions.leaving import call_off_leaving, note_leaving
from encircle.rooms.leaving.actions.rejoining import come_back
from encircle.rooms.leaving.actions.wishing import stay_as_told
from encircle.rooms.leaving.exit_queries import Kept, exit_of, exits_of, lent_to, not_returned, things_held
from encircle.rooms.leaving.models import ExitOffer, Leaving, Wish
from encircle.rooms.leaving.policy import Period
from encircle.rooms.leaving.queries import (
    OpenLeaving,
    asked_to_stop,
    has_left,
    leaving_row,
    leavings,
    open_leaving,
    open_wish,
    periods_of,
    standing,
    would_end,
)
from encircle.rooms.leaving.rest_queries import Resting, rest_talks_of, rest_talks_owed
from encircle.rooms.leaving.rules import may_keep_leaving, require_keeping
from encircle.rooms.leaving.service_queries import near_a_milestone, service_of, thanks_to
from encircle.rooms.leaving.talk_queries import Owed, references_of, talks_of, talks_owed
from encircle.rooms.leaving.vocabulary import Reason
from encircle.rooms.organisation.models import Area
from encircle.rooms.training.queries import may_train_of
from encircle.rooms.volunteers.models import Volunteer
from encircle.rooms.volunteers.queries import volunteer as found_volunteer

from .answers import page
from .areas import areas_of, chosen
from .guard import StaffRequest, for_staff
from .leaving_forms import ON_A_DAY, LeavingForm
from .links import to
from .staying_rows import (
    exit_rows,
    exit_state,
    lent_rows,
    near_item,
    reference_rows,
    rest_rows,
    service_row,
    talk_rows,
    thanks_rows,
)


@require_safe
@for_staff
def leaving_list(request: StaffRequest) -> HttpResponse:
    """One area at a time: who asked to stop, who leaves, who has left of late."""
    by, areas = request.actor, areas_of(request.actor)
    area = area_of(request, areas)
    asked = asked_to_stop(area.pk)
    coming, gone = leavings(area.pk, by.now)
    kept = not_returned(area.pk, by.now)
    exits, things = exits_of(one.volunteer_id for one in gone), things_held(one.volunteer_id for one in coming)
    record(Verb.LISTED, "leaving.leaving", by=by.acting, area_id=area.pk, detail=str(len(asked) + len(coming)))
    context = {
        "tab": "leaving",
        "area": area,
        "areas": areas,
        "asked": [_wish_item(one) for one in asked],
        "coming": [_coming_item(one, things.get(one.volunteer_id, 0)) for one in coming],
        "gone": [_gone_item(one, exits.get(one.volunteer_id)) for one in gone],
        "kept": [_kept_item(one) for one in kept],
        "owed": [_owed_item(one) for one in talks_owed(area.pk, by.now)],
        "resting": [_resting_item(one) for one in rest_talks_owed(area.pk, by.now)],
        "near": [near_item(one, in_london(by.now).date()) for one in near_a_milestone(area.pk, by.now)],
    }
    return page(request, "leavings.html", context)


def area_of(request: StaffRequest, areas: list[Area]) -> Area:
    """The one asked for, else the first."""
    area = chosen(areas, request.GET.get("area")) or (areas[0] if areas else None)
    if area is None or not request.actor.may(May.MANAGE_VOLUNTEERS):
        raise NotFound()
    return area


def _wish_item(one: Wish) -> WorkItem:
    wanted = f"would like {plain_date(one.last_day)} to be the last day" if one.last_day else "no day said"
    return WorkItem(
        title=one.volunteer.full_name,
        url=to("staying", one.volunteer_id),
        facts=[wanted],
        tag="Would like to stop",
        colour="yellow",
        when=f"{'told us' if one.is_told else 'asked'} {plain_date(in_london(one.at).date())}",
    )


def _coming_item(one: Leaving, things: int) -> WorkItem:
    holds = [f"to give back: {things} {'thing' if things == 1 else 'things'}"] if things else []
    return _leaving_item(one, f"last day {plain_date(one.last_day)}", holds)


def _gone_item(one: Leaving, offer: ExitOffer | None) -> WorkItem:
    return _leaving_item(one, f"left {plain_date(one.last_day)}", [exit_state(offer)])


def _leaving_item(one: Leaving, when: str, more: list[str]) -> WorkItem:
    return WorkItem(
        title=one.volunteer.full_name,
        url=to("staying", one.volunteer_id),
        facts=[one.get_reason_display(), *more],
        when=when,
    )


def _owed_item(one: Owed) -> WorkItem:
    seat = one.seat
    return WorkItem(
        title=seat.volunteer.full_name if seat.volunteer else "",
        url=to("end_talk", seat.pk),
        facts=[seat.circle.name, f"seat ended {plain_date(in_london(seat.ends_at).date())}" if seat.ends_at else ""],
        tag="Late" if one.is_late else "",
        colour="red" if one.is_late else "",
        when=f"by {plain_date(one.by)}",
        hidden=f"in {seat.circle.name}",
    )


def _resting_item(one: Resting) -> WorkItem:
    away = one.away
    return WorkItem(
        title=away.volunteer.full_name,
        url=to("rest_talk", away.pk),
        facts=[f"away since {plain_date(away.starts_on)}", *([] if away.until else ["no last day said"])],
        tag="Late" if one.is_late else "",
        colour="red" if one.is_late else "",
        when=f"by {plain_date(one.days.by)}",
        hidden="about coming back",
    )


def _kept_item(one: Kept) -> WorkItem:
    lent, left_on = one.lent, one.lent.volunteer.left_on
    left = [f"left {plain_date(left_on)}"] if left_on else []
    return WorkItem(
        title=lent.volunteer.full_name,
        url=to("staying", lent.volunteer_id),
        facts=[lent.named, f"lent {plain_date(lent.lent_on)}", *left],
        tag="Overdue" if one.is_late else "",
        colour="red",
        when=f"back by {plain_date(one.by)}",
        hidden=lent.named,
    )


# --- one volunteer ---


@require_safe
@for_staff
def staying(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, _somebody_else(request, volunteer_id)
    found = open_leaving(one, by=by)
    is_planned = found.leaving is not None and found.leaving.ends_at > by.now
    may, ending = may_keep_leaving(by, one), exit_of(one.pk)
    context = {
        "volunteer": one,
        "found": found,
        "wish": _wish_rows(found),
        "leaving": _leaving_rows(found),
        "is_planned": is_planned,
        "has_left": has_left(one, by.now),
        "periods": [
            *(_period_row(each) for each in periods_of(one)),
            service_row(_served(one, by.now)),
            *_trains(one),
            *_board(one, by.now),
        ],
        "exit": exit_rows(ending, may),
        "can_be_asked": found.leaving is not None and found.leaving.reason != Reason.DIED,
        "thanks": thanks_rows(thanks_to(one.pk)),
        "talks": talk_rows(talks_of(one.pk)),
        "rests": rest_rows(rest_talks_of(one.pk)),
        "references": reference_rows(references_of(one.pk), may),
        "lent": lent_rows(lent_to(one.pk), may),
        "may": may,
    }
    return page(request, "staying.html", context)


def _served(one: Volunteer, at: datetime) -> int:
    return service_of([one], in_london(at).date())[one.pk]


def _trains(one: Volunteer) -> list[Row]:
    return [Row("Helps to train", "Yes")] if may_train_of([one.pk]) else []


def _board(one: Volunteer, at: datetime) -> list[Row]:
    since = on_board_since(one.user_id, at)
    return [Row("Sits on the board", f"since {plain_date(in_london(since).date())}")] if since else []


def _period_row(period: Period) -> Row:
    return Row(f"From {plain_date(period.since)}", f"until {plain_date(period.until)}" if period.until else "until now")


def _wish_rows(found: OpenLeaving) -> list[Row]:
    if (wish := found.wish) is None:
        return []
    return [
        Row("Told us" if wish.is_told else "Asked", plain_date(in_london(wish.at).date())),
        *([Row("Told to", f"{found.told_to}, in the conversation {_which_talk(wish)}")] if wish.is_told else []),
        Row("Last day they would like", plain_date(wish.last_day) if wish.last_day else "Not said"),
        *([Row("In their words", found.wish_words)] if found.wish_words else []),
    ]


def _which_talk(wish: Wish) -> str:
    return "after a Circle" if wish.talk_id else "about coming back"


def _leaving_rows(found: OpenLeaving) -> list[Row]:
    if (leaving := found.leaving) is None:
        return []
    return [
        Row("Last day", plain_date(leaving.last_day)),
        Row("Everything ends", _moment(leaving)),
        Row("Sign-in", _sign_in(leaving)),
        Row("Why", leaving.get_reason_display()),
        Row("Who decided", leaving.get_decided_display()),
        *([Row("What should be known", found.words)] if found.words else []),
        Row("Noted by", f"{found.noted_by}, {plain_date(in_london(leaving.at).date())}"),
    ]


def _moment(leaving: Leaving) -> str:
    is_whole_day = in_london(leaving.ends_at).date() > leaving.last_day
    return "At the end of that day" if is_whole_day else date_and_time(leaving.ends_at)


def _sign_in(leaving: Leaving) -> str:
    if not leaving.login_ends:
        return "They have none as a volunteer, or keep theirs for their work here"
    return "Ended for good" if hasattr(leaving, "carried_out") else "Ends with it"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def volunteer_leaving(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    """What ends with it is said before it is confirmed."""
    by, one = request.actor, found_volunteer(volunteer_id)
    require_keeping(by, one)
    wish, planned = open_wish(one.pk), standing(one.pk)
    today = in_london(by.now).date()
    last_day = planned.last_day if planned else wish.last_day if wish and wish.last_day else today
    form = LeavingForm(typed(request), initial={"when": ON_A_DAY, "last_day": max(last_day, today)})

    def act() -> None:
        note_leaving(one, form.going, id=form.id, by=by, at=by.now)

    if carried_out(form, act):
        say(request, "It is noted that they leave. Every seat and their access end with it.")
        return redirect("casework:staying", one.pk)
    context = {
        "form": form,
        "volunteer": one,
        "ends": would_end(one, by.now),
        "is_change": planned is not None and planned.ends_at > by.now,
        "back": reverse("casework:staying", args=[one.pk]),
    }
    return page(request, "leaving_form.html", context)


@require_POST
@for_staff
def leaving_calling_off(request: StaffRequest, leaving_id: UUID) -> HttpResponse:
    by, leaving = request.actor, leaving_row(leaving_id)
    call_off_leaving(leaving, by=by, at=by.now)
    say(request, "They stay. Their seats last as they did before.")
    return redirect("casework:staying", leaving.volunteer_id)


@require_POST
@for_staff
def staying_after_all(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    """Of a wish that they had told staff."""
    by, one = request.actor, found_volunteer(volunteer_id)
    stay_as_told(one, by=by, at=by.now)
    say(request, "They stay. They do not stand under “Would like to stop” any more.")
    return redirect("casework:staying", one.pk)


@require_POST
@for_staff
def rejoining(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    by, one = request.actor, found_volunteer(volunteer_id)
    come_back(one, by=by, at=by.now)
    say(request, "They are back. A new invitation to sign in is on its way, if they had a login.")
    return redirect("casework:staying", one.pk)


def _somebody_else(request: StaffRequest, volunteer_id: UUID) -> Volunteer:
    """For the staff of their area. Raises NotFound for anybody else, and for oneself."""
    one = found_volunteer(volunteer_id)
    if one.pk == request.actor.volunteer_id:
        raise NotFound()
    return one
