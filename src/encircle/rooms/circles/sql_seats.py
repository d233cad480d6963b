"""Nobody sits in a Circle as a volunteer before they are accepted and ready for it: held for tasks and SQL too.

What is lacking later ends no seat: the gate is asked when a seat is given, or is to last longer than it did.
"""

SEATS_SQL = [
    """
    CREATE OR REPLACE FUNCTION encircle.is_accepted(wanted uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.volunteers_volunteer v WHERE v.id = wanted AND v.joined_on IS NOT NULL);
    END
    $$;
    """,
    """
    -- On the day the seat begins, or today where it began before. Who has left prison is met outside.
    CREATE OR REPLACE FUNCTION encircle.is_ready_for_seat(wanted uuid, of_circle uuid, starts timestamptz)
    RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        kind_of_circle text;
        prison uuid;
        day date := (greatest(starts, (SELECT encircle.now())) AT TIME ZONE 'Europe/London')::date;
    BEGIN
        IF pg_trigger_depth() = 0 THEN RETURN NULL; END IF;  -- a gate, and no answer about anybody
        SELECT c.kind INTO kind_of_circle FROM public.circles_circle c WHERE c.id = of_circle;
        -- Of a Circle kept before prisons were named none is known: a clearance by any counts.
        SELECT e.prison_id INTO prison FROM public.circles_establishment e
        WHERE e.circle_id = of_circle ORDER BY e.recorded_at DESC, e.id DESC LIMIT 1;
        RETURN NOT EXISTS (
            SELECT FROM encircle.readiness_facts(ARRAY[wanted], kind_of_circle, day, prison) f
            WHERE NOT f.is_met AND f.excepted_until IS NULL
              AND NOT (f.condition = 'prison' AND EXISTS (
                SELECT FROM public.circles_phase p WHERE p.circle_id = of_circle AND p.name NOT IN ('forming', 'prison')
                  AND p.starts_at <= (SELECT encircle.now())
                  AND (p.ends_at IS NULL OR p.ends_at > (SELECT encircle.now()))
              ))
        );
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.seat_gate() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        is_given boolean := TG_OP = 'INSERT';
    BEGIN
        IF NEW.volunteer_id IS NULL THEN RETURN NULL; END IF;
        IF NOT is_given THEN
            is_given := NEW.volunteer_id IS DISTINCT FROM OLD.volunteer_id OR NEW.circle_id <> OLD.circle_id
                OR NEW.starts_at < OLD.starts_at
                OR OLD.ends_at IS NOT NULL AND (NEW.ends_at IS NULL OR NEW.ends_at > OLD.ends_at);
        END IF;
        IF is_given AND NOT encircle.is_accepted(NEW.volunteer_id) THEN
            RAISE EXCEPTION 'Who has only applied cannot have a seat'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'circles_seat_gate';
        END IF;
        IF is_given AND (NEW.ends_at IS NULL OR NEW.ends_at > (SELECT encircle.now()))
           AND NOT encircle.is_ready_for_seat(NEW.volunteer_id, NEW.circle_id, NEW.starts_at) THEN
            RAISE EXCEPTION 'Who is not ready cannot have a seat'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'circles_seat_ready';
        END IF;
        RETURN NULL;
    END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.establishment_fits() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM public.circles_circle c JOIN public.partners_agency g ON g.id = NEW.prison_id
                       WHERE c.id = NEW.circle_id AND c.kind = 'prison' AND g.kind = 'prison') THEN
            RAISE EXCEPTION 'Only a prison Circle meets in a prison'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'circles_establishment_fits';
        END IF;
        RETURN NULL;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS establishment_fits ON public.circles_establishment",
    """CREATE TRIGGER establishment_fits AFTER INSERT ON public.circles_establishment
       FOR EACH ROW EXECUTE FUNCTION encircle.establishment_fits()""",
    "DROP TRIGGER IF EXISTS seat_gate ON public.circles_seat",
    # After the row policies have said who may give a seat at all.
    """CREATE TRIGGER seat_gate AFTER INSERT OR UPDATE OF volunteer_id, circle_id, starts_at, ends_at
       ON public.circles_seat FOR EACH ROW EXECUTE FUNCTION encircle.seat_gate()""",
]
