"""What the database keeps of meetings that are not done with: so that a home page never reads the others."""

# A meeting waits for its minutes until one version is approved, then for its release until something of it was
# released. Cancelled ones, and those whose minutes are kept elsewhere or will never be written, wait for nothing.
_STAGES = """
    SELECT m.id AS meeting_id, m.circle_id, m.area_id, m.ends_at,
           CASE WHEN a.meeting_id IS NULL THEN 'minutes' ELSE 'release' END AS stage
    FROM public.meetings_meeting m LEFT JOIN public.meetings_approval a ON a.meeting_id = m.id
    WHERE m.cancelled_at IS NULL AND (a.meeting_id IS NOT NULL OR NOT m.minutes_elsewhere)
      AND (a.meeting_id IS NULL OR NOT EXISTS (
          SELECT FROM public.sharing_release r WHERE r.version_id = a.version_id AND r.kind = 'minutes'))
"""

OPEN_MEETINGS_SQL = [
    f"""
    -- Works one meeting out anew: calling it without need changes nothing.
    CREATE OR REPLACE FUNCTION encircle.follow_meeting(wanted uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        INSERT INTO public.practice_openmeeting (meeting_id, circle_id, area_id, ends_at, stage)
        SELECT s.meeting_id, s.circle_id, s.area_id, s.ends_at, s.stage FROM ({_STAGES}) s WHERE s.meeting_id = wanted
        ON CONFLICT (meeting_id) DO UPDATE
            SET area_id = EXCLUDED.area_id, ends_at = EXCLUDED.ends_at, stage = EXCLUDED.stage;
        IF NOT FOUND THEN
            DELETE FROM public.practice_openmeeting o WHERE o.meeting_id = wanted;
        END IF;
    END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.meeting_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.follow_meeting(NEW.id);
        RETURN NULL;
    END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.meeting_moved_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.follow_meeting(NEW.meeting_id);
        RETURN NULL;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS meeting_changed ON public.meetings_meeting",
    """CREATE TRIGGER meeting_changed
       AFTER INSERT OR UPDATE OF cancelled_at, minutes_elsewhere, ends_at, area_id ON public.meetings_meeting
       FOR EACH ROW EXECUTE FUNCTION encircle.meeting_changed()""",
    "DROP TRIGGER IF EXISTS meeting_moved_on ON public.meetings_approval",
    """CREATE TRIGGER meeting_moved_on AFTER INSERT ON public.meetings_approval
       FOR EACH ROW EXECUTE FUNCTION encircle.meeting_moved_on()""",
    "DROP TRIGGER IF EXISTS meeting_moved_on ON public.sharing_release",
    """CREATE TRIGGER meeting_moved_on AFTER INSERT ON public.sharing_release
       FOR EACH ROW WHEN (NEW.kind = 'minutes') EXECUTE FUNCTION encircle.meeting_moved_on()""",
    # At every migration: what was there before the table, and whatever a restore left behind. Foreign keys are checked
    # at once, because a table with checks still pending cannot be given its policies.
    "SET CONSTRAINTS ALL IMMEDIATE",
    f"""
    INSERT INTO public.practice_openmeeting (meeting_id, circle_id, area_id, ends_at, stage)
    SELECT s.meeting_id, s.circle_id, s.area_id, s.ends_at, s.stage FROM ({_STAGES}) s
    ON CONFLICT (meeting_id) DO UPDATE SET area_id = EXCLUDED.area_id, ends_at = EXCLUDED.ends_at, stage = EXCLUDED.stage
    """,
    f"""
    DELETE FROM public.practice_openmeeting o
    WHERE NOT EXISTS (SELECT FROM ({_STAGES}) s WHERE s.meeting_id = o.meeting_id)
    """,
    "SET CONSTRAINTS ALL DEFERRED",
]
