"""What an application may ask of convictions, by the recorded decision on what the role is eligible for.

The decision is kept by the room of checks, which stands above this one; it is asked by name, here only.
"""

from collections.abc import Mapping
from datetime import date

from django.db import connection

from encircle.rooms.referrals.sections import Section

from .application import sections_asked


def asks_not_protected(day: date) -> bool:
    """Also for what is spent and not protected: where every kind of Circle that is decided on is eligible for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.asks_not_protected(%s)", [day])
        (found,) = cursor.fetchone()
    return bool(found)


def sections_on(day: date) -> Mapping[str, Section]:
    return sections_asked(asks_not_protected=asks_not_protected(day))
