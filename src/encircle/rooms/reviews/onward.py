"""How far an agency lets its words in a pack go now: what was agreed when the pack was drafted may have been narrowed.

Asked each time something is made of a pack. Of its news the newest permission counts; of its view its newest view of
the same review: whoever says something new for the coordinator alone has taken the earlier back.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from encircle.rooms.received.queries import onward_of
from encircle.rooms.received.vocabulary import OnwardPermission

from .models import PackPassage, View
from .vocabulary import Onward, Section, ViewOf

# What volunteers may know of an agency's news stands in words of their own, elsewhere.
NEWS_THAT_GOES_ON = (OnwardPermission.OUTER_CIRCLE, OnwardPermission.VOLUNTEERS)
WIDER = (Onward.COORDINATOR_ONLY, Onward.OUTER_CIRCLE, Onward.WHOLE_CIRCLE)


def onward_now(passages: Iterable[PackPassage]) -> dict[UUID, Onward]:
    """By passage, for those that are an agency's. Two reads, however many."""
    theirs = [one for one in passages if one.agency_id is not None]
    news = onward_of(one.source_id for one in theirs if one.source_id and one.section == Section.DEVELOPMENTS)
    views = _views(one.source_id for one in theirs if one.source_id and one.section == Section.VIEWS)
    return {one.pk: _now(one, news, views) for one in theirs}


def leaves(passages: Iterable[PackPassage]) -> list[PackPassage]:
    """Those that may go to the outer circle, as far as their agencies are concerned."""
    found = list(passages)
    now = onward_now(found)
    return [one for one in found if now.get(one.pk) is not Onward.COORDINATOR_ONLY]


def _now(one: PackPassage, news: Mapping[UUID, OnwardPermission], views: Mapping[UUID, Onward]) -> Onward:
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
