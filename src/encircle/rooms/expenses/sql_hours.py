"""Hours, as the database adds them up: never copied, always from what was recorded of meetings, training, supervision
and what was noted. A definer's functions, because a volunteer keeps their hours of a Circle whose records they no
longer see."""

from encircle.rooms.volunteers.row_policies import PRESENT

# What counts of one volunteer or of everybody. A meeting counts the time its minutes give the volunteer, else as long
# as it was held, else as long as it was planned.
_GIVEN = """
    SELECT s.volunteer_id AS volunteer_id, 'meeting'::text AS source, NULL::uuid AS item_id,
           (m.starts_at AT TIME ZONE 'Europe/London')::date AS day,
           coalesce(a.minutes_given, extract(epoch FROM coalesce(m.held_until - m.held_from, m.ends_at - m.starts_at))
                    / 60)::int AS minutes, ''::text AS kind
    FROM public.circles_seat s
    JOIN public.meetings_attendance a ON a.seat_id = s.id AND a.presence = 'present'
    JOIN public.meetings_meeting m ON m.id = a.meeting_id AND m.cancelled_at IS NULL
    WHERE s.volunteer_id {who}
    UNION ALL
    SELECT s.volunteer_id, 'travel', NULL, (m.starts_at AT TIME ZONE 'Europe/London')::date, a.travel_minutes::int, ''
    FROM public.circles_seat s
    JOIN public.meetings_attendance a ON a.seat_id = s.id AND a.presence = 'present' AND a.travel_minutes > 0
    JOIN public.meetings_meeting m ON m.id = a.meeting_id AND m.cancelled_at IS NULL
    WHERE s.volunteer_id {who}
    UNION ALL
    SELECT n.volunteer_id, 'course', NULL, p.on, (extract(epoch FROM p.ends - p.starts) / 60)::int, ''
    FROM (SELECT DISTINCT ON (t.part_id, t.volunteer_id) t.part_id, t.volunteer_id, t.came
          FROM public.training_attendance t WHERE t.volunteer_id {who}
          ORDER BY t.part_id, t.volunteer_id, t.at DESC, t.id DESC) n
    JOIN public.training_eventpart p ON p.id = n.part_id
    JOIN public.training_event e ON e.id = p.event_id AND e.cancelled_at IS NULL
    WHERE n.came
    UNION ALL
    SELECT p.volunteer_id, 'supervision', NULL, (s.starts_at AT TIME ZONE 'Europe/London')::date,
           coalesce((SELECT t.supervision_minutes FROM public.expenses_terms t
            WHERE t.starts_on <= (s.starts_at AT TIME ZONE 'Europe/London')::date
            ORDER BY t.starts_on DESC LIMIT 1), 0)::int, ''
    FROM public.support_supervisionplace p
    JOIN public.support_supervision s ON s.id = p.supervision_id AND s.cancelled_at IS NULL
    WHERE p.presence = 'came' AND p.volunteer_id {who}
    UNION ALL
    SELECT h.volunteer_id, 'noted', h.id, h.on, h.minutes::int, h.kind
    FROM public.expenses_otherhours h
    WHERE h.volunteer_id {who}
      AND NOT EXISTS (SELECT FROM public.expenses_hourstakenback b WHERE b.hours_id = h.id)
"""

SQL = [
    f"""
    -- The hours of one volunteer: for themselves and the staff of their area. Never which Circle.
    CREATE OR REPLACE FUNCTION encircle.hours_of(whose uuid, since date, until date)
    RETURNS TABLE (source text, item_id uuid, day date, minutes int, kind text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        IF NOT EXISTS (
            SELECT FROM public.volunteers_volunteer v WHERE v.id = whose AND (
                v.user_id = (SELECT encircle.actor()) AND {PRESENT} OR (SELECT encircle.all_areas())
                OR v.area_id = ANY ((SELECT encircle.staff_areas())::uuid[]))
        ) THEN
            RETURN;
        END IF;
        RETURN QUERY
            SELECT g.source, g.item_id, g.day, g.minutes, g.kind FROM ({_GIVEN.format(who="= whose")}) g
            WHERE g.day >= since AND g.day <= until ORDER BY g.day DESC, g.source;
    END
    $$;
    """,
    f"""
    -- For the operations manager: hours of a period by area and month, and how many volunteers gave them.
    CREATE OR REPLACE FUNCTION encircle.hours_by_area(since date, until date, span text)
    RETURNS TABLE (area_id uuid, starts_on date, minutes bigint, volunteers bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        IF NOT (SELECT encircle.holds('operations_manager')) THEN
            RETURN;
        END IF;
        RETURN QUERY
            SELECT v.area_id, date_trunc(span, g.day)::date, sum(g.minutes), count(DISTINCT g.volunteer_id)
            FROM ({_GIVEN.format(who="IN (SELECT w.id FROM public.volunteers_volunteer w)")}) g
            JOIN public.volunteers_volunteer v ON v.id = g.volunteer_id
            WHERE g.day >= since AND g.day <= until GROUP BY 1, 2;
    END
    $$;
    """,
]
