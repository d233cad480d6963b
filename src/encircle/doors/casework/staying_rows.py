"""How a volunteer's exit interview, and what they were lent, read on their page of staying and leaving."""

from collections.abc import Sequence
from datetime import date

from encircle.common.clock import in_london
from encircle.design.dates import plain_date
from encircle.design.items import Action, Row, WorkItem
from encircle.rooms.leaving.exit_queries import OpenExit
from encircle.rooms.leaving.models import ExitOffer, Lent, Thanks
from encircle.rooms.leaving.rest_queries import OpenRestTalk
from encircle.rooms.leaving.service import YEAR, whole_years
from encircle.rooms.leaving.service_queries import Near
from encircle.rooms.leaving.talk_queries import OpenReference, OpenTalk

from .links import to


def exit_rows(found: OpenExit, may: bool) -> list[Row]:
    if (offer := found.offer) is None:
        return []
    outcome, reply = getattr(offer, "outcome", None), getattr(offer, "reply", None)
    record = [Action("Record what came of it", to("exit_outcome", offer.pk))] if may and not outcome else []
    key = [Action("Key their answers", to("exit_reply", offer.pk))] if may and not reply else []
    came = f"{outcome.get_outcome_display()}, {plain_date(outcome.on)}" if outcome else "Nothing recorded yet"
    answered = plain_date(in_london(reply.at).date()) if reply else "Not answered"
    return [
        Row("Offered", plain_date(offer.offered_on)),
        Row("What came of it", came, actions=record),
        *([Row("What was said", found.words)] if found.words else []),
        Row("The questions at the end", answered, actions=key),
        *([Row("Would come back", reply.get_back_display())] if reply else []),
        *(Row(question.label, text) for question, text in found.answers),
    ]


def exit_state(offer: ExitOffer | None) -> str:
    """In one line of a list."""
    if offer is None:
        return "exit interview not offered"
    outcome = getattr(offer, "outcome", None)
    return f"exit interview: {outcome.get_outcome_display().lower()}" if outcome else "exit interview offered"


def lent_rows(things: Sequence[Lent], may: bool) -> list[Row]:
    return [_lent_row(one, may) for one in things]


def _lent_row(one: Lent, may: bool) -> Row:
    lent, over = f"Lent {plain_date(one.lent_on)}", getattr(one, "over", None)
    if over is not None:
        return Row(one.named, f"{lent}\n{over.get_became_display()}, {plain_date(over.on)}")
    actions = [Action("Note what became of it", to("lent_over", one.pk), f"({one.named})")] if may else []
    return Row(one.named, f"{lent}\nNot given back", actions=actions)


def talk_rows(found: Sequence[OpenTalk]) -> list[Row]:
    return [_talk_row(one) for one in found]


def _talk_row(one: OpenTalk) -> Row:
    free = f", free from {plain_date(one.talk.free_from)}" if one.talk.free_from else ""
    said = f"{one.talk.get_next_display()}{free}"
    return Row(f"{one.circle}, {plain_date(one.talk.on)}", "\n".join(text for text in (said, one.words) if text))


def rest_rows(found: Sequence[OpenRestTalk]) -> list[Row]:
    return [_rest_row(one) for one in found]


def _rest_row(one: OpenRestTalk) -> Row:
    until = f", until {plain_date(one.talk.rests_until)}" if one.talk.rests_until else ""
    said = f"{one.talk.get_outcome_display()}{until}"
    return Row(plain_date(one.talk.on), "\n".join(text for text in (said, one.words) if text))


def reference_rows(found: Sequence[OpenReference], may: bool) -> list[Row]:
    return [_reference_row(one, may) for one in found]


def _reference_row(one: OpenReference, may: bool) -> Row:
    reference = one.reference
    answer, sent = getattr(reference, "answer", None), getattr(reference, "sent", None)
    lines = [f"Asked for on {plain_date(reference.asked_on)}"]
    actions: list[Action] = []
    if answer is None:
        lines.append("The volunteer has not answered yet")
        actions = [Action("Note their answer", to("given_reference_answer", reference.pk), f"({reference.asker})")]
    elif not answer.agrees:
        lines.append("The volunteer does not agree: nothing is sent")
    elif sent is None:
        lines.append("The volunteer agrees")
        actions = [Action("Keep what was sent", to("given_reference_sending", reference.pk), f"({reference.asker})")]
    else:
        lines += [f"Sent {plain_date(sent.sent_on)}, {sent.get_channel_display().lower()}", one.words]
    return Row(reference.asker, "\n".join(lines), actions=actions if may else [])


def service_row(days: int) -> Row:
    years, more = whole_years(days), (days - round(whole_years(days) * YEAR)) // 30
    parts = [f"{years} {'year' if years == 1 else 'years'}"] if years else []
    parts += [f"{more} {'month' if more == 1 else 'months'}"] if more else []
    return Row("Service, without time away", " and ".join(parts) or "Less than a month")


def thanks_rows(found: Sequence[Thanks]) -> list[Row]:
    return [Row(plain_date(one.on), _thanked(one)) for one in found]


def _thanked(one: Thanks) -> str:
    how = str(one.get_how_display())
    return f"{how}, for {years_of_service(one.years)}" if one.years else how


def years_of_service(years: int) -> str:
    return f"{years} {'year' if years == 1 else 'years'} of service"


def near_item(one: Near, today: date) -> WorkItem:
    on = one.milestone.on
    return WorkItem(
        title=one.volunteer.full_name,
        url=to("thanks", one.volunteer.pk),
        facts=[years_of_service(one.milestone.years)],
        when=f"on {plain_date(on)}" if on >= today else f"since {plain_date(on)}",
    )
