"""A release of a concern is a step of that concern's chronology: told, acknowledged, recalled.

The agency that acknowledges may not see the concern, so the database writes the step. It does so when the transaction
ends, for what is not written there already.
"""

CONCERN_SQL = [
    """
    -- Writes the steps that a release of a concern stands for and that are missing. Calling it again changes nothing.
    CREATE OR REPLACE FUNCTION encircle.follow_release(wanted uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH release AS (
            SELECT r.*, c.walled, c.about_user_id FROM public.sharing_release r
            JOIN public.risk_concern c ON c.id = r.concern_id WHERE r.id = wanted
        ), acknowledged AS (
            SELECT e.* FROM public.sharing_releaseevent e WHERE e.release_id = wanted AND e.kind = 'acknowledged'
        ), step (kind, at, by_id, spoke_to) AS (
            SELECT 'told', r.released_at, r.released_by_id, coalesce((SELECT a.spoke_to FROM acknowledged a), '')
            FROM release r
            UNION ALL SELECT 'acknowledged', a.at, a.by_id, a.spoke_to FROM acknowledged a
            UNION ALL SELECT 'recalled', x.recalled_at, x.recalled_by_id, '' FROM public.sharing_recall x
            WHERE x.release_id = wanted
        )
        INSERT INTO public.risk_concernstep (id, concern_id, circle_id, area_id, walled, about_user_id, kind, at,
            recorded_at, by_id, urgency, decision, professional_id, agency_id, spoke_to, release_id, ground, rung)
        SELECT gen_random_uuid(), r.concern_id, r.circle_id, r.area_id, r.walled, r.about_user_id, s.kind, s.at,
            encircle.now(), s.by_id, '', '', r.professional_id, r.agency_id, s.spoke_to, r.id, '', ''
        FROM release r, step s
        ON CONFLICT DO NOTHING
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.concern_released() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.follow_release(NEW.id);
        RETURN NULL;
    END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.release_moved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.follow_release(NEW.release_id);
        RETURN NULL;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS concern_released ON public.sharing_release",
    """CREATE CONSTRAINT TRIGGER concern_released AFTER INSERT ON public.sharing_release
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'concern')
       EXECUTE FUNCTION encircle.concern_released()""",
    "DROP TRIGGER IF EXISTS release_acknowledged ON public.sharing_releaseevent",
    """CREATE CONSTRAINT TRIGGER release_acknowledged AFTER INSERT ON public.sharing_releaseevent
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'acknowledged')
       EXECUTE FUNCTION encircle.release_moved()""",
    "DROP TRIGGER IF EXISTS release_recalled ON public.sharing_recall",
    """CREATE CONSTRAINT TRIGGER release_recalled AFTER INSERT ON public.sharing_recall
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION encircle.release_moved()""",
]
