"""Sign who acts, once for each transaction, so that the database decides what can be seen.

The claims are explained in `sql/identity.sql`. Python signs with IDENTITY_KEY; the database verifies with the padded
keys the owner stored. An application login can read neither the stored key nor forge a token.
"""

import hashlib
import hmac
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.db import connection, transaction

from encircle.common.ids import new_id

BLOCK = 64  # bytes of a SHA-256 block (RFC 2104)


@dataclass(frozen=True)
class Identity:
    """Whom a transaction acts for: a signed-in person, or a named system identity working for somebody or nobody."""

    kind: Literal["user", "system"]
    subject: str
    on_behalf: uuid.UUID | None = None


def person(user_id: uuid.UUID) -> Identity:
    return Identity("user", str(user_id))


def system(name: str, on_behalf: uuid.UUID | None = None) -> Identity:
    return Identity("system", name, on_behalf)


@dataclass(frozen=True)
class Acting:
    """A signed identity in its transaction: passed to whatever reads with a receipt or writes."""

    identity: Identity
    nonce: uuid.UUID
    at: datetime  # the database's clock, `encircle.now()`
    token: str = field(repr=False)
    moment: tuple[int, int] = field(repr=False, compare=False)  # start of its transaction in microseconds, and backend
    opened: list[tuple[str, uuid.UUID]] = field(default_factory=list, repr=False, compare=False)

    @property
    def user_id(self) -> uuid.UUID | None:
        return uuid.UUID(self.identity.subject) if self.identity.kind == "user" else None

    @property
    def system(self) -> str:
        return self.identity.subject if self.identity.kind == "system" else ""

    @property
    def on_behalf_id(self) -> uuid.UUID | None:
        return self.identity.on_behalf


_current: ContextVar[Acting | None] = ContextVar("encircle_acting", default=None)


def padded_keys(key: bytes) -> tuple[bytes, bytes]:
    """The inner and outer padded keys of HMAC-SHA256, as the database stores them."""
    block = key.ljust(BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


def key_id(key: bytes) -> str:
    return hashlib.sha256(b"encircle identity key" + key).hexdigest()[:12]


def identity_key() -> bytes:
    return bytes.fromhex(settings.IDENTITY_KEY)


def sign(identity: Identity, *, after: Acting | None = None) -> Acting:
    """Sign the present transaction; `after` is whoever it was signed for so far, and spares asking when it began.

    Raises TransactionManagementError outside a transaction: a token needs one. One of another transaction given as
    `after` makes a token that this transaction refuses.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An identity is signed inside a transaction.")
    with connection.cursor() as cursor:
        moment, at = (after.moment, after.at) if after else _asked(cursor)
        nonce = new_id()
        acting = Acting(identity, nonce, at, _token(identity, *moment, nonce), moment)
        _set(cursor, acting)
    return acting


def _asked(cursor: Any) -> tuple[tuple[int, int], datetime]:
    cursor.execute(
        "SELECT (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint, pg_backend_pid(), encircle.now()"
    )
    started, pid, at = cursor.fetchone()
    return (started, pid), at


def _token(identity: Identity, started: int, pid: int, nonce: uuid.UUID) -> str:
    key = identity_key()
    claims = "|".join(
        (
            key_id(key),
            identity.kind,
            identity.subject,
            str(identity.on_behalf or ""),
            str(started),
            str(pid),
            str(nonce),
        )
    )
    return f"{claims}|{hmac.new(key, claims.encode(), hashlib.sha256).hexdigest()}"


def _set(cursor: Any, acting: Acting | None) -> None:
    cursor.execute("SELECT set_config('encircle.identity', %s, true)", [acting.token if acting else ""])
    _current.set(acting)


def current() -> Acting | None:
    """Whom the present transaction acts for. Rooms are handed their actor; this is for libraries that cannot be."""
    return _current.get() if connection.in_atomic_block else None


@contextmanager
def acting_as(identity: Identity) -> Iterator[Acting]:
    """A transaction of its own under `identity`; ends with the transaction."""
    try:
        with transaction.atomic(durable=True):
            yield sign(identity)
    finally:
        _current.set(None)


@contextmanager
def switched(identity: Identity) -> Iterator[Acting]:
    """Another identity for a few statements of the same transaction; afterwards the one before, receipts and all.

    Outside a transaction (a management command, a library's own call) it opens one.
    """
    if not connection.in_atomic_block:
        with acting_as(identity) as acting:
            yield acting
        return
    before = _current.get()
    acting = sign(identity, after=before)
    try:
        yield acting
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                _set(cursor, before)
        else:
            _current.set(before)
