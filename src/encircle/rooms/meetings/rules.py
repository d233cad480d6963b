"""What may be done with a meeting or with minutes one sees."""

from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May

from .models import Meeting, MinutesVersion
from .policy import ApprovalStandard, Correction, CorrectionKind, who_may_approve
from .vocabulary import VersionKind


def may_plan_meetings(actor: Actor, area_id: UUID) -> bool:
    return actor.may(May.PLAN_MEETINGS, area_id=area_id)


def may_work_on_minutes(actor: Actor, area_id: UUID) -> bool:
    """Return, correct, comment on, key and (see `may_approve`) approve minutes."""
    return actor.may(May.APPROVE_MINUTES, area_id=area_id)


def require_planning(actor: Actor, area_id: UUID) -> None:
    if not may_plan_meetings(actor, area_id):
        raise NotAllowed("You can plan meetings only in an area you coordinate.")


def require_work_on_minutes(actor: Actor, area_id: UUID) -> None:
    if not may_work_on_minutes(actor, area_id):
        raise NotAllowed("You can work on minutes only in an area you coordinate.")


def refusals_to_approve(
    actor: Actor, version: MinutesVersion, others: list[MinutesVersion], standard: ApprovalStandard
) -> tuple[str, ...]:
    """Why this person may not approve this version, in sentences; none means they may.

    `others` are all versions of the meeting: what a correction rests on counts with it.
    """
    if not may_work_on_minutes(actor, version.area_id):
        return ("You can approve minutes only in an area you coordinate.",)
    chain = _chain(version, {one.pk: one for one in others})
    refusals = who_may_approve(
        writers=frozenset(one.written_by_id for one in chain if one.kind != VersionKind.CORRECTION),
        corrections=[
            Correction(one.written_by_id, CorrectionKind(one.correction_kind))
            for one in chain
            if one.kind == VersionKind.CORRECTION
        ],
        approver=actor.user_id,
        standard=standard,
    )
    return tuple(str(refusal) for refusal in refusals)


def _chain(version: MinutesVersion, known: dict[UUID, MinutesVersion]) -> list[MinutesVersion]:
    """The version and everything it was made from."""
    chain = [version]
    while (earlier := chain[-1].based_on_id) is not None and earlier in known:
        chain.append(known[earlier])
    return chain


def refuse_unless_open(meeting: Meeting, *, has_minutes: bool) -> None:
    """A meeting can be moved or cancelled until something was written about it."""
    if meeting.cancelled_at is not None:
        raise NotAllowed("This meeting was cancelled already.")
    if has_minutes:
        raise NotAllowed("There are minutes of this meeting, so it can no longer be moved or cancelled.")
