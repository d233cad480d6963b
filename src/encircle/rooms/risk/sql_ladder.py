"""What the database keeps and answers about concerns: which are open, who stands on which rung, what a release says."""

from encircle.rooms.circles.sql_scope import IN_PERIOD

OPEN_SQL = [
    """
    -- Keeps the row of an open concern: gone once it is closed, there again once it is reopened, woken by every step.
    -- Works it out anew each time, so that calling it without need changes nothing but the next look.
    CREATE OR REPLACE FUNCTION encircle.follow_concern(wanted uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        IF 'closed' = (
            SELECT s.kind FROM public.risk_concernstep s WHERE s.concern_id = wanted AND s.kind IN ('closed', 'reopened')
            ORDER BY s.recorded_at DESC, s.at DESC LIMIT 1
        ) THEN
            DELETE FROM public.risk_openconcern o WHERE o.concern_id = wanted;
            RETURN;
        END IF;
        INSERT INTO public.risk_openconcern
            (concern_id, circle_id, area_id, walled, about_user_id, urgency, raised_at, look_at)
        SELECT c.id, c.circle_id, c.area_id, c.walled, c.about_user_id, coalesce((
            SELECT s.urgency FROM public.risk_concernstep s WHERE s.concern_id = c.id AND s.urgency <> ''
            ORDER BY s.recorded_at DESC, s.at DESC LIMIT 1), c.urgency), c.raised_at, encircle.now()
        FROM public.risk_concern c WHERE c.id = wanted
        ON CONFLICT (concern_id) DO UPDATE SET urgency = EXCLUDED.urgency, look_at = EXCLUDED.look_at;
    END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.concern_raised() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.follow_concern(NEW.id);
        RETURN NULL;
    END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.concern_moved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.follow_concern(NEW.concern_id);
        RETURN NULL;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS concern_raised ON public.risk_concern",
    """CREATE TRIGGER concern_raised AFTER INSERT ON public.risk_concern
       FOR EACH ROW EXECUTE FUNCTION encircle.concern_raised()""",
    # When the transaction ends: whoever closes it because they are on call still writes down why.
    "DROP TRIGGER IF EXISTS concern_moved ON public.risk_concernstep",
    """CREATE CONSTRAINT TRIGGER concern_moved AFTER INSERT ON public.risk_concernstep
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind NOT IN ('read', 'asked', 'climbed')) EXECUTE FUNCTION encircle.concern_moved()""",
    """
    -- Open imminent concerns the acting person was on call for, wherever they work: theirs to take until they are
    -- closed. Never one about somebody who works here.
    CREATE OR REPLACE FUNCTION encircle.on_call_concerns() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT o.concern_id), '{}') FROM public.organisation_oncallshift s
        JOIN public.risk_openconcern o ON o.urgency = 'imminent' AND NOT o.walled
            AND (s.area_id IS NULL OR s.area_id = o.area_id) AND s.ends_at > o.raised_at
        WHERE s.user_id = (SELECT encircle.actor()) AND s.starts_at <= (SELECT encircle.now())
          AND (SELECT encircle.holds('coordinator', 'senior_coordinator', 'operations_manager'))
        );
    END
    $$;
    """,
]


def rungs_sql(name: str, source: str) -> str:
    """A function of one id that says who stands on which rung of its ladder now: logins and nothing else.

    `source` selects what rings as circle_id, area_id, walled and about_user_id, or nothing for whoever may not ask.
    """
    return f"""
    CREATE OR REPLACE FUNCTION encircle.{name}(wanted uuid) RETURNS TABLE (rung text, user_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            WITH concern AS (
            {source}
        ), holder AS (
            SELECT a.user_id, a.role, a.area_id, a.covering FROM public.access_appointment a
            JOIN public.accounts_user u ON u.id = a.user_id AND u.suspended_at IS NULL
            WHERE a.starts_at <= (SELECT encircle.now()) AND (a.ends_at IS NULL OR a.ends_at > (SELECT encircle.now()))
        ), running AS (
            SELECT s.coordinator_id AS user_id FROM concern c
            JOIN public.circles_seat s ON s.circle_id = c.circle_id AND {IN_PERIOD}
            JOIN holder h ON h.user_id = s.coordinator_id
            WHERE (h.role = 'coordinator' AND h.area_id = c.area_id)
               OR h.role IN ('senior_coordinator', 'operations_manager')
            UNION
            SELECT h.user_id FROM concern c
            JOIN holder h ON h.role = 'coordinator' AND h.area_id = c.area_id AND h.covering
        )
        SELECT 'coordinator', r.user_id FROM concern c, running r WHERE NOT c.walled
        UNION
        -- Nobody who runs the Circle is there: everyone of the area.
        SELECT 'coordinator', h.user_id FROM concern c JOIN holder h ON h.role = 'coordinator' AND h.area_id = c.area_id
        WHERE NOT c.walled AND NOT EXISTS (SELECT FROM running)
        UNION
        SELECT 'on_call', o.user_id FROM concern c JOIN public.organisation_oncallshift o
            ON o.starts_at <= (SELECT encircle.now()) AND o.ends_at > (SELECT encircle.now())
            AND (o.area_id IS NULL OR o.area_id = c.area_id)
        JOIN holder h ON h.user_id = o.user_id AND h.role IN ('coordinator', 'senior_coordinator', 'operations_manager')
        WHERE NOT c.walled
        UNION
        SELECT 'senior_coordinator', h.user_id FROM concern c JOIN holder h
            ON h.role = 'senior_coordinator' OR (c.walled AND h.role = 'safeguarding_lead')
        WHERE NOT c.walled OR h.user_id IS DISTINCT FROM c.about_user_id
        UNION
        SELECT 'operations_manager', h.user_id FROM concern c JOIN holder h ON h.role = 'operations_manager'
        WHERE NOT c.walled OR h.user_id IS DISTINCT FROM c.about_user_id;
    END
    $$;
    """


# For who raised it and for the clock. Never the person it is about. A coordinator appointed to cover the area stands
# beside the Circle's own.
_CONCERN = """
            SELECT c.* FROM public.risk_concern c WHERE c.id = wanted
            AND (c.raised_by_id = (SELECT encircle.actor()) OR (SELECT encircle.system()) = 'escalator')"""

RUNGS_SQL = [
    rungs_sql("concern_rungs", _CONCERN),
    """
    -- The logins to tell of a concern at once. Who raised it may not see them, so this says ids and nothing else.
    CREATE OR REPLACE FUNCTION encircle.concern_handlers(wanted uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            WITH standing AS (SELECT * FROM encircle.concern_rungs(wanted)),
             concern AS (SELECT c.walled, c.urgency FROM public.risk_concern c WHERE c.id = wanted)
        SELECT DISTINCT s.user_id FROM standing s, concern c
        WHERE CASE s.rung
            WHEN 'coordinator' THEN true
            WHEN 'on_call' THEN c.urgency = 'imminent'
            WHEN 'senior_coordinator' THEN c.walled OR NOT EXISTS (SELECT FROM standing WHERE rung = 'coordinator')
            ELSE c.walled
        END;
    END
    $$;
    """,
]
