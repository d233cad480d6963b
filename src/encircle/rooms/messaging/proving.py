"""The email that asks a supporter whether they want the newsletter; the button behind its link proves the address."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from encircle.common.clock import in_london
from encircle.foundations.access.identity import Acting
from encircle.foundations.accounts.secrets import blind, blinds
from encircle.foundations.post.letters import Mail
from encircle.foundations.post.models import Letter
from encircle.rooms.organisation.queries import present_charity, standard_on

from .models import AddressAsked

LINK = "newsletter address"
STOPPED = "newsletter stopped"
SUBJECT = "Do you want our newsletter?"
ASKS = (
    "{charity} was told that you want its newsletter. You get it only if you say so yourself:\n"
    "open this address and press the button. You need not sign in.\n\n{address}\n\n"
    "If you do not want it, do nothing. We take your address off our list after {days} days.\n"
)


def hash_for(asked_id: UUID) -> str:
    return _hashed(blind(str(asked_id), purpose=LINK))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def stop_hash(email: str) -> str:
    return blind(email.strip().lower(), purpose=STOPPED)


def is_stopped(email: str) -> bool:
    """Whether somebody at this address said that they want no newsletter."""
    address = email.strip()
    with connection.cursor() as cursor:
        hashes: Sequence[str] = blinds(address.lower(), purpose=STOPPED)
        cursor.execute("SELECT encircle.newsletter_stopped(%s, %s)", [address, list(hashes)])
        found: bool = cursor.fetchone()[0]
    return found


def waits_behind(token: str) -> bool | None:
    """Whether the button is still to be pressed; False once it was; None for a link that leads nowhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.asked_behind(%s)", [token])
        found: bool | None = cursor.fetchone()[0]
    return found


def asking_mail(letter: Letter, acting: Acting) -> Mail | None:
    """None where it is not to go any more. Asked as it is handed over; its sentences are always the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.asked_address(%s)", [letter.item_id])
        (to,) = cursor.fetchone()
    if to is None or letter.item_id is None:
        return None
    return Mail(SUBJECT, _as_asked(AddressAsked.objects.get(pk=letter.item_id), acting.at), to)


def _as_asked(asked: AddressAsked, at: datetime) -> str:
    token = next(one for one in blinds(str(asked.pk), purpose=LINK) if _hashed(one) == asked.token_hash)
    charity = present_charity()
    return ASKS.format(
        charity=charity.name if charity else "The charity",
        address=f"{settings.SITE_ADDRESS}/newsletter/confirm/{token}",
        days=standard_on(in_london(at).date()).supporter_proof_days,
    )
