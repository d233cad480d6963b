"""Nothing typed is lost: a form that arrives after its session ended by time is kept for its writer.

Encrypted for the row, so for one person; for a day; never from the sign-in door, and never a password. It is offered
again to the same person once they have signed in, as a button that sends it to the address it was meant for.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from .doorkeeper import as_doorkeeper
from .models import HeldForm
from .secrets import Unreadable, blind, seal, unseal

LASTS = timedelta(hours=24)
MOST_BYTES = 1_000_000
MOST_FORMS = 20  # of one person
PURPOSE = "held form"
NEVER = ("csrfmiddlewaretoken", "encircle_kept")


@dataclass(frozen=True)
class Kept:
    """A held form, opened."""

    id: UUID
    address: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool
    held_at: datetime

    @property
    def path(self) -> str:
        return self.address.partition("?")[0]

    @property
    def texts(self) -> list[str]:
        """What was plainly typed, to read before it is sent again."""
        return [value for _, value in self.fields if len(value) > 40 or "\n" in value]


def hold(request: HttpRequest, user_id: UUID, *, at: datetime) -> UUID | None:
    """Keep the form of this request; a newer copy of the same form replaces an older one. None when it is too long."""
    fields = [(name, value) for name in request.POST if _is_kept(name) for value in request.POST.getlist(name)]
    plain = json.dumps({"address": request.get_full_path(), "fields": fields, "files": bool(request.FILES)}).encode()
    if not fields or len(plain) > MOST_BYTES:
        return None
    row = HeldForm(user_id=user_id, held_at=at, expires_at=at + LASTS, form_hash=_form_hash(request.path, fields))
    row.sealed = seal(plain, purpose=PURPOSE, place=_place(row))
    with as_doorkeeper():
        HeldForm.objects.filter(user_id=user_id, form_hash=row.form_hash).delete()
        if HeldForm.objects.filter(user_id=user_id).count() >= MOST_FORMS:
            return None
        HeldForm.objects.bulk_create([row])
    return row.pk


def kept_forms(user_id: UUID, *, at: datetime) -> list[Kept]:
    """What is kept for this person, newest first."""
    with as_doorkeeper():
        rows = list(HeldForm.objects.filter(user_id=user_id, expires_at__gt=at).order_by("-held_at"))
    return [kept for row in rows if (kept := _opened(row))]


def kept_form(form_id: UUID, user_id: UUID, *, at: datetime) -> Kept | None:
    with as_doorkeeper():
        row = HeldForm.objects.filter(pk=form_id, user_id=user_id, expires_at__gt=at).first()
    return _opened(row) if row else None


def let_go(form_id: UUID, user_id: UUID) -> None:
    with as_doorkeeper():
        HeldForm.objects.filter(pk=form_id, user_id=user_id).delete()


def _is_kept(name: str) -> bool:
    return name not in NEVER and "password" not in name.lower()


def _form_hash(path: str, fields: Iterable[tuple[str, str]]) -> str:
    return blind("|".join((path, *sorted({name for name, _ in fields}))), purpose=PURPOSE)


def _place(row: HeldForm) -> str:
    return f"{row.pk}|{row.user_id}"


def _opened(row: HeldForm) -> Kept | None:
    try:
        held = json.loads(unseal(bytes(row.sealed), purpose=PURPOSE, place=_place(row)))
    except Unreadable:
        return None
    fields = tuple((name, value) for name, value in held["fields"])
    return Kept(row.pk, held["address"], fields, held["files"], row.held_at)
