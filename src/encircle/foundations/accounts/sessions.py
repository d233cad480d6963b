"""Sessions in our own table (named in settings.SESSION_ENGINE). Every read and write is the doorkeeper's.

The cookie holds a key of which the table has only the hash. A session ends after a time without input, after eight
hours whatever is done, when its person ends it, and when the account is suspended or reset. One that ended by time
still says whose it was for a day, so that what was being typed can be kept for that person (`held.py`).
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import connection
from django.db.models import Q
from psycopg.pq import TransactionStatus

from .charity import idle_minutes_for
from .doorkeeper import as_doorkeeper
from .limits import ABSOLUTE, GRAIN, KNOWN_AFTERWARDS, SIGNING_IN
from .models import Session, WhyEnded
from .secrets import Unreadable, seal, unseal

PURPOSE = "session"
AGENT_KEY = "_encircle_agent"
SECOND_FACTOR_KEY = "_encircle_second_factor"
KEPT_KEY = "_encircle_kept"  # path -> held form waiting there
# Where the sign-in library notes how the person proved who they are.
METHODS_KEY = "account_authentication_methods"
WRITTEN = [f.attname for f in Session._meta.fields if f.name not in ("id", "ended_at", "why_ended")]


class SessionStore(SessionBase):
    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.row: Session | None = None  # the live session of this request, once loaded
        self.former: Session | None = None  # instead: one that ended by time less than a day ago

    # What Django's session middleware asks for

    def load(self) -> dict[str, Any]:
        if not self.session_key:
            return {}
        with as_doorkeeper() as acting:
            row = Session.objects.filter(key_hash=hashed(self.session_key)).first()
        if row is None or not is_live(row, acting.at):
            self.former = row if row is not None and is_known(row, acting.at) else None
            self._session_key = None
            return {}
        self.row = row
        return _opened(row)

    def exists(self, session_key: str | None) -> bool:
        with as_doorkeeper():
            return Session.objects.filter(key_hash=hashed(session_key or "")).exists()

    def create(self) -> None:
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
        self.row = None
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Written at the end of a request. After a failed statement the transaction is lost, and this with it."""
        if self.session_key is None:
            return self.create()
        if _transaction_is_lost():
            return None
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        with as_doorkeeper() as acting:
            if must_create:
                self.row = _new_row(self.session_key, acting.at)
            if self.row is None:
                raise UpdateError
            _describe(self.row, data, acting.at)
            self.row.sealed = _sealed(self.row, data)
            _write(self.row, must_create)
        return None

    def delete(self, session_key: str | None = None) -> None:
        """Signing out ends a person's session; a half-finished sign-in just goes."""
        key = session_key or self.session_key
        if key is None or _transaction_is_lost():
            return
        with as_doorkeeper() as acting:
            found = Session.objects.filter(key_hash=hashed(key))
            found.filter(user__isnull=True).delete()
            _end(found, WhyEnded.SIGNED_OUT, acting.at)

    def flush(self) -> None:
        super().flush()
        self.row = self.former = None

    def cycle_key(self) -> None:
        """A new key for the same session, so that a key known from before signing in is worth nothing."""
        self._get_session()  # type: ignore[attr-defined]
        if self.row is None:
            self.create()
            return
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
        self.row.key_hash = hashed(self._session_key)
        self.modified = True

    def is_empty(self) -> bool:
        """The cookie of a session that ended by time is left in the browser: it says whose typing is to be kept."""
        return self.former is None and super().is_empty()

    def get_expiry_age(self, **kwargs: Any) -> int:
        """How long the cookie lives: longer than the session, for the same reason."""
        return int((ABSOLUTE + KNOWN_AFTERWARDS).total_seconds())

    def encode(self, session_dict: dict[str, Any]) -> str:
        return json.dumps(session_dict)

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        return dict(json.loads(session_data))

    @classmethod
    def clear_expired(cls) -> None:
        with as_doorkeeper() as acting:
            sweep(acting.at)

    # What our own pages ask for

    @property
    def idle_seconds(self) -> int:
        return self.row.idle_minutes * 60 if self.row else 0

    @property
    def row_id(self) -> UUID | None:
        return self.row.pk if self.row else None

    @property
    def ends_at(self) -> datetime | None:
        return self.row.ends_at if self.row else None

    @property
    def has_second_factor(self) -> bool:
        return self.row is not None and (self.row.second_factor_at is not None or _shows_second_factor(self))


def hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def is_live(row: Session, at: datetime) -> bool:
    return row.ended_at is None and at < ends_by_time(row)


def is_known(row: Session, at: datetime) -> bool:
    """Ended by time alone, not long ago: anything else that is typed into it is not kept."""
    return row.user_id is not None and row.ended_at is None and at < ends_by_time(row) + KNOWN_AFTERWARDS


def ends_by_time(row: Session) -> datetime:
    return min(row.ends_at, row.last_input_at + timedelta(minutes=row.idle_minutes) + GRAIN)


def note_input(session: SessionStore, at: datetime) -> None:
    """The person did something themselves. Written at most every half minute."""
    row = session.row
    if row is None or row.user_id is None or at - row.last_input_at < GRAIN:
        return
    with as_doorkeeper():
        Session.objects.filter(pk=row.pk).update(last_input_at=at)
    row.last_input_at = at


def live_sessions(user_id: UUID, at: datetime) -> list[Session]:
    """Newest first."""
    with as_doorkeeper():
        rows = list(Session.objects.filter(user_id=user_id, ended_at__isnull=True, ends_at__gt=at).defer("sealed"))
    return sorted((row for row in rows if is_live(row, at)), key=lambda row: row.last_input_at, reverse=True)


def end_sessions(
    user_id: UUID, why: WhyEnded, *, at: datetime, only: UUID | None = None, but: UUID | None = None
) -> int:
    """End all sessions of a person, `only` one of them, or all `but` one. How many ended."""
    with as_doorkeeper():
        found = Session.objects.filter(user_id=user_id)
        if only is not None:
            found = found.filter(pk=only)
        if but is not None:
            found = found.exclude(pk=but)
        return _end(found, why, at)


def sweep(at: datetime) -> None:
    """Forget sessions a month after they can have ended, and half-finished sign-ins at once."""
    month_ago = at - timedelta(days=30)
    Session.objects.filter(Q(ends_at__lt=month_ago) | Q(user__isnull=True, ends_at__lt=at)).delete()


def _end(found: Any, why: WhyEnded, at: datetime) -> int:
    return int(found.filter(user__isnull=False, ended_at__isnull=True).update(ended_at=at, why_ended=why))


def _new_row(key: str, at: datetime) -> Session:
    return Session(key_hash=hashed(key), created_at=at, last_input_at=at, idle_minutes=60, ends_at=at + SIGNING_IN)


def _describe(row: Session, data: dict[str, Any], at: datetime) -> None:
    """The columns that say what the sealed contents mean: who signed in, when, with what proof."""
    user_id = UUID(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
    if user_id != row.user_id:
        row.user_id = user_id
        row.created_at = row.last_input_at = at
        row.ends_at = at + (ABSOLUTE if user_id else SIGNING_IN)
        row.idle_minutes = idle_minutes_for(user_id, at) if user_id else 60
        row.second_factor_at = None
    row.agent = str(data.get(AGENT_KEY, row.agent))[:60]
    if user_id and row.second_factor_at is None and _shows_second_factor(data):
        row.second_factor_at = at


def _shows_second_factor(data: Any) -> bool:
    """Proved in this session with a code or a passkey, or set up in it (which proves possession)."""
    used = any(record.get("method") == "mfa" for record in data.get(METHODS_KEY) or [])
    return used or bool(data.get(SECOND_FACTOR_KEY))


def _write(row: Session, must_create: bool) -> None:
    if must_create:
        row.save(force_insert=True)
        return
    values = {name: getattr(row, name) for name in WRITTEN}
    if not Session.objects.filter(pk=row.pk, ended_at__isnull=True).update(**values):
        raise UpdateError


def _sealed(row: Session, data: dict[str, Any]) -> bytes:
    return seal(json.dumps(data).encode(), purpose=PURPOSE, place=str(row.pk))


def _opened(row: Session) -> dict[str, Any]:
    try:
        return dict(json.loads(unseal(bytes(row.sealed), purpose=PURPOSE, place=str(row.pk))))
    except Unreadable:
        return {}


def _transaction_is_lost() -> bool:
    raw = connection.connection
    lost = raw is not None and raw.info.transaction_status == TransactionStatus.INERROR
    return lost or (connection.in_atomic_block and connection.needs_rollback)
