"""What is encrypted at rest: factors, session contents, held forms. AES-256-GCM, one key for each purpose.

A sealed value begins with the name of its key, so keys can rotate: put the new one in FIELD_KEY and the former ones
in OLD_FIELD_KEYS; what is written from then on uses the new one, what was written before still opens.
"""

import base64
import hashlib
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_NAME = 6  # bytes
NONCE = 12


class Unreadable(ValueError):
    """Not sealed by us, for another purpose or place, with a key that is gone, or tampered with."""


def seal(plain: bytes, *, purpose: str, place: str = "") -> bytes:
    """Encrypt for one purpose and one place (the row it belongs to): it opens nowhere else."""
    key, nonce = _key(settings.FIELD_KEY, purpose), os.urandom(NONCE)
    return _name(settings.FIELD_KEY) + nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(sealed: bytes, *, purpose: str, place: str = "") -> bytes:
    name, nonce, body = sealed[:KEY_NAME], sealed[KEY_NAME : KEY_NAME + NONCE], sealed[KEY_NAME + NONCE :]
    master = next((key for key in _masters() if _name(key) == name), None)
    if master is None:
        raise Unreadable("The key is not known.")
    try:
        return AESGCM(_key(master, purpose)).decrypt(nonce, body, place.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable("It was not sealed for this.") from error


def seal_text(plain: str, *, purpose: str) -> str:
    return base64.urlsafe_b64encode(seal(plain.encode(), purpose=purpose)).decode()


def unseal_text(sealed: str, *, purpose: str) -> str:
    return unseal(base64.urlsafe_b64decode(sealed), purpose=purpose).decode()


def is_of_former_key(sealed: bytes) -> bool:
    """Whether it opens only for as long as a former key is kept."""
    return sealed[:KEY_NAME] != _name(settings.FIELD_KEY)


def blind(value: str, *, purpose: str) -> str:
    """The same value always gives the same 64 digits, from which nobody without the key can find it again."""
    return _blind(settings.FIELD_KEY, value, purpose)


def blinds(value: str, *, purpose: str) -> list[str]:
    """What `blind` gives now and gave under the former keys: for looking up what was kept for longer than a key."""
    return [_blind(master, value, purpose) for master in _masters()]


def _blind(master: str, value: str, purpose: str) -> str:
    return hmac.new(_key(master, f"blind {purpose}"), value.encode(), hashlib.sha256).hexdigest()


def _masters() -> list[str]:
    return [settings.FIELD_KEY, *getattr(settings, "OLD_FIELD_KEYS", [])]


@cache
def _name(master: str) -> bytes:
    return hashlib.sha256(b"encircle field key" + bytes.fromhex(master)).digest()[:KEY_NAME]


@cache
def _key(master: str, purpose: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"encircle {purpose}".encode())
    return derived.derive(bytes.fromhex(master))
