"""Who is not there to be put in a Circle: at rest on the day, away without an end, or with a last day noted.

Being away is kept by the room that looks after volunteers, which stands above this one; its table is asked by name,
here only, and under the row policies of whoever asks.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection

_AWAY = """
    SELECT DISTINCT volunteer_id FROM support_away
    WHERE volunteer_id = ANY (%(who)s::uuid[]) AND (back_on IS NULL OR back_on > %(day)s)
      AND (until >= %(day)s AND starts_on <= %(day)s OR until IS NULL)
    UNION
    SELECT id FROM volunteers_volunteer WHERE id = ANY (%(who)s::uuid[]) AND left_on IS NOT NULL
"""


def absent(volunteers: Sequence[UUID], day: date) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_AWAY, {"who": list(volunteers), "day": day})
        return {volunteer for (volunteer,) in cursor.fetchall()}
