"""Messages and newsletters: what was sent, writing one, whom it goes to, sending, taking back."""

from collections.abc import Sequence
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import date_and_time, plain_date
from encircle.design.items import Row, WorkItem
from encircle.foundations.access.guards import needs
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.messaging.actions.sending import (
    asks_twice,
    group_of,
    may_still_send,
    send_message,
    withdraw_message,
)
from encircle.rooms.messaging.actions.writing import begin_message, change_message, leave_out, remove_message
from encircle.rooms.messaging.group import people_of
from encircle.rooms.messaging.models import Draft, Message, Supporter
from encircle.rooms.messaging.newsletter import as_mailed, delivered, not_delivered_to
from encircle.rooms.messaging.queries import (
    ITEM,
    Counted,
    ForStaff,
    MessageLine,
    draft_row,
    drafts_of,
    message_row,
    open_for_staff,
    recipients,
    sent,
)
from encircle.rooms.messaging.rules import may_send_newsletter, may_withdraw, require_withdrawing
from encircle.rooms.messaging.vocabulary import Condition, Kind, WhyWithdrawn
from encircle.rooms.organisation.models import Area

from .answers import once, page
from .areas import areas_of
from .guard import StaffRequest, for_staff
from .links import to
from .message_forms import GroupForm, MessageForm, SendForm, WithdrawForm

ON_A_PAGE = 50
A_LIST = 20
YOUR_LINK = "(here stands an address of their own)"
WITHDRAWN = {
    Kind.MESSAGE: "The message is withdrawn. Volunteers can no longer read it.",
    Kind.NEWSLETTER: "The newsletter is withdrawn. Emails that have not gone out yet are kept back.",
}


@require_safe
@for_staff
@needs(May.SEND_MESSAGES)
def messages(request: StaffRequest) -> HttpResponse:
    """One's own drafts, and what was sent to the areas one holds."""
    by, number = request.actor, _number(request)
    lines = sent([one.pk for one in areas_of(by)], offset=(number - 1) * A_LIST, size=A_LIST)
    record(Verb.LISTED, ITEM, by=by.acting, detail=str(len(lines[:A_LIST])))
    address = reverse("casework:messages") + "?page="
    context = {
        "tab": "messages",
        "drafts": [_draft_item(one) for one in drafts_of(by)] if number == 1 else [],
        "items": [_item(line) for line in lines[:A_LIST]],
        "number": number,
        "newer": f"{address}{number - 1}" if number > 1 else "",
        "older": f"{address}{number + 1}" if len(lines) > A_LIST else "",
    }
    return page(request, "messages.html", context)


def _number(request: StaffRequest) -> int:
    given = request.GET.get("page", "")
    return max(int(given), 1) if given.isdecimal() and len(given) < 6 else 1


def _draft_item(draft: Draft) -> WorkItem:
    return WorkItem(
        title=draft.subject, url=to("message_group", draft.pk), facts=[f"saved {date_and_time(draft.saved_at)}"],
        tag="Newsletter, not sent" if draft.kind == Kind.NEWSLETTER else "Not sent", colour="grey",
    )  # fmt: skip


def _item(line: MessageLine) -> WorkItem:
    return WorkItem(
        title=line.message.subject,
        url=to("message", line.message.pk),
        facts=[
            f"sent {plain_date(line.message.sent_at)} by {line.by}",
            _line_counted(line.message, line.counted),
        ],
        tag="Withdrawn" if line.is_withdrawn else "Newsletter" if line.message.kind == Kind.NEWSLETTER else "",
        colour="red" if line.is_withdrawn else "blue",
    )


def _line_counted(row: Message, counted: Counted) -> str:
    said = _counted(row, counted)
    return f"to {said}" if row.kind == Kind.NEWSLETTER else said


def _counted(row: Message, counted: Counted) -> str:
    """Of a newsletter nobody is told who reads it."""
    sent_to, opened = counted.sent_to, counted.opened
    if row.kind == Kind.NEWSLETTER:
        return f"{sent_to} {'person' if sent_to == 1 else 'people'} by email"
    return f"{opened} of {sent_to} {'has' if sent_to == 1 else 'have'} read it"


def _called(row: Draft | Message) -> str:
    return "newsletter" if row.kind == Kind.NEWSLETTER else "message"


