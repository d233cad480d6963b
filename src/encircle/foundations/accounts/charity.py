"""What accounts need to know of the charity. Foundations know no room, so these tables are asked by name, here only."""

from datetime import datetime
from uuid import UUID

from django.db import connection

USUAL_IDLE_MINUTES = 15

_IDLE = """
SELECT CASE WHEN EXISTS (
           SELECT FROM access_appointment
           WHERE user_id = %s AND starts_at <= %s AND (ends_at IS NULL OR ends_at > %s)
       ) THEN staff_idle_minutes ELSE volunteer_idle_minutes END
FROM organisation_charity
"""
_MANAGERS = """
SELECT DISTINCT a.user_id FROM access_appointment a JOIN accounts_user u ON u.id = a.user_id
WHERE a.role = 'operations_manager' AND a.starts_at <= %s AND (a.ends_at IS NULL OR a.ends_at > %s)
  AND u.suspended_at IS NULL
"""


def idle_minutes_for(user_id: UUID, at: datetime) -> int:
    """Staff hold an appointment; volunteers and professionals do not."""
    with connection.cursor() as cursor:
        cursor.execute(_IDLE, [user_id, at, at])
        row = cursor.fetchone()
    return int(row[0]) if row else USUAL_IDLE_MINUTES


def managers(at: datetime) -> list[UUID]:
    """Who is told when the way somebody signs in was reset."""
    with connection.cursor() as cursor:
        cursor.execute(_MANAGERS, [at, at])
        return [user_id for (user_id,) in cursor.fetchall()]


def charity_name() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM organisation_charity")
        row = cursor.fetchone()
    return str(row[0]) if row else ""
