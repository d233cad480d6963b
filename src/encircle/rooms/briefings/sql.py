"""What the database knows of briefings by itself: which pack is open now for whom, and whether a Circle may start."""

from encircle.rooms.circles.sql_scope import IN_PERIOD

BRIEFINGS_SQL = [
    f"""
    -- Seats in which the acting person is a volunteer now.
    CREATE OR REPLACE FUNCTION encircle.own_volunteer_seats() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(s.id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.circles_seat s ON s.volunteer_id = v.id
        WHERE v.user_id = (SELECT encircle.actor()) AND {IN_PERIOD}
        );
    END
    $$;
    """,
    """
    -- Briefings to which the acting professional is invited, and agreements they are asked to sign.
    CREATE OR REPLACE FUNCTION encircle.invited_briefings() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT i.briefing_id), '{}') FROM public.briefings_briefinginvitation i
        WHERE i.seat_id = ANY ((SELECT encircle.outer_seats())::uuid[])
        );
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.asked_agreements() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT a.agreement_id), '{}') FROM public.briefings_agreementasked a
        WHERE a.seat_id = ANY ((SELECT encircle.outer_seats())::uuid[])
        );
    END
    $$;
    """,
    f"""
    -- The newest version of each pack that is open at this instant for a seat the acting person holds as a volunteer.
    CREATE OR REPLACE FUNCTION encircle.open_packs() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT p.id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.circles_seat s ON s.volunteer_id = v.id
        JOIN public.briefings_packopening o ON o.circle_id = s.circle_id AND (o.seat_id IS NULL OR o.seat_id = s.id)
        JOIN public.briefings_packversion p ON p.briefing_id = o.briefing_id
        WHERE v.user_id = (SELECT encircle.actor()) AND {IN_PERIOD}
          AND o.opens_at <= (SELECT encircle.now()) AND o.closes_at > (SELECT encircle.now())
          AND NOT EXISTS (SELECT FROM public.briefings_packversion newer
                          WHERE newer.briefing_id = p.briefing_id AND newer.number > p.number)
        );
    END
    $$;
    """,
    """
    -- Documents with a page in such a pack, whose agency lets volunteers read it and has not taken that back.
    CREATE OR REPLACE FUNCTION encircle.pack_documents() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT g.document_id), '{}') FROM public.briefings_packpage g
        JOIN public.people_onwardpermission p ON p.document_id = g.document_id
        WHERE g.version_id = ANY ((SELECT encircle.open_packs())::uuid[])
          AND NOT EXISTS (SELECT FROM public.people_onwardwithdrawal w WHERE w.permission_id = p.id)
        );
    END
    $$;
    """,
    """
    -- Whether a Circle may be in another phase than forming: it was before, its briefing was held, or somebody with
    -- the right said why it may start without one.
    CREATE OR REPLACE FUNCTION encircle.may_start(wanted uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.circles_phase p WHERE p.circle_id = wanted AND p.name <> 'forming')
            OR EXISTS (SELECT FROM public.briefings_briefingheld h WHERE h.circle_id = wanted)
            OR EXISTS (SELECT FROM public.briefings_startexception e WHERE e.circle_id = wanted);
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.start_gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.name <> 'forming' AND NOT encircle.may_start(NEW.circle_id) THEN
            RAISE EXCEPTION 'A Circle cannot start before its briefing was held'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'briefings_start_gate';
        END IF;
        RETURN NEW;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS start_gate ON public.circles_phase",
    """CREATE TRIGGER start_gate BEFORE INSERT OR UPDATE OF name, circle_id ON public.circles_phase
       FOR EACH ROW EXECUTE FUNCTION encircle.start_gate()""",
]
