"""Concerns with their accounts; the steps follow once the releases they name are there."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from encircle.foundations.access.models import BreakGlass
from encircle.rooms.received.models import Development, DevelopmentRead, DevelopmentText
from encircle.rooms.risk.models import Concern, ConcernAccount, ConcernStep, StepReason

from ..plan import CharityPlan, shapes
from .keys import Keys


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    yield (_concern(each, keys) for each in plan.concerns)
    yield (_account(each, keys) for each in plan.concerns)
    agencies = {each.person: each.agency for each in plan.professionals}
    yield (_step(each, step, agencies, keys) for each in plan.concerns for step in each.steps)
    yield (_reason(each, step, keys) for each in plan.concerns for step in each.steps if step.reason)
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
        **_wall(each, keys),
    )  # fmt: skip


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
        kind=each.kind, urgent=each.urgent, onward=each.onward, sent_by_id=keys.user(each.professional),
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
