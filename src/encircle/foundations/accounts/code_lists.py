"""Printed one-time codes: made once a named person has approved it, shown once, each good for one sign-in."""

import secrets
from datetime import datetime
from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .doorkeeper import as_doorkeeper
from .models import AccountChange, ChangeKind, CodeList
from .secrets import blinds

COUNT = 40
DIGITS = 8
FEW = 5  # from here on the person is reminded to ask for a new list
PURPOSE = "code list"


def approved_change(user_id: UUID) -> AccountChange | None:
    """An approval that has not been used yet."""
    with as_doorkeeper():
        return AccountChange.objects.filter(
            user_id=user_id, kind=ChangeKind.CODE_LIST, approved=True, done_at=None
        ).first()


def make_list(*, user_id: UUID, at: datetime) -> list[str]:
    """The codes, in the clear for this once. A former list stops working. Raises NotAllowed without an approval."""
    change = approved_change(user_id)
    if change is None:
        raise NotAllowed("Someone who manages accounts has to approve a list of codes first.")
    codes = [f"{secrets.randbelow(10**DIGITS):0{DIGITS}}" for _ in range(COUNT)]
    with as_doorkeeper(on_behalf=user_id) as acting:
        CodeList.objects.filter(user_id=user_id).delete()
        unused = [_recognised(user_id, code)[0] for code in codes]
        CodeList.objects.bulk_create([CodeList(user_id=user_id, change=change, made_at=at, unused=unused)])
        AccountChange.objects.filter(pk=change.pk).update(done_at=at)
        record(Verb.CREATED, "accounts.codelist", change.pk, by=acting)
    return codes


def use_code(user_id: UUID, code: str) -> bool:
    """Whether the code is on the person's list and unused; from now on it is used."""
    with as_doorkeeper():
        found = CodeList.objects.select_for_update().filter(user_id=user_id).first()
        recognised = _recognised(user_id, "".join(code.split()))
        if found is None or not set(recognised) & set(found.unused):
            return False
        found.unused = [one for one in found.unused if one not in recognised]
        CodeList.objects.filter(pk=found.pk).update(unused=found.unused)
    return True


def codes_left(user_id: UUID) -> int | None:
    """How many are unused; None without a list."""
    with as_doorkeeper():
        found = CodeList.objects.filter(user_id=user_id).first()
    return len(found.unused) if found else None


def _recognised(user_id: UUID, code: str) -> list[str]:
    """How a list keeps the code: under the present key first, then as a list on paper from before it does."""
    return blinds(f"{user_id}|{code}", purpose=PURPOSE)
