"""Telling agencies of a concern about someone who works here: a safeguarding lead who is nothing else sees nothing of
the Circle, so the database gives her what telling needs, for the concerns she handles and no others."""

from encircle.foundations.access.policies import Definer

WALLED_SQL = [
    """
    -- Walled concerns that the acting person handles as safeguarding lead.
    CREATE OR REPLACE FUNCTION encircle.handled_concerns() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        IF NOT (SELECT encircle.holds('safeguarding_lead')) THEN RETURN '{}'; END IF;
        RETURN (
            SELECT coalesce(array_agg(c.id), '{}') FROM public.risk_concern c
            WHERE c.walled AND c.about_user_id IS DISTINCT FROM (SELECT encircle.actor())
        );
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.handled_releases() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        IF NOT (SELECT encircle.holds('safeguarding_lead')) THEN RETURN '{}'; END IF;
        RETURN (
            SELECT coalesce(array_agg(r.id), '{}') FROM public.sharing_release r
            WHERE r.concern_id = ANY ((SELECT encircle.handled_concerns())::uuid[])
        );
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.handled_grounds() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        IF NOT (SELECT encircle.holds('safeguarding_lead')) THEN RETURN '{}'; END IF;
        RETURN (
            SELECT coalesce(array_agg(g.id), '{}') FROM public.sharing_otherground g
            WHERE g.concern_id = ANY ((SELECT encircle.handled_concerns())::uuid[])
        );
    END
    $$;
    """,
    """
    -- Whom a walled concern can be told to: the outer circle of the Circle it is about, for its handlers alone.
    CREATE OR REPLACE FUNCTION encircle.whom_to_tell(concern uuid)
    RETURNS TABLE (circle_id uuid, reference text, core_member_id uuid, seat_id uuid, professional_id uuid,
                   "position" text, starts_at timestamptz, ends_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT i.id, i.reference::text, (
                SELECT m.core_member_id FROM public.circles_seat m
                WHERE m.circle_id = i.id AND m.part = 'core_member'
                ORDER BY m.starts_at <= (SELECT encircle.now()) DESC,
                    abs(extract(epoch FROM m.starts_at - (SELECT encircle.now()))) LIMIT 1
            ), s.id, s.professional_id, s.position::text, s.starts_at, s.ends_at
            FROM public.risk_concern c
            JOIN public.circles_circle i ON i.id = c.circle_id
            JOIN public.circles_seat s ON s.circle_id = i.id AND s.part = 'outer_circle'
            WHERE c.id = concern AND c.walled AND c.about_user_id IS DISTINCT FROM (SELECT encircle.actor())
              AND (SELECT encircle.holds('safeguarding_lead', 'senior_coordinator', 'operations_manager'))
              AND s.starts_at <= (SELECT encircle.now()) AND (s.ends_at IS NULL OR s.ends_at > (SELECT encircle.now()))
            ORDER BY s.starts_at, s.display_name, s.id;
    END
    $$;
    """,
]

WALLED_DEFINERS = [
    Definer("encircle.handled_concerns()", "encircle_scope"),
    Definer("encircle.handled_releases()", "encircle_scope"),
    Definer("encircle.handled_grounds()", "encircle_scope"),
    Definer("encircle.whom_to_tell(uuid)", "encircle_scope"),
]
