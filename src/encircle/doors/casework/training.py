"""Training: the events of an area and what renews soon; one event with its people; one volunteer's training."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.design.dates import date_and_time, plain_date
from encircle.design.items import Row, TagColour, WorkItem
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.queries import standard_on
from encircle.rooms.training.models import Event, Outcome
from encircle.rooms.training.paper import Keyed, keyed_for
from encircle.rooms.training.queries import (
    EventLine,
    EventPage,
    Owed,
    Person,
    Trained,
    event_page,
    events,
    open_training,
    renewals,
    to_score,
)
from encircle.rooms.training.rules import may_keep_training
from encircle.rooms.training.vocabulary import EventKind, Reply, Result
from encircle.rooms.volunteers.models import Volunteer

from .answers import page
from .areas import areas_of, chosen
from .guard import StaffRequest, for_staff
from .links import to

RESULTS: dict[str, TagColour] = {Result.PASS: "green", Result.NOT_YET: "yellow", Result.NO: "red"}


def called(event: Event) -> str:
    return event.course.name if event.course else event.get_kind_display()


def where(event: Event) -> str:
    if event.venue is None:
        return event.address
    return f"{event.venue.name}\n{event.venue.address}".strip()


@require_safe
@for_staff
def training(request: StaffRequest) -> HttpResponse:
    """One area at a time."""
    by, areas = request.actor, areas_of(request.actor)
    area, today = chosen(areas, request.GET.get("area")) or (areas[0] if areas else None), in_london(by.now).date()
    context: dict[str, Any] = {"tab": "training", "area": area, "areas": areas}
    if area is not None:
        coming, past = events(area.pk, today, past=False), events(area.pk, today, past=True)
        renewing = renewals(area.pk, today)
        record(Verb.LISTED, "training.event", by=by.acting, area_id=area.pk, detail=str(len(coming) + len(past)))
        context |= {
            "coming": [_item(one) for one in coming],
            "past": [_item(one, is_past=True) for one in past],
            "renewing": [
                [one.volunteer.full_name, one.course.name, plain_date(one.renew_on) if one.renew_on else ""]
                for one in renewing
            ],
            "owed": [_owed(one) for one in to_score(by)],
            "keyed": [_keyed(one) for one in keyed_for(by)],
            "may_open": may_keep_training(by, area.pk),
        }
    return page(request, "training.html", context)


def _item(one: EventLine, *, is_past: bool = False) -> WorkItem:
    places = f"{min(one.coming, one.event.places)} of {one.event.places} places taken"
    waiting = f"{one.waiting} waiting" if one.waiting else ""
    tag: tuple[str, TagColour] = ("", "grey")
    if one.event.cancelled_at:
        tag = ("Cancelled", "grey")
    elif not is_past:
        tag = (f"{one.free} free", "green") if one.free else ("Full", "yellow")
    return WorkItem(
        title=called(one.event),
        url=to("training_event", one.event.pk),
        facts=[fact for fact in (places if not is_past else f"{one.coming} said they would come", waiting) if fact],
        tag=tag[0],
        colour=tag[1],
        when=plain_date(one.event.first_on),
    )


def _owed(one: Owed) -> WorkItem:
    return WorkItem(
        title=f"{one.name}: {one.assignment.exercise.words}",
        url=to("training_score", one.assignment.pk),
        facts=[f"Event of {plain_date(one.assignment.event.first_on)}"],
        tag="To score",
        colour="yellow",
    )


def _keyed(one: Keyed) -> WorkItem:
    return WorkItem(
        title=f"{one.name}: {one.sheet.assignment.exercise.words}",
        url=to("training_score", one.sheet.assignment_id),
        facts=[f"keyed by {one.keyed_by}, {date_and_time(one.sheet.at)}"],
    )


@require_safe
@for_staff
def training_event(request: StaffRequest, training_id: UUID) -> HttpResponse:
    by, found = request.actor, event_page(training_id)
    event, today = found.event, in_london(by.now).date()
    record(Verb.LISTED, "training.event", event.pk, by=by.acting, area_id=event.area_id, detail=str(len(found.people)))
    may_keep = may_keep_training(by, event.area_id) and event.cancelled_at is None
    least = standard_on(event.first_on).assessing_coordinators
    context = {
        "event": event,
        "title": called(event),
        "rows": _rows(found),
        "parts": [[part.name, plain_date(part.on), part.starts_at, part.ends_at] for part in found.parts],
        "people": [_person(one, found, may_keep) for one in found.people],
        "owed": [_owed(one) for one in to_score(by) if one.assignment.event_id == event.pk],
        "may_keep": may_keep,
        "has_begun": event.first_on <= today,
        "is_over": event.last_on < today,
        "is_assessed": event.kind == EventKind.CORE,
        "has_trainers": bool(found.trainers),
        "few_trainers": event.kind == EventKind.CORE and found.staff < least,
        "least_coordinators": least,
    }
    return page(request, "training_event.html", context)


def _rows(found: EventPage) -> list[Row]:
    event = found.event
    taken = sum(one.has_place for one in found.people)
    waiting = sum(one.waits for one in found.people)
    return [
        Row("Area", event.area.name),
        Row("Where", where(event)),
        Row("Places", f"{taken} of {event.places} taken" + (f", {waiting} waiting" if waiting else "")),
        Row("Trains and assesses", ", ".join(sorted(found.trainers.values())) or "Nobody yet"),
    ]


def _person(one: Person, found: EventPage, may_keep: bool) -> dict[str, object]:
    there = [part.name for part in found.parts if one.came.get(part.pk)]
    return {
        "name": one.volunteer.full_name,
        "url": to("volunteer_training", one.volunteer.pk),
        "invitation": one.invitation,
        "answer": _answer(one),
        "there": ", ".join(there) or ("Not there" if one.came else ""),
        "scored": f"{one.sent} of {one.assigned} scores sent" if one.assigned else "",
        "result": (one.result.label, RESULTS[one.result]) if one.result else None,
        "may_answer": may_keep,
        "known": ", ".join(found.trainers[user] for user in one.known_by if user in found.trainers),
    }


def _answer(one: Person) -> tuple[str, TagColour]:
    if one.reply is None:
        return "No answer yet", "grey"
    if one.reply == Reply.NOT_COMING:
        return "Not coming", "red"
    return ("Has a place", "green") if one.has_place else ("Waits for a place", "yellow")


@require_safe
@for_staff
def volunteer_training(request: StaffRequest, volunteer_id: UUID) -> HttpResponse:
    """Of a volunteer, or of somebody who has applied."""
    by, one = request.actor, Volunteer.objects.filter(pk=volunteer_id).first()
    if one is None:
        raise NotFound()
    found = open_training(one, by=by)
    context = {
        "volunteer": one,
        "basic": basic_rows(found),
        "outcomes": [
            {"row": each, "colour": RESULTS[each.result], "feedback": found.feedback.get(each.pk, "")}
            for each in found.outcomes
        ],
        "courses": course_rows(found),
        "events": [_event_row(each, found) for each in found.invitations],
        "may_train": found.may_train,
        "may_keep": may_keep_training(by, one.area_id) and one.user_id != by.user_id and one.left_on is None,
        "is_accepted": one.joined_on is not None,
        "is_complete": found.completion is not None,
    }
    return page(request, "volunteer_training.html", context)


def basic_rows(found: Trained) -> list[Row]:
    newest: Outcome | None = found.outcomes[0] if found.outcomes else None
    done = f"Completed {plain_date(found.completion.completed_on)}" if found.completion else "Not complete yet"
    decided = f"{newest.get_result_display()}, {plain_date(newest.decided_on)}" if newest else "Not yet assessed"
    return [Row("Basic training", done), Row("Assessment centre", decided)]


def course_rows(found: Trained) -> list[Row]:
    return [
        Row(
            one.course.name,
            f"Done {plain_date(one.done_on)}" + (f", counts until {plain_date(one.renew_on)}" if one.renew_on else ""),
        )
        for one in found.courses
    ]


def _event_row(one: Any, found: Trained) -> Row:
    there = found.came.get(one.event_id)
    reply = found.replies.get(one.pk)
    said = f"There: {', '.join(there)}" if there else (reply.label if reply else "Invited, no answer yet")
    return Row(f"{called(one.event)}, {plain_date(one.event.first_on)}", said)
