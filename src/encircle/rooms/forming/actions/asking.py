"""Ask for proposals: queued, because working them out takes longer than a page may wait."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.queue import queue_work
from encircle.rooms.suitability.waiting import all_who_wait

from ..models import Lock, Proposal, Run
from ..rules import require_forming
from ..weighing import present_settings

ITEM = "forming.run"
CARRY_OUT = "forming.carry_out_run"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """For everybody who waits in these areas (of one kind, if named), or for one who waits in the only one of them."""

    areas: tuple[UUID, ...]
    kind: str = ""
    core_member_id: UUID | None = None
    may_be_one_sex: bool = False


@dataclass(frozen=True)
class Decided:
    """About a volunteer and a person's Circle: in it, or not."""

    volunteer_id: UUID
    core_member_id: UUID
    area_id: UUID
    stays: bool


@transaction.atomic
def ask_for_proposals(asked: Asked, *, id: UUID, by: Actor, at: datetime) -> Run:
    """Raises NotAllowed, or Invalid where nobody waits."""
    require_forming(by, asked.areas)
    waiting = {line.place.pk: line.place for line in all_who_wait(asked.areas)}
    wanted = [place for place in waiting.values() if asked.kind in ("", place.kind)]
    if not wanted or asked.core_member_id not in (None, *waiting):
        raise Invalid("Nobody waits for such a Circle there")
    return _write(asked, None, id=id, by=by, at=at)


@transaction.atomic
def ask_again(
    proposal: Proposal, changes: list[Decided], *, keep_others: bool, id: UUID, by: Actor, at: datetime
) -> Run:
    """A new run for the same people that carries what was decided in the run before, and this.

    With `keep_others` everybody in the other proposals stays where they are. Raises NotAllowed, or Invalid.
    """
    before = proposal.run
    require_forming(by, before.areas)
    if any(both for both in changes if both.stays and _is_twice(both, changes)):
        raise Invalid("The same volunteer cannot be in and not in this Circle")
    asked = Asked(
        areas=tuple(before.areas),
        kind=before.kind,
        core_member_id=before.core_member_id,
        may_be_one_sex=before.may_be_one_sex,
    )
    run = _write(asked, before.pk, id=id, by=by, at=at)
    moved = {one.volunteer_id for one in changes if one.stays}
    decided = _decided_before(proposal, keep_others, moved)
    decided |= {(one.volunteer_id, one.core_member_id): one for one in changes}
    Lock.objects.bulk_create(
        Lock(
            run=run, area_id=one.area_id, core_member_id=one.core_member_id, volunteer_id=one.volunteer_id,
            stays=one.stays,
        )
        for one in decided.values()
    )  # fmt: skip
    return run


def _is_twice(one: Decided, changes: list[Decided]) -> bool:
    return any(other.volunteer_id == one.volunteer_id and not other.stays for other in changes)


def _decided_before(proposal: Proposal, keep_others: bool, moved: Collection[UUID]) -> dict[tuple[UUID, UUID], Decided]:
    """What the run before carried, but for who is `moved` here; who stays in the changed Circle is decided anew."""
    run = proposal.run
    found = {
        (lock.volunteer_id, lock.core_member_id): Decided(
            lock.volunteer_id, lock.core_member_id, lock.area_id, lock.stays
        )
        for lock in run.locks.all()
        if not lock.stays or (lock.core_member_id != proposal.core_member_id and lock.volunteer_id not in moved)
    }
    if keep_others:
        for seat in run.proposalseats.exclude(proposal=proposal).exclude(volunteer__in=moved):
            one = Decided(seat.volunteer_id, seat.core_member_id, seat.area_id, True)
            found[one.volunteer_id, one.core_member_id] = one
    return found


def _write(asked: Asked, follows: UUID | None, *, id: UUID, by: Actor, at: datetime) -> Run:
    settings = present_settings()
    run = Run(
        id=id,
        area_id=asked.areas[0] if len(asked.areas) == 1 else None,
        areas=list(asked.areas),
        kind=asked.kind,
        core_member_id=asked.core_member_id,
        may_be_one_sex=asked.may_be_one_sex,
        follows=follows,
        asked_by_id=by.user_id,
        asked_at=at,
        expires_at=at + timedelta(days=settings.kept_days),
        weights=asdict(settings.weights),
    )
    Run.objects.bulk_create([run])
    record(Verb.CREATED, ITEM, id, by=by.acting, area_id=run.area_id, person_id=run.core_member_id)
    _later(id)
    return run


def _later(run_id: UUID) -> None:
    """Queued in this transaction; the argument says nothing to anybody."""
    queue_work(CARRY_OUT, {"run_id": str(run_id)}, queue="forming")


def open_proposal(proposal_id: UUID) -> Proposal:
    """Of a run that is worked out and not expired. Raises NotFound."""
    found = Proposal.objects.select_related("run", "core_member", "venue", "area").filter(pk=proposal_id).first()
    if found is None:
        raise NotFound()
    return found
