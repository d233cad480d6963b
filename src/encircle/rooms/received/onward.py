"""How far an agency lets its news go. Nothing reaches volunteers but words of their own, while the agency agrees."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.partners.models import Professional

from .models import Development, Onward, OnwardWords
from .rules import require_recording
from .vocabulary import OnwardPermission

LONGEST_WORDS = 2_000


@transaction.atomic
def record_onward(
    development_id: UUID,
    id: UUID,
    level: OnwardPermission,
    words: str = "",
    *,
    agreed_by: str,
    by: Actor,
    at: datetime,
) -> None:
    """A coordinator asked by telephone. Raises NotFound, NotAllowed or Invalid; the same form twice counts once."""
    development = _development(development_id)
    require_recording(by, development.area_id)
    if not agreed_by.strip():
        raise Invalid({"agreed_by": "Enter who at the agency agreed"})
    give_onward(development, id, level, words, agreed_by.strip(), by=by, at=at, by_phone=True)


@transaction.atomic
def change_own_onward(
    development_id: UUID, id: UUID, level: OnwardPermission, words: str = "", *, by: Actor, at: datetime
) -> None:
    """Who sent the news says anew how far it may go. Raises NotFound or Invalid."""
    development = _development(development_id)
    if (
        development.professional_id is None
        or development.sent_by_id != by.user_id
        or development.seat_id not in by.outer_seats
    ):
        raise NotFound()
    name = Professional.objects.values_list("name", flat=True).get(pk=development.professional_id)
    give_onward(development, id, level, words, name, by=by, at=at)


def give_onward(
    development: Development,
    id: UUID,
    level: OnwardPermission,
    words: str,
    agreed_by: str,
    *,
    by: Actor,
    at: datetime,
    by_phone: bool = False,
) -> None:
    """A new permission; the newest counts. Call inside the action's transaction."""
    if level == OnwardPermission.VOLUNTEERS:
        check_words(words)
    if Onward.objects.filter(pk=id).exists():
        return
    place = {"circle_id": development.circle_id, "area_id": development.area_id}
    given = Onward(
        id=id,
        development=development,
        level=level,
        agreed_by=agreed_by[:120],
        by_phone=by_phone,
        recorded_by_id=by.user_id,
        recorded_at=at,
        **place,
    )
    Onward.objects.bulk_create([given])
    if level == OnwardPermission.VOLUNTEERS:
        OnwardWords.objects.bulk_create([OnwardWords(onward=given, text=words.strip(), **place)])
    record(
        Verb.DECIDED,
        "received.onward",
        id,
        by=by.acting,
        circle_id=development.circle_id,
        area_id=development.area_id,
        detail=level,
    )


def check_words(words: str) -> None:
    if not words.strip():
        raise Invalid({"volunteer_words": "Enter the words the volunteers may read"})
    if len(words) > LONGEST_WORDS:
        raise Invalid({"volunteer_words": f"The words must be {LONGEST_WORDS:,} characters or fewer"})


# --- reads ---


def for_volunteer() -> list[Onward]:
    """What the acting volunteer may read of agencies' news, the newest first: that there is something, and its day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.volunteer_onwards()")
        (ids,) = cursor.fetchone()
    found = Onward.objects.filter(pk__in=ids).select_related("circle").order_by("-recorded_at", "pk")
    return list(found) if ids else []


def open_for_volunteer(onward_id: UUID, *, by: Actor) -> tuple[Onward, str]:
    """The words agreed for volunteers. Raises NotFound. Call at the top of the request: the words need the receipt."""
    found = next((one for one in for_volunteer() if one.pk == onward_id), None)
    if found is None:
        raise NotFound()
    leave_receipt("received.onward", found.pk, by=by.acting, circle_id=found.circle_id, area_id=found.area_id)
    return found, OnwardWords.objects.get(pk=found.pk).text


def open_onwards(development: Development, *, by: Actor) -> list[tuple[Onward, str]]:
    """Every permission given for a piece of news, the newest first, with the words for volunteers where it has any."""
    found = list(Onward.objects.filter(development=development).order_by("-recorded_at", "pk"))
    for one in found:
        leave_receipt("received.onward", one.pk, by=by.acting, circle_id=one.circle_id, area_id=one.area_id)
    words = dict(OnwardWords.objects.filter(pk__in=[one.pk for one in found]).values_list("pk", "text"))
    return [(one, words.get(one.pk, "")) for one in found]


def _development(development_id: UUID) -> Development:
    found = Development.objects.filter(pk=development_id).first()
    if found is None:
        raise NotFound()
    return found
