"""Where the locked bytes lie: Django's storage `documents`. Names are random; nothing is ever written over."""

from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

NAME = "documents"


class BytesGone(LookupError):
    """The database knows the document and the storage does not: restore both from the same backup."""


def put(place: UUID, locked: bytes) -> None:
    _storage().save(_path(place), ContentFile(locked))


def get(place: UUID) -> bytes:
    try:
        with _storage().open(_path(place)) as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise BytesGone(str(place)) from error
    return content


def remove(place: UUID) -> None:
    _storage().delete(_path(place))


def _storage() -> Storage:
    return storages[NAME]


def _path(place: UUID) -> str:
    return f"{place.hex[:2]}/{place.hex}"
