"""Who must not sit in a Circle with whom: as pairs and nothing else, held where a proposal or a seat is written.

Two sources: what staff noted, and the conflicts the database finds in referrals, of which only a few may know. The
pairs say neither which of the two it is nor why.
"""

_NOTED = """
    SELECT x.volunteer_id, x.core_member_id FROM public.forming_exclusion x
    WHERE NOT EXISTS (SELECT FROM public.forming_exclusionended e WHERE e.exclusion_id = x.id)
"""
# Not yet looked into, the same person, or handled in another way: all but "not the same person".
_CONFLICTS = """
    SELECT v.id, f.subject_id FROM public.suitability_resemblance r
    JOIN public.referrals_referral f ON f.id = r.referral_id
    JOIN public.volunteers_volunteer v ON v.id = r.other_id OR v.user_id = r.other_user_id
    WHERE r.walled AND 'different' IS DISTINCT FROM (
        SELECT s.outcome FROM public.suitability_settlement s WHERE s.resemblance_id = r.id ORDER BY s.at DESC LIMIT 1)
"""

PAIRS = f"{_NOTED} UNION {_CONFLICTS}"  # of everybody, for the owner alone

FORMING_SQL = [
    f"""
    CREATE OR REPLACE FUNCTION encircle.not_possible(wanted uuid[])
    RETURNS TABLE (volunteer_id uuid, core_member_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY SELECT p.volunteer_id, p.core_member_id
        FROM ({PAIRS}) AS p (volunteer_id, core_member_id)
        JOIN public.people_coremember c ON c.id = p.core_member_id
        WHERE p.core_member_id = ANY (wanted)
          AND ((SELECT encircle.all_areas()) OR c.area_id = ANY ((SELECT encircle.staff_areas())::uuid[]));
    END
    $$;
    """,
    f"""
    CREATE OR REPLACE FUNCTION encircle.is_not_possible(volunteer uuid, core_member uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        IF pg_trigger_depth() = 0 THEN RETURN NULL; END IF;  -- a gate, and no answer about anybody
        RETURN EXISTS (SELECT FROM ({PAIRS}) AS p (volunteer_id, core_member_id)
                       WHERE p.volunteer_id = volunteer AND p.core_member_id = core_member);
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.seat_is_possible() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF encircle.is_not_possible(NEW.volunteer_id, NEW.core_member_id) THEN
            RAISE EXCEPTION 'These two are never proposed for one Circle'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'forming_seat_is_possible';
        END IF;
        RETURN NULL;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS seat_is_possible ON public.forming_proposalseat",
    # After the row policies have said who may propose at all.
    """CREATE TRIGGER seat_is_possible AFTER INSERT ON public.forming_proposalseat
       FOR EACH ROW EXECUTE FUNCTION encircle.seat_is_possible()""",
    f"""
    -- Whether a seat would bring two together who must never meet, from now on: who sat there before counts no more.
    CREATE OR REPLACE FUNCTION encircle.would_meet(
        wanted_volunteer uuid, wanted_core_member uuid, of_circle uuid, starts timestamptz, ends timestamptz
    ) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        since timestamptz := greatest(starts, (SELECT encircle.now()));
        volunteers uuid[] := ARRAY[wanted_volunteer];
        core_members uuid[] := ARRAY[wanted_core_member];
        beside uuid[];
    BEGIN
        IF pg_trigger_depth() = 0 THEN RETURN NULL; END IF;  -- a gate, and no answer about anybody
        SELECT array_agg(CASE WHEN wanted_volunteer IS NULL THEN s.volunteer_id ELSE s.core_member_id END) INTO beside
        FROM public.circles_seat s
        WHERE s.circle_id = of_circle AND (s.ends_at IS NULL OR s.ends_at > since)
          AND (ends IS NULL OR s.starts_at < ends);
        IF wanted_volunteer IS NULL THEN volunteers := beside; ELSE core_members := beside; END IF;
        RETURN EXISTS (SELECT FROM ({PAIRS}) AS p (volunteer_id, core_member_id)
                       WHERE p.volunteer_id = ANY (volunteers) AND p.core_member_id = ANY (core_members));
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.who_may_meet() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF coalesce(NEW.volunteer_id, NEW.core_member_id) IS NULL
           OR NEW.ends_at IS NOT NULL AND NEW.ends_at <= (SELECT encircle.now()) THEN RETURN NULL; END IF;
        -- What is noted about somebody who sits there ends no seat, and stands in the way of no ending.
        IF TG_OP = 'UPDATE' AND NEW.volunteer_id IS NOT DISTINCT FROM OLD.volunteer_id
           AND NEW.core_member_id IS NOT DISTINCT FROM OLD.core_member_id AND NEW.circle_id = OLD.circle_id
           AND NEW.starts_at >= OLD.starts_at
           AND (OLD.ends_at IS NULL OR NEW.ends_at IS NOT NULL AND NEW.ends_at <= OLD.ends_at) THEN RETURN NULL; END IF;
        IF encircle.would_meet(NEW.volunteer_id, NEW.core_member_id, NEW.circle_id, NEW.starts_at, NEW.ends_at) THEN
            RAISE EXCEPTION 'These two never sit in one Circle'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'circles_seat_apart';
        END IF;
        RETURN NULL;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS who_may_meet ON public.circles_seat",
    # After the row policies have said who may give a seat at all.
    """CREATE TRIGGER who_may_meet
       AFTER INSERT OR UPDATE OF volunteer_id, core_member_id, circle_id, starts_at, ends_at
       ON public.circles_seat FOR EACH ROW EXECUTE FUNCTION encircle.who_may_meet()""",
]
