"""Say whether one wants the newsletter: on one's own page, noted by staff, or ended by the link in one."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import Acting
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.volunteers.models import Volunteer

from ..models import NewsletterWord, Supporter
from ..rules import require_noting
from ..vocabulary import Said

ITEM = "messaging.newsletterword"
OWN = "What you want yourself is said on your own page."


@transaction.atomic
def say_newsletter(wants: bool, *, id: UUID, by: Actor, at: datetime) -> None:
    """By a volunteer, or by somebody who has applied, of themselves. Raises NotAllowed."""
    who = by.volunteer_id or by.applicant_id
    one = Volunteer.objects.filter(pk=who).first() if who else None
    if one is None:
        raise NotAllowed("This is said by a volunteer.")
    if NewsletterWord.objects.filter(pk=id).exists():
        return  # pressed twice
    _keep(one, wants, Said.OWN_PAGE, id=id, by=by, at=at)


@transaction.atomic
def note_newsletter(one: Volunteer | Supporter, wants: bool, said: Said, *, id: UUID, by: Actor, at: datetime) -> None:
    """As they said it to the staff of their area. Raises NotAllowed or Invalid."""
    if isinstance(one, Volunteer) and one.user_id == by.user_id:
        raise NotAllowed(OWN)
    require_noting(by, one.area_id)
    if isinstance(one, Supporter) and one.removed_at:
        raise NotAllowed("This supporter is removed.")
    if said not in (Said.PAPER, Said.SPOKEN):
        raise Invalid({"said": "Select how they said it"})
    _keep(one, wants, said, id=id, by=by, at=at)


def end_by_link(token: str, *, by: Acting) -> None:
    """Pressing twice ends it once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.end_newsletter(%s)", [token])
        (whose,) = cursor.fetchone()
    if whose:
        record(Verb.ENDED, ITEM, whose, by=by, detail="link")


def _keep(one: Volunteer | Supporter, wants: bool, said: Said, *, id: UUID, by: Actor, at: datetime) -> None:
    of = {"supporter_id": one.pk} if isinstance(one, Supporter) else {"volunteer_id": one.pk}
    row = NewsletterWord(id=id, area_id=one.area_id, wants=wants, said=said, at=at, by_id=by.user_id, **of)
    NewsletterWord.objects.bulk_create([row])
    verb = Verb.CREATED if wants else Verb.ENDED
    record(verb, ITEM, one.pk, by=by.acting, area_id=one.area_id, detail=said)
