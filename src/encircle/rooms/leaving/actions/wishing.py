"""A volunteer says on their own page that they would like to stop, and may take it back."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify_each
from encircle.rooms.volunteers.models import Volunteer

from ..models import EndTalk, RestTalk, Wish, WishWords
from ..queries import open_wish, open_wishes
from ..rules import require_keeping

LONGEST_WORDS = 2_000
TOLD_STAFF = "told staff"


@transaction.atomic
def ask_to_stop(last_day: date | None, why: str, *, id: UUID, by: Actor, at: datetime) -> None:
    """It stands on the list of the staff of their area, who speak with them. Asking twice changes nothing."""
    volunteer = Volunteer.objects.filter(pk=by.volunteer_id).first() if by.volunteer_id else None
    if volunteer is None:
        raise NotFound()
    if last_day is not None and last_day < in_london(at).date():
        raise Invalid({"last_day": "Your last day must be today or later"})
    if len(why) > LONGEST_WORDS:
        raise Invalid({"why": f"This must be {LONGEST_WORDS:,} characters or fewer. It has {len(why):,}"})
    if open_wish(volunteer.pk):
        return
    of = {"volunteer": volunteer, "area_id": volunteer.area_id}
    row = Wish(id=id, last_day=last_day, by_id=by.user_id, at=at, **of)
    Wish.objects.bulk_create([row])
    if why.strip():
        WishWords.objects.bulk_create([WishWords(wish=row, text=why.strip(), **of)])
    _tell_area(row, at=at)
    record(Verb.CREATED, "leaving.wish", id, by=by.acting, area_id=volunteer.area_id)


def told_in_talk(talk: EndTalk | RestTalk, *, by: Actor, at: datetime) -> None:
    """They said to staff that they would rather stop: the same wish, with who was told. Once, as in `ask_to_stop`.

    Of whoever has asked already, or leaves, nothing more is noted.
    """
    if talk.volunteer.left_on is not None or open_wish(talk.volunteer_id):
        return
    told = {"talk": talk} if isinstance(talk, EndTalk) else {"rest_talk": talk}
    row = Wish(volunteer_id=talk.volunteer_id, area_id=talk.area_id, by_id=by.user_id, at=at, **told)
    Wish.objects.bulk_create([row])
    _tell_area(row, at=at)
    record(Verb.CREATED, "leaving.wish", row.pk, by=by.acting, area_id=talk.area_id, detail=TOLD_STAFF)


def _tell_area(wish: Wish, *, at: datetime) -> None:
    """A notice to the coordinators of the area, else the operations managers. No word of who, or of what."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.coordinators_of_wish(%s)", [wish.pk])
        (found,) = cursor.fetchone()
    others = [(user_id, wish.pk) for user_id in found if user_id != wish.by_id]
    notify_each(others, NoticeKind.WAITING, at=at, area_id=wish.area_id)


@transaction.atomic
def stay_after_all(*, by: Actor, at: datetime) -> None:
    """Taken back by whoever asked. Doing it twice changes nothing."""
    _take_back(open_wishes(volunteer=by.volunteer_id), "", by=by, at=at)


@transaction.atomic
def stay_as_told(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    """They told staff that they stay, of a wish that they had told staff. Doing it twice changes nothing.

    What a volunteer asked for on their own page, they take back there. Raises NotAllowed.
    """
    require_keeping(by, volunteer)
    told = Q(talk__isnull=False) | Q(rest_talk__isnull=False)
    _take_back(open_wishes(volunteer=volunteer).filter(told), TOLD_STAFF, by=by, at=at)


def _take_back(wishes: QuerySet[Wish], detail: str, *, by: Actor, at: datetime) -> None:
    """There is one at most. Of two who take it back at once, one does."""
    found = wishes.first()
    if found is not None and open_wishes(pk=found.pk).update(withdrawn_at=at):
        record(Verb.ENDED, "leaving.wish", found.pk, by=by.acting, area_id=found.area_id, detail=detail)
