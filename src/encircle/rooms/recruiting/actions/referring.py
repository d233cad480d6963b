"""References: asked for, given by a personal link or by letter, chased with a newer letter, and taken or not."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.referrals.sections import Draft, Section, Typed, freeze
from encircle.rooms.referrals.sections.checking import check

from ..application import ASKED_OF_REFEREES
from ..models import Reference, ReferenceCame, ReferenceLetter, ReferenceTaken, ReferenceText
from ..references import SentBefore, behind_link, reference
from ..vocabulary import About, Came, Stage
from .enquiring import write_words
from .stepping import in_hand

LASTS = timedelta(days=60)
ITEM = "recruiting.reference"
FORM = Section(code="reference", title="The reference", group="", questions=ASKED_OF_REFEREES)


@dataclass(frozen=True)
class Referee:
    id: UUID
    name: str
    knows: str = ""
    email: str = ""
    post_to: str = ""


@transaction.atomic
def ask_referee(applicant_id: UUID, referee: Referee, *, by: Actor, at: datetime) -> None:
    """Raises NotFound, NotAllowed, Invalid."""
    standing = in_hand(applicant_id, by=by)
    if standing.stage is not Stage.APPLIED:
        raise NotAllowed("References are asked for after somebody has applied.")
    if not referee.email and not referee.post_to:
        raise Invalid({"email": "Enter an email address or a postal address"})
    who = standing.applicant
    row = Reference(
        id=referee.id, applicant=who, area_id=who.area_id, name=referee.name, knows=referee.knows, email=referee.email,
        post_to=referee.post_to, asked_at=at, asked_by_id=by.user_id,
    )  # fmt: skip
    Reference.objects.bulk_create([row])
    record(Verb.CREATED, ITEM, row.pk, by=by.acting, area_id=row.area_id)


@transaction.atomic
def make_letter(reference_id: UUID, *, by: Actor, at: datetime) -> str:
    """The path of a new personal address, known this once; every earlier one ends with it."""
    row = _open_for(reference_id, by=by)
    token = secrets.token_urlsafe(32)
    letter = ReferenceLetter(
        reference=row, applicant_id=row.applicant_id, area_id=row.area_id, token_hash=hashed(token), made_at=at,
        made_by_id=by.user_id, expires_at=at + LASTS,
    )  # fmt: skip
    ReferenceLetter.objects.bulk_create([letter])
    record(Verb.EXPORTED, ITEM, row.pk, by=by.acting, area_id=row.area_id, detail="personal link")
    return f"/reference/{token}"


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def give_by_link(token: str, typed: Typed) -> None:
    """By whoever holds the letter; nobody is signed in. Raises NoLongerWorks, SentBefore, Invalid."""
    if behind_link(token).is_sent:
        raise SentBefore()
    answers = json.dumps(_frozen(typed))
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.give_reference(%s, %s::jsonb)", [token, answers])
        (is_kept,) = cursor.fetchone()
    if not is_kept:
        raise SentBefore()


@transaction.atomic
def key_letter(reference_id: UUID, typed: Typed, *, written_on: date, by: Actor, at: datetime) -> None:
    """What came by letter, with the day on it. Raises NotFound, NotAllowed, Invalid."""
    row = _open_for(reference_id, by=by)
    if not in_london(row.asked_at).date() <= written_on <= in_london(at).date():
        raise Invalid({"written_on": "The day on the letter must be between the day they were asked and today"})
    of = {"reference": row, "applicant_id": row.applicant_id, "area_id": row.area_id}
    frozen = _frozen(typed)
    came = ReferenceCame(how=Came.LETTER, written_on=written_on, received_at=at, by_id=by.user_id, **of)
    try:
        with transaction.atomic():
            ReferenceCame.objects.bulk_create([came])
    except IntegrityError:
        raise NotAllowed("The reference is here already.") from None
    ReferenceText.objects.bulk_create([ReferenceText(id=new_id(), answers=frozen, **of)])
    record(Verb.CREATED, ITEM, row.pk, by=by.acting, area_id=row.area_id, detail="letter")


def _frozen(typed: Typed) -> dict[str, object]:
    faults = check(ASKED_OF_REFEREES, typed).faults
    if faults:
        raise Invalid({fault.code: fault.text for fault in faults})
    return freeze(FORM, Draft(typed))


@transaction.atomic
def take_reference(reference_id: UUID, *, satisfactory: bool, why: str, by: Actor, at: datetime) -> None:
    """By somebody who has read it. Why is said either way. Raises NotFound, NotAllowed, Invalid."""
    asked = reference(reference_id)
    who = in_hand(asked.row.applicant_id, by=by).applicant
    if asked.came is None:
        raise NotAllowed("The reference has not come yet.")
    if not why.strip():
        raise Invalid({"why": "Say why"})
    row = asked.row
    taken = ReferenceTaken(
        reference=row, applicant=who, area_id=row.area_id, satisfactory=satisfactory, at=at, by_id=by.user_id
    )
    try:
        with transaction.atomic():
            ReferenceTaken.objects.bulk_create([taken])
    except IntegrityError:
        raise NotAllowed("This was decided already.") from None
    write_words(who, About.REFERENCE, why, by=by, at=at)
    record(Verb.DECIDED, ITEM, row.pk, by=by.acting, area_id=row.area_id)


def _open_for(reference_id: UUID, *, by: Actor) -> Reference:
    """One that has not come, of somebody in hand."""
    asked = reference(reference_id)
    in_hand(asked.row.applicant_id, by=by)
    if asked.came is not None:
        raise NotAllowed("The reference is here already.")
    return asked.row
