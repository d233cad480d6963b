"""Write a message or a newsletter: kept for its author alone until it is sent. What names a case is refused."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..models import Draft
from ..models.writing import LONGEST_SUBJECT, LONGEST_TEXT
from ..policy import Find, finds
from ..policy import Kind as Found
from ..queries import kept_names
from ..rules import require_kind, require_sending
from ..vocabulary import Condition, Kind

ITEM = "messaging.draft"


@dataclass(frozen=True, kw_only=True)
class Written:
    subject: str
    text: str
    areas: tuple[UUID, ...]
    kind: Kind = Kind.MESSAGE
    conditions: tuple[Condition, ...] = ()
    not_about_anybody: bool = False


@transaction.atomic
def begin_message(written: Written, *, id: UUID, by: Actor, at: datetime) -> None:
    """Raises NotAllowed, or Invalid with the fields at fault."""
    require_sending(by, written.areas)
    require_kind(by, written.kind)
    check_words(written, at=at)
    Draft.objects.bulk_create([Draft(id=id, author_id=by.user_id, saved_at=at, **_fields(written))])
    record(Verb.CREATED, ITEM, id, by=by.acting)


@transaction.atomic
def change_message(draft: Draft, written: Written, *, by: Actor, at: datetime) -> None:
    """Who was left out stays left out."""
    require_sending(by, written.areas)
    require_kind(by, written.kind)
    check_words(written, at=at)
    _update(draft, saved_at=at, **_fields(written))
    record(Verb.CHANGED, ITEM, draft.pk, by=by.acting)


@transaction.atomic
def leave_out(draft: Draft, shown: Iterable[UUID], ticked: Collection[UUID], *, by: Actor, at: datetime) -> None:
    """Of those shown on one page of the list, the ticked ones get nothing; other pages stay as they are."""
    on_page = set(shown)
    _update(draft, left_out=sorted({*draft.left_out} - on_page | on_page & set(ticked)), saved_at=at)
    record(Verb.CHANGED, ITEM, draft.pk, by=by.acting, fields=["left_out"])


@transaction.atomic
def remove_message(draft: Draft, *, by: Actor) -> None:
    Draft.objects.filter(pk=draft.pk).delete()
    record(Verb.ENDED, ITEM, draft.pk, by=by.acting)


def _fields(written: Written) -> dict[str, object]:
    return {
        "kind": written.kind,
        "subject": written.subject.strip(),
        "text": written.text.strip(),
        "areas": list(written.areas),
        "conditions": list(written.conditions),
        "not_about_anybody": written.not_about_anybody,
    }


def _update(draft: Draft, **fields: object) -> None:
    if not Draft.objects.filter(pk=draft.pk).update(**fields):
        raise NotFound()


# --- what must not stand in it ---


def check_words(written: Written, *, at: datetime) -> None:
    """Raises Invalid: a core member or a Circle is refused, what may be about a person asks for a tick."""
    errors, kept, year = _empty(written), kept_names(), in_london(at).year
    to_tick: list[Find] = []
    for field, text in (("subject", written.subject), ("text", written.text)):
        found = finds(text, kept, year=year)
        if refused := [one for one in found if one.kind.is_refused]:
            errors[field] = _refusal(refused, written.kind)
        to_tick += [one for one in found if not one.kind.is_refused]
    if to_tick and not written.not_about_anybody:
        errors["not_about_anybody"] = f"{_typed(to_tick)} may be about a person. Take it out, or tick that it is not"
    if errors:
        raise Invalid(errors)


def _empty(written: Written) -> dict[str, str]:
    errors = {}
    for field, text, longest in (("subject", written.subject, LONGEST_SUBJECT), ("text", written.text, LONGEST_TEXT)):
        if not text.strip():
            errors[field] = "Enter the subject" if field == "subject" else "Enter the message"
        elif len(text) > longest:
            errors[field] = f"This must be {longest:,} characters or fewer. It has {len(text):,}"
    if written.kind == Kind.NEWSLETTER and written.conditions:
        errors["standings"] = "A newsletter goes to everybody who asked for it. Tick none of these"
    return errors


def _refusal(refused: list[Find], kind: Kind) -> str:
    circles = [one for one in refused if one.kind is Found.CIRCLE]
    what = (
        "a Circle" if len(circles) == len(refused) else "a core member" if not circles else "a core member or a Circle"
    )
    return f"{Kind(kind).label} must not name {what}. Take out {_typed(refused)}"


def _typed(found: Iterable[Find]) -> str:
    """As it was typed, and nothing more."""
    return ", ".join(dict.fromkeys(f"“{one.typed}”" for one in found))
