"""What the clock may know of those who hold a place in a Circle, to ask them how a meeting left them."""

from encircle.rooms.circles.sql_scope import IN_PERIOD
from encircle.rooms.volunteers.row_policies import PRESENT

_AWAY = """
            SELECT FROM public.support_away a WHERE a.volunteer_id = s.volunteer_id AND EXISTS (
                SELECT FROM (VALUES (m.starts_at), (encircle.now())) AS moment (at),
                LATERAL (SELECT (moment.at AT TIME ZONE 'Europe/London')::date AS day) AS london
                WHERE a.starts_on <= london.day AND (a.until IS NULL OR a.until >= london.day)
                  AND (a.back_on IS NULL OR a.back_on > london.day))"""

ASKED_SQL = f"""
    -- Who holds a place in the Circle of this meeting now, held it then and can sign in; yes or no, for the clock alone.
    CREATE OR REPLACE FUNCTION encircle.at_meeting(wanted uuid) RETURNS TABLE (
        volunteer_id uuid, user_id uuid, noted_present boolean, said_cannot_come boolean, is_away boolean,
        has_said boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT DISTINCT ON (v.id) v.id, u.id,
            (SELECT p.presence = 'present' FROM public.meetings_attendance p
             WHERE p.meeting_id = m.id AND p.seat_id = s.id),
            EXISTS (SELECT FROM public.support_absence b
                    WHERE b.meeting_id = m.id AND b.seat_id = s.id AND b.withdrawn_at IS NULL),
            EXISTS ({_AWAY}),
            EXISTS (SELECT FROM public.support_check c WHERE c.meeting_id = m.id AND c.volunteer_id = v.id)
        FROM public.meetings_meeting m
        JOIN public.circles_seat s ON s.circle_id = m.circle_id AND s.sees_from <= m.starts_at AND {IN_PERIOD}
        JOIN public.volunteers_volunteer v ON v.id = s.volunteer_id AND {PRESENT}
        JOIN public.accounts_user u ON u.id = v.user_id AND u.suspended_at IS NULL
        WHERE m.id = wanted AND m.cancelled_at IS NULL AND (SELECT encircle.system()) = 'escalator'
        ORDER BY v.id, s.starts_at DESC
    $$;
    """