# --- writing ---


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def message_new(request: StaffRequest) -> HttpResponse:
    by = request.actor
    form = MessageForm(typed(request), areas=areas_of(by), may_send_newsletter=may_send_newsletter(by))

    def act() -> None:
        once(Draft, form.id, lambda: begin_message(form.written, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        return redirect("casework:message_group", writing_id=form.id)
    return page(request, "message_form.html", {"form": form, "back": to("messages"), "is_new": True})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def message_draft(request: StaffRequest, writing_id: UUID) -> HttpResponse:
    by, draft = request.actor, draft_row(writing_id, by=request.actor)
    form = MessageForm(
        typed(request), areas=areas_of(by), may_send_newsletter=may_send_newsletter(by), draft=draft
    )  # fmt: skip
    if carried_out(form, lambda: change_message(draft, form.written, by=by, at=by.now)):
        return redirect("casework:message_group", writing_id=draft.pk)
    return page(request, "message_form.html", {"form": form, "back": to("message_group", draft.pk), "is_new": False})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def message_group(request: StaffRequest, writing_id: UUID) -> HttpResponse:
    """How many and whom, as the group is now; single people can be left out."""
    by, draft = request.actor, draft_row(writing_id, by=request.actor)
    people = people_of(group_of(draft), by.now)
    record(Verb.LISTED, "volunteers.volunteer", by=by.acting, detail=str(len(people.reached)))
    shown = Paginator(people.reached, ON_A_PAGE).get_page(request.GET.get("page"))
    form = GroupForm(typed(request), people=list(shown.object_list), left_out=draft.left_out)

    def act() -> None:
        leave_out(draft, [one.pk for one in shown.object_list], form.ticked, by=by, at=by.now)

    if carried_out(form, act):
        if shown.has_next():
            return redirect(f"{to('message_group', draft.pk)}?page={shown.next_page_number()}")
        return redirect("casework:message_check", writing_id=draft.pk)
    context = {
        "draft": draft,
        "form": form,
        "people": people,
        "count": len(people.without(draft.left_out)),
        "left_out": len(people.reached) - len(people.without(draft.left_out)),
        "whom": _whom(draft, areas_of(by)),
        "called": _called(draft),
        "number": shown.number,
        "last": shown.paginator.num_pages,
    }
    return page(request, "message_group.html", context)


def _whom(row: Draft | Message, known: Sequence[Area]) -> list[Row]:
    names = [one.name for one in known if one.pk in row.areas]
    if row.kind == Kind.NEWSLETTER:
        return [Row("Areas", "\n".join(names)), Row("Who", "Everybody who asked for the newsletter")]
    chosen = [Condition(one).label for one in row.conditions]
    return [Row("Areas", "\n".join(names)), Row("Which volunteers", "\n".join(chosen) or "All of them")]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def message_check(request: StaffRequest, writing_id: UUID) -> HttpResponse:
    """As it will be read, to how many; the button sends it."""
    by = request.actor
    if request.method == "POST" and Message.objects.filter(pk=writing_id, sent_by=by.user_id).exists():
        return redirect("casework:message", message_id=writing_id)  # pressed twice
    draft = draft_row(writing_id, by=by)
    count = len(people_of(group_of(draft), by.now).without(draft.left_out))
    form = SendForm(typed(request), count=count, asks_twice=asks_twice(count, by.now), called=_called(draft))

    def act() -> None:
        given = form.cleaned_data
        send_message(draft, expected=given["expected"], confirmed=given.get("confirmed", False), by=by, at=by.now)

    if carried_out(form, act):
        say(request, f"The {_called(draft)} is sent.")
        return redirect("casework:message", message_id=draft.pk)
    context = {
        "draft": draft, "form": form, "count": count, "may_send": may_still_send(by),
        "whom": _whom(draft, areas_of(by)), "called": _called(draft),
        "as_mailed": as_mailed(draft.text, YOUR_LINK) if draft.kind == Kind.NEWSLETTER else "",
    }  # fmt: skip
    return page(request, "message_check.html", context)


@require_POST
@for_staff
@needs(May.SEND_MESSAGES)
def message_removal(request: StaffRequest, writing_id: UUID) -> HttpResponse:
    draft = draft_row(writing_id, by=request.actor)
    remove_message(draft, by=request.actor)
    say(request, f"The {_called(draft)} is thrown away. Nobody got it.")
    return redirect("casework:messages")


# --- sent ---


@require_safe
@for_staff
@needs(May.SEND_MESSAGES)
def message(request: StaffRequest, message_id: UUID) -> HttpResponse:
    by = request.actor
    found = open_for_staff(message_id, by=by)
    shown = Paginator(recipients(found.message), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "rows": _rows(found, areas_of(by)),
        "called": _called(found.message),
        "people": [one.full_name for one in shown.object_list],
        "total": shown.paginator.count,
        "number": shown.number,
        "last": shown.paginator.num_pages,
        "may_withdraw": found.withdrawal is None and may_withdraw(by, found.message),
        "why": WhyWithdrawn(found.withdrawal.why).label if found.withdrawal else "",
        "not_reached": _not_reached(found.message),
    }
    return page(request, "message.html", context)


def _rows(found: ForStaff, known: Sequence[Area]) -> list[Row]:
    row = found.message
    return [
        Row("Sent", f"{date_and_time(row.sent_at)} by {found.by}"),
        *_whom(row, known),
        Row("Sent to" if row.kind == Kind.NEWSLETTER else "Read", _counted(row, found.counted)),
        *_emails(row),
    ]


def _emails(row: Message) -> list[Row]:
    """Whether they went, never whether they were read."""
    if row.kind != Kind.NEWSLETTER:
        return []
    became = delivered(row)
    rows = [("Sent", became.sent), ("Waiting to be sent", became.waiting), ("Could not be delivered", became.given_up)]
    kept = [("Kept back, as nobody wants them now", became.kept_back)] if became.kept_back else []
    return [Row("Emails", "\n".join(f"{words}: {count}" for words, count in [*rows, *kept]))]


def _not_reached(row: Message) -> list[WorkItem]:
    """Of the areas the reader holds."""
    lost = not_delivered_to(row) if row.kind == Kind.NEWSLETTER else []
    return [
        WorkItem(
            title=one.full_name,
            url=to("supporter" if isinstance(one, Supporter) else "volunteer_newsletter", one.pk),
        )
        for one in lost
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
@needs(May.SEND_MESSAGES)
def message_withdrawal(request: StaffRequest, message_id: UUID) -> HttpResponse:
    by, row = request.actor, message_row(message_id, by=request.actor)
    require_withdrawing(by, row)
    form = WithdrawForm(typed(request))
    if carried_out(
        form, lambda: withdraw_message(row, WhyWithdrawn(form.cleaned_data["why"]), by=by, at=by.now)
    ):  # fmt: skip
        say(request, WITHDRAWN[Kind(row.kind)])
        return redirect("casework:message", message_id=row.pk)
    return page(request, "message_withdrawal.html", {"form": form, "row": row, "called": _called(row)})
