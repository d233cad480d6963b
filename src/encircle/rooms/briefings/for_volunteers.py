"""What a volunteer's own pages say of the briefing of their Circle, its pack, and the agreement to sign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Circle

from .models import (
    Agreement,
    Briefing,
    BriefingHeld,
    BriefingInvitation,
    BriefingReply,
    PackOpening,
    Signature,
)


@dataclass(frozen=True)
class OwnBriefing:
    """A briefing that is to come, and whether the volunteer is asked and has answered."""

    briefing: Briefing
    invitation: BriefingInvitation | None
    comes: bool | None


@dataclass(frozen=True)
class OwnPack:
    """When a pack can be read by this volunteer: the opening that lasts or comes, else the last that is over."""

    briefing_id: UUID
    opens_at: datetime
    closes_at: datetime

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at

    def is_over(self, at: datetime) -> bool:
        return self.closes_at <= at


@dataclass(frozen=True)
class CircleBriefing:
    circle: Circle
    coming: list[OwnBriefing]
    was_held: bool
    pack: OwnPack | None
    to_sign: Agreement | None
    has_agreement: bool

    @property
    def says_something(self) -> bool:
        return bool(self.coming or self.pack or self.has_agreement)


def own_briefings(circles: Iterable[Circle], *, by: Actor) -> list[CircleBriefing]:
    """A fixed number of reads, however many Circles."""
    own = [circle for circle in circles if circle.pk in by.volunteer_circles]
    ids = [circle.pk for circle in own]
    coming = _coming(ids, by)
    held = set(BriefingHeld.objects.filter(circle__in=ids).values_list("circle_id", flat=True))
    packs = _packs(ids, by)
    newest = _newest_agreements(ids)
    signed = _signed(newest, by)
    return [
        CircleBriefing(
            circle,
            [one for one in coming if one.briefing.circle_id == circle.pk],
            circle.pk in held,
            packs.get(circle.pk),
            newest[circle.pk] if circle.pk in newest and newest[circle.pk].pk not in signed else None,
            circle.pk in newest,
        )
        for circle in own
    ]


def own_circle_briefing(circle_id: UUID, *, by: Actor) -> CircleBriefing:
    """Raises NotFound."""
    circle = Circle.objects.filter(pk=circle_id).first() if circle_id in by.volunteer_circles else None
    if circle is None:
        raise NotFound()
    return own_briefings([circle], by=by)[0]


def own_invitation(invitation_id: UUID, *, by: Actor) -> BriefingInvitation:
    """Raises NotFound."""
    seats = [seat for _, seat in by.volunteer_seats]
    found = BriefingInvitation.objects.filter(pk=invitation_id, seat__in=seats).first()
    if found is None:
        raise NotFound()
    return found


def own_newest_agreement(circle_id: UUID, *, by: Actor) -> Agreement:
    """Raises NotFound."""
    if circle_id not in by.volunteer_circles:
        raise NotFound()
    found = _newest_agreements([circle_id]).get(circle_id)
    if found is None:
        raise NotFound()
    return found


def _coming(circle_ids: list[UUID], by: Actor) -> list[OwnBriefing]:
    found = Briefing.objects.filter(circle__in=circle_ids, cancelled_at__isnull=True, ends_at__gt=by.now)
    rows = list(found.select_related("venue").order_by("starts_at", "pk"))
    seats = [seat for _, seat in by.volunteer_seats]
    asked = {
        one.briefing_id: one
        for one in BriefingInvitation.objects.filter(briefing__in=[row.pk for row in rows], seat__in=seats)
    }
    answers: dict[UUID, bool] = {}
    for answer in BriefingReply.objects.filter(briefing__in=list(asked), seat__in=seats).order_by("at", "pk"):
        answers[answer.briefing_id] = answer.comes
    return [OwnBriefing(row, asked.get(row.pk), answers.get(row.pk)) for row in rows]


def _packs(circle_ids: list[UUID], by: Actor) -> dict[UUID, OwnPack]:
    """Somebody who coordinates too sees here what their own seats are given, and no more."""
    seats = {seat for _, seat in by.volunteer_seats}
    found: dict[UUID, OwnPack] = {}
    for row in PackOpening.objects.filter(circle__in=circle_ids).order_by("closes_at", "pk"):
        if (row.seat_id is None or row.seat_id in seats) and row.closes_at > row.opens_at:
            before = found.get(row.circle_id)
            if before is None or not before.is_open(by.now):
                found[row.circle_id] = OwnPack(row.briefing_id, row.opens_at, row.closes_at)
    return found


def _newest_agreements(circle_ids: list[UUID]) -> dict[UUID, Agreement]:
    rows = Agreement.objects.filter(circle__in=circle_ids).order_by("number")
    return {row.circle_id: row for row in rows}


def _signed(newest: dict[UUID, Agreement], by: Actor) -> set[UUID]:
    seats = [seat for _, seat in by.volunteer_seats]
    rows = Signature.objects.filter(agreement__in=[one.pk for one in newest.values()], seat__in=seats)
    return set(rows.values_list("agreement_id", flat=True))
