"""Keys inside keys: a document is locked with a key of its own, that with its person's, that with the charity's.

AES-256-GCM throughout. Each lock is bound to what it belongs to (the person, the document), so nothing that is carried
to another row opens there. The charity's key is FILE_KEY; former ones in OLD_FILE_KEYS still open.
"""

import hashlib
import os
from functools import cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = b"\x01"
NONCE = 12
KEY = 32


class Unreadable(ValueError):
    """Locked with a key that is gone, for somebody else, as something else, or tampered with."""


def new_key() -> bytes:
    return os.urandom(KEY)


def lock(key: bytes, plain: bytes, *, bound_to: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, VERSION + bound_to)


def unlock(key: bytes, locked: bytes, *, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(locked[1 : 1 + NONCE], locked[1 + NONCE :], locked[:1] + bound_to)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("It does not open with this key, in this place.") from error


def of_person(subject_id: UUID) -> bytes:
    return b"encircle person" + subject_id.bytes


def key_of_document(subject_id: UUID, document_id: UUID) -> bytes:
    return b"encircle document key" + subject_id.bytes + document_id.bytes


def bytes_of_document(subject_id: UUID, document_id: UUID) -> bytes:
    return b"encircle document" + subject_id.bytes + document_id.bytes


def wrap_person_key(key: bytes, subject_id: UUID) -> tuple[str, bytes]:
    """The name of the charity's key, and the person's key locked with it."""
    return name_of(settings.FILE_KEY), lock(bytes.fromhex(settings.FILE_KEY), key, bound_to=of_person(subject_id))


def unwrap_person_key(name: str, wrapped: bytes, subject_id: UUID) -> bytes:
    master = next((key for key in _masters() if name_of(key) == name), None)
    if master is None:
        raise Unreadable("The charity's key is not known.")
    return unlock(bytes.fromhex(master), wrapped, bound_to=of_person(subject_id))


def present_name() -> str:
    return name_of(settings.FILE_KEY)


def _masters() -> list[str]:
    return [settings.FILE_KEY, *settings.OLD_FILE_KEYS]


@cache
def name_of(master: str) -> str:
    return hashlib.sha256(b"encircle file key" + bytes.fromhex(master)).hexdigest()[:12]
