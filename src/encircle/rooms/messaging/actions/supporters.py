"""Somebody who asked for the newsletter: added, asked whether the address is theirs, corrected, removed.

Whoever said stop is not added again without a word of theirs; of whoever is removed nothing is kept but, if they said
stop, a keyed hash of the address.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import Acting, acting_as, system
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import LetterKind
from encircle.foundations.post.notices import write_to_each
from encircle.rooms.organisation.queries import standard_on

from ..models import AddressAsked, NewsletterStop, Supporter
from ..newsletter import PROVED, is_proved, words_of
from ..proving import hash_for, is_stopped, stop_hash
from ..rules import may_ask_again, require_noting
from ..vocabulary import REASONS_TO_REMOVE, Said, WhyRemoved
from .newsletter import note_newsletter

ITEM = "messaging.supporter"
CLOCK = system("escalator")
STOPPED = "Somebody with this address said that they want no newsletter. Tick that they asked for it again"
THERE = "This address is on the list already"


@transaction.atomic
def add_supporter(
    name: str, email: str, area_id: UUID, said: Said, *, id: UUID, by: Actor, at: datetime, asked_again: bool = False
) -> None:  # fmt: skip
    """Kept with their word and never without, and asked by one email. Raises NotAllowed, Invalid."""
    require_noting(by, area_id)
    name, email = name.strip(), email.strip()
    _check(name, email)
    if is_stopped(email) and not asked_again:
        raise Invalid({"asked_again": STOPPED})
    one = Supporter(id=id, area_id=area_id, name=name, email=email, added_by_id=by.user_id, added_at=at)
    Supporter.objects.bulk_create([one])
    record(Verb.CREATED, ITEM, id, by=by.acting, area_id=area_id)
    note_newsletter(one, True, said, id=new_id(), by=by, at=at)
    _ask(one, by, at)


@transaction.atomic
def correct_supporter(one: Supporter, name: str, email: str, *, by: Actor, at: datetime) -> None:
    """A new address is asked anew; the old one is not kept. Raises NotAllowed, Invalid."""
    require_noting(by, one.area_id)
    name, email = name.strip(), email.strip()
    _check(name, email, but=one)
    was, one.email = one.email, email
    if email != was and is_stopped(email):
        raise Invalid({"email": "Somebody with this address said that they want no newsletter"})
    _update(one, name=name, email=email)
    record(Verb.CHANGED, ITEM, one.pk, by=by.acting, area_id=one.area_id, fields=["name", "email"])
    if email != was:
        AddressAsked.objects.filter(supporter=one).delete()
        _ask(one, by, at)


@transaction.atomic
def ask_again(one: Supporter, *, by: Actor, at: datetime) -> None:
    """Raises NotAllowed where they confirmed it, said no, or were asked today."""
    require_noting(by, one.area_id)
    newest = AddressAsked.objects.filter(supporter=one).order_by("-asked_at").first()
    words = words_of(one)
    if one.removed_at or is_proved(one) or not (words and words[0].wants):
        raise NotAllowed("They are not asked any more.")
    if not may_ask_again(newest.asked_at if newest else None, at):
        raise NotAllowed("They were asked today. You can ask again tomorrow.")
    _ask(one, by, at)


@transaction.atomic
def remove_supporter(one: Supporter, why: WhyRemoved, *, by: Actor, at: datetime) -> None:
    """Neither name nor address is kept. Removing twice changes nothing. Raises NotAllowed, Invalid."""
    require_noting(by, one.area_id)
    if why not in REASONS_TO_REMOVE:
        raise Invalid({"why": "Select why you remove them"})
    if one.removed_at:
        return
    _forget(one, why, at, removed_by_id=by.user_id)
    record(Verb.ENDED, ITEM, one.pk, by=by.acting, area_id=one.area_id, detail=why)


def prove_by_link(token: str, *, by: Acting) -> None:
    """Pressing twice proves it once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.prove_address(%s)", [token])
        (whose,) = cursor.fetchone()
    if whose:
        record(Verb.CHANGED, ITEM, whose, by=by, fields=["proved_at"], detail="link")


def drop_unproved() -> int:
    """Whoever did not confirm their address within the days of the standard is kept no longer. How many."""
    with acting_as(CLOCK) as acting:
        days = standard_on(in_london(acting.at).date()).supporter_proof_days
        gone = _unproved_since(acting.at - timedelta(days=days))
        for one in gone:
            _forget(one, WhyRemoved.NOT_PROVED, acting.at)
            record(Verb.ENDED, ITEM, one.pk, by=acting, area_id=one.area_id, detail=WhyRemoved.NOT_PROVED)
        return len(gone)


def _unproved_since(then: datetime) -> list[Supporter]:
    newest = AddressAsked.objects.filter(supporter=OuterRef("pk")).order_by("-asked_at").values("asked_at")[:1]
    waiting = Supporter.objects.filter(~PROVED, removed_at=None)
    return list(waiting.annotate(asked_at=Coalesce(Subquery(newest), "added_at")).filter(asked_at__lte=then))


def _ask(one: Supporter, by: Actor, at: datetime) -> None:
    id = new_id()
    asked = AddressAsked(
        id=id, supporter=one, area_id=one.area_id, email=one.email, token_hash=hash_for(id), asked_at=at,
        asked_by_id=by.user_id,
    )  # fmt: skip
    AddressAsked.objects.bulk_create([asked])
    record(Verb.CREATED, "messaging.addressasked", one.pk, by=by.acting, area_id=one.area_id)
    write_to_each([(None, id, one.area_id)], LetterKind.CONFIRM, at=at)


def _forget(one: Supporter, why: WhyRemoved, at: datetime, **by: UUID | None) -> None:
    """Nothing of them is left but that there was somebody, and a hash of the address of whoever said stop."""
    words = words_of(one)
    if why == WhyRemoved.ASKED or not (words and words[0].wants):
        NewsletterStop.objects.bulk_create([NewsletterStop(address_hash=stop_hash(one.email), at=at)])
    AddressAsked.objects.filter(supporter=one).delete()
    _update(one, name="", email="", removed_at=at, why_removed=why, **by)


def _update(one: Supporter, **fields: object) -> None:
    if not Supporter.objects.filter(pk=one.pk, removed_at=None).update(**fields):
        raise NotFound()


def _check(name: str, email: str, but: Supporter | None = None) -> None:
    errors = {} if name else {"name": "Enter their name"}
    others = Supporter.objects.filter(email__iexact=email)
    try:
        validate_email(email)
        if (others.exclude(pk=but.pk) if but else others).exists():
            errors["email"] = THERE
    except ValidationError:
        errors["email"] = "Enter an email address, like name@example.com"
    if errors:
        raise Invalid(errors)
