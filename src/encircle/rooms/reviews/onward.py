"""How far an agency lets its words in a pack go now: what was agreed when the pack was drafted may have been narrowed.

Asked each time something is made of a pack, or of a report that took the words over from one. Of an agency's news the
newest permission counts; of its view its newest view of the same review: whoever says something new for the coordinator
alone has taken the earlier back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from encircle.rooms.received.queries import onward_of
from encircle.rooms.received.vocabulary import OnwardPermission

from .models import View
from .vocabulary import Onward, Section, ViewOf

# What volunteers may know of an agency's news stands in words of their own, elsewhere.
NEWS_THAT_GOES_ON = (OnwardPermission.OUTER_CIRCLE, OnwardPermission.VOLUNTEERS)
WIDER = (Onward.COORDINATOR_ONLY, Onward.OUTER_CIRCLE, Onward.WHOLE_CIRCLE)


class Words(Protocol):
    """A passage that may hold an agency's words; `section` says what they came from."""

    pk: UUID
    agency_id: UUID | None
    onward: str
    section: str
    source_id: UUID | None
    heading: str


W = TypeVar("W", bound=Words)


@dataclass(frozen=True)
class Parted(Generic[W]):
    """What of a paper may go to the outer circle as far as agencies are concerned, and what they took back."""

    leaves: list[W]
    taken_back: list[W]


def onward_now(passages: Iterable[W]) -> dict[UUID, Onward]:
    """By passage, for those that are an agency's. Two reads, however many."""
    theirs = [one for one in passages if one.agency_id is not None]
    news = onward_of(one.source_id for one in theirs if one.source_id and one.section == Section.DEVELOPMENTS)
    views = _views(one.source_id for one in theirs if one.source_id and one.section == Section.VIEWS)
    return {one.pk: _now(one, news, views) for one in theirs}


def parted(passages: Iterable[W]) -> Parted[W]:
    """Two reads, however many."""
    found = list(passages)
    now = onward_now(found)
    stays = {pk for pk, onward in now.items() if onward is Onward.COORDINATOR_ONLY}
    return Parted([one for one in found if one.pk not in stays], [one for one in found if one.pk in stays])


def _now(one: Words, news: Mapping[UUID, OnwardPermission], views: Mapping[UUID, Onward]) -> Onward:
    """The narrower of what was agreed then and what is agreed now; where nothing is known of it, it stays."""
    then = Onward(one.onward) if one.onward else Onward.COORDINATOR_ONLY
    if one.source_id is None:
        return Onward.COORDINATOR_ONLY
    now = views.get(one.source_id, Onward.COORDINATOR_ONLY)
    if news.get(one.source_id) in NEWS_THAT_GOES_ON:
        now = Onward.OUTER_CIRCLE
    return min(then, now, key=WIDER.index)


def _views(ids: Iterable[UUID]) -> dict[UUID, Onward]:
    """By view: how far the newest of the same seat and review goes."""
    asked = set(ids)
    reviews = View.objects.filter(pk__in=asked).values("review")
    rows = View.objects.filter(review__in=reviews, of=ViewOf.AGENCY).order_by("sent_at", "pk")
    found = list(rows.values_list("pk", "review_id", "seat_id", "onward"))
    newest = {(review, seat): Onward(onward) for _, review, seat, onward in found}
    return {pk: newest[review, seat] for pk, review, seat, _ in found if pk in asked}
