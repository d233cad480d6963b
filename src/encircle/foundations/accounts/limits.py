"""How long a session lasts: after the last input, and at most."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

ABSOLUTE = timedelta(hours=8)
SIGNING_IN = timedelta(hours=1)  # how long a half-finished sign-in is remembered
# Last input is written down at most this often, and a session is given as much beyond its limit.
GRAIN = timedelta(seconds=30)
USUAL_IDLE_MINUTES = 15
KNOWN_AFTERWARDS = timedelta(hours=24)  # how long an expired session can still say whose it was

# Foundations know no room; these two tables are asked by name, here only.
_IDLE = """
SELECT CASE WHEN EXISTS (
           SELECT FROM access_appointment
           WHERE user_id = %s AND starts_at <= %s AND (ends_at IS NULL OR ends_at > %s)
       ) THEN staff_idle_minutes ELSE volunteer_idle_minutes END
FROM organisation_charity
"""


def idle_minutes_for(user_id: UUID, at: datetime) -> int:
    """Staff hold an appointment; volunteers and professionals do not."""
    with connection.cursor() as cursor:
        cursor.execute(_IDLE, [user_id, at, at])
        row = cursor.fetchone()
    return int(row[0]) if row else USUAL_IDLE_MINUTES
