"""Identifiers: random, made by the application, so that no number can be guessed or counted."""

import secrets
import uuid

REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letters or digits that are misread aloud


def new_id() -> uuid.UUID:
    return uuid.uuid4()


def new_reference(prefix: str) -> str:
    """A reference to read over the telephone, such as `C-7KQ2MX`: 30 to the power 6 possibilities."""
    return f"{prefix}-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(6))
