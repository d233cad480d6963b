"""Somebody asks about volunteering: by the charity's form, which nobody signs in for, or by telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from encircle.common.errors import Invalid, broken_constraint
from encircle.common.ids import new_id, new_reference
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import switched, system
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.volunteers.rules import require_managing

from ..models import Applicant, Words
from ..row_policies import RECEPTIONIST
from ..vocabulary import About, Channel, Contact, Heard
from .telling import tell_area

LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Asked:
    """Who asks, and how they wish to be answered."""

    id: UUID
    area_id: UUID
    given_name: str
    family_name: str
    prefers: Contact
    email: str = ""
    phone: str = ""
    post_to: str = ""
    heard: Heard | str = ""


def ask_by_form(asked: Asked, *, at: datetime) -> None:
    """From the public form: nobody is signed in. Whether they asked before is not looked at, so nobody can learn it.

    Pressing twice asks once. Raises Invalid.
    """
    check_asked(asked)
    row = keyed(asked, Channel.FORM, at=at)
    with switched(system(RECEPTIONIST)) as receptionist:
        if _once([row], "recruiting_applicant_pkey"):
            record(Verb.CREATED, "recruiting.applicant", row.pk, by=receptionist, area_id=row.area_id)
            tell_area(row, at=at)


@transaction.atomic
def note_asked(asked: Asked, channel: Channel, *, note: str = "", by: Actor, at: datetime) -> Applicant:
    """Keyed by staff. Raises NotAllowed, Invalid."""
    require_managing(by, asked.area_id)
    check_asked(asked)
    row = keyed(asked, channel, at=at, by=by)
    Applicant.objects.bulk_create([row])
    if note.strip():
        write_words(row, About.NOTE, note, by=by, at=at)
    record(Verb.CREATED, "recruiting.applicant", row.pk, by=by.acting, area_id=row.area_id)
    tell_area(row, at=at, noted_by=by.user_id)
    return row


def write_words(
    applicant: Applicant, about: About, text: str, *, id: UUID | None = None, by: Actor, at: datetime
) -> None:
    """Pressing twice writes once."""
    words = Words(
        id=id or new_id(),
        applicant=applicant,
        area_id=applicant.area_id,
        about=about,
        text=text.strip(),
        at=at,
        by_id=by.user_id,
    )
    _once([words], "recruiting_words_pkey")


def _once(rows: Sequence[Applicant] | Sequence[Words], key: str) -> bool:
    """False where this very form was sent before."""
    try:
        with transaction.atomic():
            type(rows[0])._default_manager.bulk_create(rows)  # type: ignore[arg-type]
    except IntegrityError as error:
        if broken_constraint(error) == key:
            return False
        raise
    return True


def keyed(asked: Asked, channel: Channel, *, at: datetime, by: Actor | None = None) -> Applicant:
    """The row, not written yet."""
    return Applicant(
        id=asked.id,
        reference=new_reference("A"),
        area_id=asked.area_id,
        given_name=asked.given_name.strip(),
        family_name=asked.family_name.strip(),
        email=asked.email.strip().lower(),
        phone=asked.phone.strip(),
        post_to=asked.post_to.strip(),
        prefers=asked.prefers,
        heard=asked.heard,
        channel=channel,
        asked_at=at,
        noted_by_id=by.user_id if by else None,
    )


def check_asked(asked: Asked) -> None:
    """What they wish to be answered by must be given. Raises Invalid."""
    errors = {}
    if not asked.given_name.strip():
        errors["given_name"] = "Enter the given name"
    if not asked.family_name.strip():
        errors["family_name"] = "Enter the family name"
    if asked.prefers == Contact.PHONE and not asked.phone.strip():
        errors["phone"] = "Enter a telephone number"
    if asked.prefers == Contact.POST and not asked.post_to.strip():
        errors["post_to"] = "Enter the address that letters go to"
    if asked.prefers == Contact.EMAIL and not asked.email.strip():
        errors["email"] = "Enter an email address"
    elif asked.email.strip() and not _is_address(asked.email.strip()):
        errors["email"] = "Enter an email address in the correct format, like name@example.org"
    if errors:
        raise Invalid(errors)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
