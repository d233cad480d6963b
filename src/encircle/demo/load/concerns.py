"""Concerns with their accounts; the steps follow once the releases they name are there."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from encircle.foundations.access.models import BreakGlass
from encircle.rooms.received.models import Development, DevelopmentRead, DevelopmentText
from encircle.rooms.risk.models import Concern, ConcernAccount, ConcernStep, StepReason
from encircle.rooms.risk.vocabulary import ConcernKind, Decision, StepKind, Urgency

from ..days import DAY, HOUR
from ..plan import CharityPlan, shapes
from .keys import Keys
from .news import concern_behind, urgent_concern

WATCHED = "Spoke with the agency. Nothing for the Circle to do before the next meeting; kept in view."


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    yield (_concern(each, keys) for each in plan.concerns)
    yield (_account(each, keys) for each in plan.concerns)
    agencies = {each.person: each.agency for each in plan.professionals}
    yield (_step(each, step, agencies, keys) for each in plan.concerns for step in each.steps)
    yield (_reason(each, step, keys) for each in plan.concerns for step in each.steps if step.reason)
    yield [one for each in plan.developments if (one := urgent_concern(each, keys))]
    yield from _handled(plan, keys)
    yield (_development(each, keys) for each in plan.developments)
    yield (_words(each, keys) for each in plan.developments)
    yield (_read(each, each.read_by, each.read_at, keys) for each in plan.developments if each.read_by and each.read_at)
    yield (_glass(each, keys) for each in plan.break_glass)


def _wall(each: shapes.Concern, keys: Keys) -> dict[str, bool | UUID | None]:
    return {"walled": each.about is not None, "about_user_id": keys.user_or_none(each.about)}


def _concern(each: shapes.Concern, keys: Keys) -> Concern:
    return Concern(
        id=keys.often("concern", each.key), reference=each.reference, **keys.of_circle(each.circle),
        meeting_id=keys("meeting", each.meeting) if each.meeting else None, urgency=each.urgency,
        raised_by_id=keys.user(each.raised_by), raised_at=each.raised_at, happened_at=each.happened_at,
        **_wall(each, keys), **_disclosed(each, keys),
    )  # fmt: skip


def _handled(plan: CharityPlan, keys: Keys) -> Iterator[Iterable[Model]]:
    """Urgent news of more than a day ago was taken on and kept in view."""
    for each in plan.developments:
        if not each.urgent or plan.now - each.sent_at < DAY:
            continue
        of = {"concern_id": concern_behind(each, keys), **keys.of_circle(each.circle)}
        by, concern = keys.user(plan.circle(each.circle).coordinator), each.key
        steps = ((StepKind.TAKEN, 0.2, ""), (StepKind.TRIAGED, 0.6, Decision.WATCH))
        yield [
            ConcernStep(
                id=keys("step", f"urgent/{concern}/{kind}"), **of, kind=kind, decision=decision, by_id=by,
                at=each.sent_at + hours * HOUR, recorded_at=each.sent_at + hours * HOUR,
                urgency=Urgency.SERIOUS if decision else "",
            )
            for kind, hours, decision in steps
        ]  # fmt: skip
        yield [StepReason(step_id=keys("step", f"urgent/{concern}/triaged"), **of, text=WATCHED)]


def _disclosed(each: shapes.Concern, keys: Keys) -> dict[str, object]:
    """What some of those who raised it heard from the core member themselves."""
    if each.about is not None or not each.meeting or int(each.reference[-1], 36) % 3:
        return {}
    seats = keys.plan.seats
    heard = next((one for one in seats if (one.circle, one.person) == (each.circle, each.raised_by)), None)
    if heard is None or heard.part not in ("volunteer", "coordinator"):
        return {}
    return {"kind": ConcernKind.DISCLOSURE, "told_to_id": keys.often("seat", heard.key), "own_words": True}


def _account(each: shapes.Concern, keys: Keys) -> ConcernAccount:
    return ConcernAccount(
        id=keys("account", each.key), concern_id=keys.often("concern", each.key), **keys.of_circle(each.circle),
        **_wall(each, keys), text=each.text, written_by_id=keys.user(each.raised_by), written_at=each.raised_at,
    )  # fmt: skip


def _step(each: shapes.Concern, step: shapes.Step, agencies: Mapping[str, str], keys: Keys) -> ConcernStep:
    return ConcernStep(
        id=keys("step", step.key), concern_id=keys.often("concern", each.key), **keys.of_circle(each.circle),
        **_wall(each, keys), kind=step.kind, at=step.at, recorded_at=step.at, by_id=keys.user_or_none(step.by),
        urgency=step.urgency, decision=step.decision, to_user_id=keys.user_or_none(step.to),
        professional_id=keys.often("professional", step.professional) if step.professional else None,
        agency_id=keys.often("agency", agencies[step.professional]) if step.professional else None,
        rung=step.rung,
        clock_at=step.at if step.rung else None,
        spoke_to=step.spoke_to, answered=step.answered,
        release_id=keys("release", step.release) if step.release else None, due_at=step.due_at,
    )  # fmt: skip


def _reason(each: shapes.Concern, step: shapes.Step, keys: Keys) -> StepReason:
    return StepReason(
        step_id=keys("step", step.key), concern_id=keys.often("concern", each.key), **keys.of_circle(each.circle),
        **_wall(each, keys), text=step.reason,
    )  # fmt: skip


def _development(each: shapes.Development, keys: Keys) -> Development:
    return Development(
        id=keys("development", each.key), **keys.of_circle(each.circle), seat_id=keys.often("seat", each.seat),
        professional_id=keys.often("professional", each.professional), agency_id=keys.often("agency", each.agency),
        kind=each.kind, urgent=each.urgent, concern_id=concern_behind(each, keys) if each.urgent else None,
        onward=each.onward, sent_by_id=keys.user(each.professional),
        sent_at=each.sent_at,
    )  # fmt: skip


def _words(each: shapes.Development, keys: Keys) -> DevelopmentText:
    return DevelopmentText(
        development_id=keys("development", each.key), **keys.of_circle(each.circle),
        sent_by_id=keys.user(each.professional), text=each.text,
    )  # fmt: skip


def _read(each: shapes.Development, by: str, at: datetime, keys: Keys) -> DevelopmentRead:
    return DevelopmentRead(
        development_id=keys("development", each.key), **keys.of_circle(each.circle),
        read_by_id=keys.user(by), read_at=at,
    )  # fmt: skip


def _glass(each: shapes.BreakGlass, keys: Keys) -> BreakGlass:
    return BreakGlass(
        id=keys("break glass", each.key), user_id=keys.user(each.person), circle_id=keys("circle", each.circle),
        reason=each.reason, opened_at=each.opened_at, closed_at=each.closed_at, reviewed_at=each.reviewed_at,
        reviewed_by_id=keys.user_or_none(each.reviewed_by),
    )  # fmt: skip
