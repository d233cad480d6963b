"""Reads about packs: versions, their words against a receipt, what changed, and what a copy for the Circle shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from encircle.foundations.access.actor import Actor
from encircle.rooms.meetings.comparison import Change, PassageText, difference

from ..actions.opening import open_pack
from ..actions.packing import OpenPack
from ..models import PackApproval, PackPassage, PackVersion
from ..onward import onward_now
from ..vocabulary import CORE_MEMBERS_VIEW, Onward, Section


class Audience(StrEnum):
    """For whom a copy is printed. Agencies get what is released to them, and no copy."""

    CHARITY = "charity"
    CIRCLE = "circle"


# What no copy for the Circle's own table shows: a volunteer's concern is nobody else's, and a view was given to us.
NOT_FOR_THE_CIRCLE = (Section.CONCERNS,)


@dataclass(frozen=True)
class PackPage:
    pack: OpenPack
    versions: Sequence[PackVersion]
    changes: dict[int, Change]  # by position, against the version it corrects
    left_out: Sequence[Change]

    @property
    def version(self) -> PackVersion:
        return self.pack.version

    @property
    def is_newest(self) -> bool:
        return all(one.number <= self.version.number for one in self.versions)

    @property
    def is_approved(self) -> bool:
        return hasattr(self.version, "approval")


def versions_of(review_id: UUID) -> list[PackVersion]:
    """The newest first."""
    return list(PackVersion.objects.filter(review=review_id).select_related("approval").order_by("-number"))


def pack_in_force(review_id: UUID) -> PackApproval | None:
    rows = PackApproval.objects.filter(review=review_id).select_related("version")
    return rows.order_by("-version__number").first()


def opened(version_id: UUID, *, by: Actor) -> OpenPack:
    """Raises NotFound. Call at the top of the request."""
    version = open_pack(version_id, by=by)
    return OpenPack(version, passages_of(version.pk))


def pack_page(version_id: UUID, *, by: Actor) -> PackPage:
    """With the version it corrects beside it. Raises NotFound. Call at the top of the request."""
    pack = opened(version_id, by=by)
    changes: dict[int, Change] = {}
    left_out: list[Change] = []
    if pack.version.based_on_id is not None:
        before = opened(pack.version.based_on_id, by=by)
        keys = {_key(one): one.position for one in pack.passages}
        for change in difference(_texts(before.passages), _texts(pack.passages)):
            if change.key in keys:
                changes[keys[change.key]] = change
            else:
                left_out.append(change)
    return PackPage(pack, versions_of(pack.version.review_id), changes, left_out)


def shown_to(audience: Audience, passages: Iterable[PackPassage]) -> list[PackPassage]:
    """What a copy for this audience holds. An agency's words reach the Circle only where it lets them now."""
    found = list(passages)
    if audience is Audience.CHARITY:
        return found
    now = onward_now(found)
    return [one for one in found if _for_the_circle(one, now.get(one.pk))]


def _for_the_circle(one: PackPassage, onward: Onward | None) -> bool:
    if one.section in NOT_FOR_THE_CIRCLE:
        return False
    if one.agency_id is not None:
        return onward is Onward.WHOLE_CIRCLE
    return one.section != Section.VIEWS or one.heading == CORE_MEMBERS_VIEW


def passages_of(version_id: UUID) -> tuple[PackPassage, ...]:
    """Under the receipt for the version."""
    return tuple(PackPassage.objects.filter(version=version_id).select_related("topic", "agency").order_by("position"))


def _texts(passages: Iterable[PackPassage]) -> list[PassageText]:
    return [PassageText(_key(one), one.text) for one in passages]


def _key(one: PackPassage) -> str:
    """What makes it the same passage in another version."""
    return f"{one.section} {one.heading} {one.source_id or ''}"
