"""The newsletter: who wants it, by their newest word, and the email it goes in, with a link that ends it."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import Acting
from encircle.foundations.accounts.secrets import blind, blinds
from encircle.foundations.audit.record import leave_receipt
from encircle.foundations.post.letters import Mail
from encircle.foundations.post.models import Letter, LetterKind
from encircle.rooms.organisation.queries import present_charity
from encircle.rooms.volunteers.models import Volunteer

from .models import AddressAsked, Message, MessageWords, NewsletterWord, Recipient, Supporter

LINK = "newsletter link"
FOOT = (
    "{charity} sends you this newsletter because you said that you want it. Nothing else depends on it.\n"
    "To get no more of them, open this address and press the button. You need not sign in:\n{address}"
)
SHOWN = 10


@dataclass(frozen=True)
class Wanting:
    volunteers: Collection[UUID]  # applicants among them
    supporters: Collection[UUID]


def who_want_it(areas: Sequence[UUID]) -> Wanting:
    """Whose newest word is yes. One read."""
    rows = NewsletterWord.objects.filter(area__in=areas).order_by("volunteer", "supporter", "-at", "-pk")
    wanting = [row for row in rows.distinct("volunteer", "supporter") if row.wants]
    return Wanting(
        {row.volunteer_id for row in wanting if row.volunteer_id},
        {row.supporter_id for row in wanting if row.supporter_id},
    )


def words_of(one: Volunteer | Supporter) -> Sequence[NewsletterWord]:
    """What somebody said, the newest first."""
    of = {"supporter": one.pk} if isinstance(one, Supporter) else {"volunteer": one.pk}
    return list(NewsletterWord.objects.filter(**of).order_by("-at", "-pk")[:SHOWN])


def own_word(by: Actor) -> NewsletterWord | None:
    """The newest of a volunteer, or of somebody who has applied, themselves. One read."""
    of = NewsletterWord.objects.filter(volunteer=by.volunteer_id or by.applicant_id)
    return of.order_by("-at", "-pk").first()


def supporters_of(areas: Sequence[UUID]) -> QuerySet[Supporter]:
    """By name, with whether their newest word is yes and they confirmed their address. Who was removed is left out."""
    newest = NewsletterWord.objects.filter(supporter=OuterRef("pk")).order_by("-at", "-pk").values("wants")[:1]
    kept = Supporter.objects.filter(area__in=areas, removed_at=None)
    return kept.annotate(wants_it=Subquery(newest), is_proved=PROVED).order_by("name", "pk")


def asked_of(one: Supporter) -> list[AddressAsked]:
    """Every email that asked a supporter, the newest first."""
    return list(AddressAsked.objects.filter(supporter=one).order_by("-asked_at", "-pk"))


def is_proved(one: Supporter) -> bool:
    return Supporter.objects.filter(PROVED, pk=one.pk).exists()


# Whether a supporter has confirmed the address they have now.
PROVED = Exists(AddressAsked.objects.filter(supporter=OuterRef("pk"), email=OuterRef("email"), proved_at__isnull=False))


# --- the link ---


def hash_for(recipient_id: UUID) -> str:
    """What is kept of the link of one newsletter to one person."""
    return _hashed(blind(str(recipient_id), purpose=LINK))


def _token(recipient: Recipient) -> str:
    """The same for every try to send it, also after the key was changed."""
    return next(one for one in blinds(str(recipient.pk), purpose=LINK) if _hashed(one) == recipient.token_hash)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_wanted_behind(token: str) -> bool | None:
    """Whether the newsletter still goes to whoever holds the link; None for a link no newsletter bore."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.newsletter_behind(%s)", [token])
        found: bool | None = cursor.fetchone()[0]
    return found


# --- what became of the emails ---


@dataclass(frozen=True)
class Delivered:
    sent: int
    waiting: int
    given_up: int
    kept_back: int


def delivered(newsletter: Message) -> Delivered:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM encircle.newsletter_letters(%s)", [newsletter.pk])
        return Delivered(*cursor.fetchone())


def not_delivered_to(newsletter: Message) -> list[Volunteer | Supporter]:
    """Whom it could not be handed to and who is still kept, of the areas the asker holds, by name. One read."""
    lost = Letter.objects.filter(kind=LetterKind.NEWSLETTER, given_up_at__isnull=False).values("item_id")
    rows = Recipient.objects.filter(message=newsletter, pk__in=lost, supporter__removed_at=None)
    people = [one.volunteer or one.supporter for one in rows.select_related("volunteer", "supporter")]
    return sorted((one for one in people if one), key=lambda one: one.full_name)


def last_not_delivered(one: Supporter, asked: Sequence[AddressAsked]) -> datetime | None:
    """When an email to a supporter was last given up, at the address they have now. `asked`: of `asked_of`."""
    at_this = [row for row in asked if row.email == one.email]
    ids = [*Recipient.objects.filter(supporter=one).values_list("pk", flat=True), *(row.pk for row in at_this)]
    since = at_this[-1].asked_at if at_this else one.added_at
    found: datetime | None = Letter.objects.filter(item_id__in=ids, given_up_at__gte=since).aggregate(
        last=Max("given_up_at")
    )["last"]
    return found


# --- the email ---


def as_mailed(text: str, address: str) -> str:
    """All of the email: what was written, and below it why it came and how to end it."""
    charity = present_charity()
    foot = FOOT.format(charity=charity.name if charity else "The charity", address=address)
    return f"{text}\n\n-- \n{foot}\n"


def newsletter_mail(letter: Letter, acting: Acting) -> Mail | None:
    """None where it is not to go any more: taken back, or no longer wanted. Asked as it is handed over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.newsletter_address(%s)", [letter.item_id])
        (to,) = cursor.fetchone()
    if to is None or letter.item_id is None:
        return None
    recipient = Recipient.objects.select_related("message").get(pk=letter.item_id)
    message = recipient.message
    leave_receipt("messaging.message", message.pk, by=acting, area_id=recipient.area_id)
    text = MessageWords.objects.get(message=message).text
    address = f"{settings.SITE_ADDRESS}/newsletter/{_token(recipient)}"
    headers = {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}  # RFC 8058
    return Mail(message.subject, as_mailed(text, address), to, headers)
