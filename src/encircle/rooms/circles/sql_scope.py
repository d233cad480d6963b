"""What a seat lets a person see, worked out once a statement by functions of encircle_scope."""

from encircle.rooms.volunteers.row_policies import PRESENT

IN_PERIOD = "s.starts_at <= (SELECT encircle.now()) AND (s.ends_at IS NULL OR s.ends_at > (SELECT encircle.now()))"

SCOPE_SQL = [
    f"""
    -- Circles in which the acting person is a volunteer now.
    CREATE OR REPLACE FUNCTION encircle.volunteer_circles() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT s.circle_id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.circles_seat s ON s.volunteer_id = v.id
        WHERE v.user_id = (SELECT encircle.actor()) AND {IN_PERIOD}
        );
    END
    $$;
    """,
    f"""
    -- Outer-circle seats the acting person holds now, while their place at the agency lasts.
    CREATE OR REPLACE FUNCTION encircle.outer_seats() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(s.id), '{{}}') FROM public.partners_professional p
        JOIN public.circles_seat s ON s.professional_id = p.id
        WHERE p.user_id = (SELECT encircle.actor()) AND {IN_PERIOD}
          AND p.starts_at <= (SELECT encircle.now()) AND (p.ends_at IS NULL OR p.ends_at > (SELECT encircle.now()))
        );
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.own_agencies() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(p.agency_id), '{}') FROM public.partners_professional p
        WHERE p.user_id = (SELECT encircle.actor())
        );
    END
    $$;
    """,
    """
    -- Core members of the one record opened by break-glass.
    CREATE OR REPLACE FUNCTION encircle.glass_core_members() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(s.core_member_id), '{}') FROM public.circles_seat s
        WHERE s.circle_id = ANY ((SELECT encircle.glass_circles())::uuid[]) AND s.core_member_id IS NOT NULL
        );
    END
    $$;
    """,
    f"""
    -- Everything the acting person holds now, in one read: appointments and seats.
    CREATE OR REPLACE FUNCTION encircle.standing()
    RETURNS TABLE (kind text, name text, area_id uuid, circle_id uuid, seat_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT 'role', a.role::text, a.area_id, NULL::uuid, NULL::uuid FROM public.access_appointment a
        WHERE a.user_id = (SELECT encircle.actor())
          AND a.starts_at <= (SELECT encircle.now()) AND (a.ends_at IS NULL OR a.ends_at > (SELECT encircle.now()))
        UNION ALL
        SELECT 'seat', 'volunteer', s.area_id, s.circle_id, s.id FROM public.volunteers_volunteer v
        JOIN public.circles_seat s ON s.volunteer_id = v.id
        WHERE v.user_id = (SELECT encircle.actor()) AND {IN_PERIOD}
        UNION ALL
        SELECT 'seat', 'outer_circle', NULL::uuid, NULL::uuid, s.id FROM public.circles_seat s
        WHERE s.id = ANY ((SELECT encircle.outer_seats())::uuid[])
        UNION ALL
        SELECT 'person', CASE WHEN v.joined_on IS NULL THEN 'applicant' ELSE 'volunteer' END,
               NULL::uuid, NULL::uuid, v.id FROM public.volunteers_volunteer v
        WHERE v.user_id = (SELECT encircle.actor()) AND {PRESENT}
        UNION ALL
        SELECT 'person', 'professional', NULL::uuid, NULL::uuid, p.id FROM public.partners_professional p
        WHERE p.user_id = (SELECT encircle.actor());
    END
    $$;
    """,
    """
    -- Names to show beside rows the asker already sees. Staff names are no secret inside; a volunteer's given name is
    -- shown to staff and to those in the same Circle, never to a professional.
    CREATE OR REPLACE FUNCTION encircle.display_names(ids uuid[]) RETURNS TABLE (id uuid, name text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT u.id, u.name::text FROM public.accounts_user u
        WHERE u.id = ANY (ids) AND (SELECT encircle.actor()) IS NOT NULL AND (
            u.id = (SELECT encircle.actor())
            OR EXISTS (SELECT FROM public.access_appointment a WHERE a.user_id = u.id)
            OR (SELECT encircle.holds('coordinator', 'senior_coordinator', 'operations_manager', 'safeguarding_lead',
                                      'administrator', 'data_protection_lead'))
            OR EXISTS (
                SELECT FROM public.volunteers_volunteer v JOIN public.circles_seat s ON s.volunteer_id = v.id
                WHERE v.user_id = u.id AND s.circle_id = ANY ((SELECT encircle.volunteer_circles())::uuid[])
            )
        );
    END
    $$;
    """,
    """
    -- The Circle behind an exact reference, for someone who may break glass, at most ten tries an hour; each try is a
    -- line of the trace whether or not there is such a Circle.
    CREATE OR REPLACE FUNCTION encircle.circle_to_break_open(wanted text) RETURNS uuid
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        who uuid := encircle.actor();
    BEGIN
        IF who IS NULL OR NOT encircle.holds('coordinator', 'senior_coordinator', 'operations_manager') THEN
            RETURN NULL;
        END IF;
        IF (SELECT count(*) FROM public.audit_entry e WHERE e.actor_id = who AND e.verb = 'searched'
            AND e.item_type = 'access.breakglass' AND e.at > (SELECT encircle.now()) - interval '1 hour') >= 10 THEN
            RETURN NULL;
        END IF;
        INSERT INTO public.audit_entry (at, actor_id, system, nonce, verb, item_type, fields, detail)
        VALUES (encircle.now(), who, '', encircle.nonce(), 'searched', 'access.breakglass', '{}', '');
        RETURN (SELECT c.id FROM public.circles_circle c WHERE c.reference = upper(trim(wanted)));
    END
    $$;
    """,
]
