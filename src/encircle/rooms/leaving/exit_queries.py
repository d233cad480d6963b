"""Reads about exit interviews and about what is lent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.organisation.models import PracticeStandard
from encircle.rooms.organisation.queries import all_standards, in_force
from encircle.rooms.volunteers.models import Volunteer

from .models import ExitOffer, ExitReply, ExitReplyWords, ExitWords, Lent, Rejoining, Wish, WishWords
from .policy import lent_back_by
from .queries import open_wish
from .vocabulary import Question


def newest_offer(volunteer_id: UUID) -> ExitOffer | None:
    """Of this time: whoever came back has none until they leave again."""
    found = ExitOffer.objects.filter(volunteer=volunteer_id).select_related("outcome", "reply").order_by("-at").first()
    if found is None or Rejoining.objects.filter(volunteer=volunteer_id, at__gte=found.at).exists():
        return None
    return found


def offer_row(offer_id: UUID) -> ExitOffer:
    """Raises NotFound for absent and hidden alike."""
    found = ExitOffer.objects.filter(pk=offer_id).select_related("volunteer").first()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class OpenExit:
    offer: ExitOffer | None
    words: str
    answers: Sequence[tuple[Question, str]]


def exit_of(volunteer_id: UUID) -> OpenExit:
    """With what was said and answered. Whoever calls has left a receipt for the volunteer."""
    offer = newest_offer(volunteer_id)
    if offer is None:
        return OpenExit(None, "", ())
    words = ExitWords.objects.filter(outcome__offer=offer).values_list("text", flat=True).first()
    return OpenExit(offer, words or "", _answers(offer))


def _answers(offer: ExitOffer) -> list[tuple[Question, str]]:
    said = dict(ExitReplyWords.objects.filter(reply__offer=offer).values_list("question", "text"))
    return [(one, said[one.value]) for one in Question if one.value in said]


@dataclass(frozen=True)
class OwnTime:
    wish: Wish | None
    wish_words: str
    offer: ExitOffer | None
    answers: Sequence[tuple[Question, str]]

    @property
    def reply(self) -> ExitReply | None:
        return getattr(self.offer, "reply", None)


def open_own_time(volunteer: Volunteer, *, by: Actor) -> OwnTime:
    """What the acting volunteer said as they asked to stop, and answered as they leave: under a receipt where there is
    any. Call at the top of the request."""
    wish, offer = open_wish(volunteer.pk), newest_offer(volunteer.pk)
    if wish is None and not hasattr(offer, "reply"):
        return OwnTime(None, "", offer, ())
    leave_receipt("volunteers.volunteer", volunteer.pk, by=by.acting, area_id=volunteer.area_id)
    words = WishWords.objects.filter(wish=wish).values_list("text", flat=True).first() if wish else ""
    return OwnTime(wish, words or "", offer, _answers(offer) if offer else ())


# --- what is lent ---


def lent_row(lent_id: UUID) -> Lent:
    """Raises NotFound for absent and hidden alike."""
    found = Lent.objects.filter(pk=lent_id).select_related("volunteer").first()
    if found is None:
        raise NotFound()
    return found


def lent_to(volunteer_id: UUID) -> Sequence[Lent]:
    """What they hold first, then what is over, the newest first."""
    found = Lent.objects.filter(volunteer=volunteer_id).select_related("over").order_by("-lent_on", "-at")
    return sorted(found, key=lambda one: hasattr(one, "over"))


def held_by(volunteer_id: UUID) -> Sequence[Lent]:
    return list(Lent.objects.filter(volunteer=volunteer_id, over__isnull=True).order_by("lent_on", "at"))


@dataclass(frozen=True)
class Kept:
    """A thing that somebody who has left still holds."""

    lent: Lent
    by: date
    is_late: bool


def not_returned(area_id: UUID, at: datetime) -> Sequence[Kept]:
    """What whoever has left still holds, the longest gone first. The same things and days as `due` works out."""
    today, standards = in_london(at).date(), all_standards()
    left = Q(volunteer__ends_at__lte=at) | Q(volunteer__ends_at__isnull=True, volunteer__left_on__lt=today)
    found = Lent.objects.filter(left, area=area_id, over__isnull=True).select_related("volunteer")
    found = found.order_by("volunteer__left_on", "volunteer__family_name", "lent_on")
    rows = [(one, one.volunteer.left_on) for one in found]
    known = [(one, back_by(left_on, standards)) for one, left_on in rows if left_on]
    return [Kept(one, by, by < today) for one, by in known]


def back_by(left_on: date, standards: Sequence[PracticeStandard]) -> date:
    """By the standard of their last day."""
    return lent_back_by(left_on, in_force(standards, left_on).lent_back_days)


def things_held(volunteers: Iterable[UUID]) -> dict[UUID, int]:
    """How many things each of them holds."""
    found = Lent.objects.filter(volunteer__in=list(volunteers), over__isnull=True).values("volunteer")
    return dict(found.annotate(things=Count("pk")).values_list("volunteer", "things"))


def exits_of(volunteers: Iterable[UUID]) -> dict[UUID, ExitOffer]:
    """The newest offer to each, with what came of it."""
    found = ExitOffer.objects.filter(volunteer__in=list(volunteers), leaving__rejoining__isnull=True)
    return {one.volunteer_id: one for one in found.select_related("outcome").order_by("at")}
