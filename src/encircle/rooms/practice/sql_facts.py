"""What the database keeps of things that are not done with: so that no list and no count ever reads the others."""

# A meeting waits for its minutes, then for somebody to read them, then for their release. Cancelled ones, and those
# whose minutes are kept elsewhere or will never be written, wait for nothing; returned minutes are to be written.
_MEETINGS = """
    SELECT CASE WHEN a.meeting_id IS NOT NULL THEN 'release' WHEN v.id IS NOT NULL THEN 'read' ELSE 'minutes' END AS kind,
           COALESCE(a.version_id, v.id, m.id) AS item_id, m.id AS meeting_id, m.circle_id, m.area_id,
           COALESCE(a.approved_at, v.submitted_at, m.ends_at) AS at
    FROM public.meetings_meeting m LEFT JOIN public.meetings_approval a ON a.meeting_id = m.id
    LEFT JOIN LATERAL (
        SELECT n.id, n.submitted_at FROM public.meetings_minutesversion n WHERE n.meeting_id = m.id
        AND NOT EXISTS (SELECT FROM public.meetings_minutesreturn r WHERE r.version_id = n.id)
        AND NOT EXISTS (SELECT FROM public.meetings_minutesversion o WHERE o.meeting_id = m.id AND o.number > n.number)
    ) v ON true
    WHERE m.cancelled_at IS NULL AND (a.meeting_id IS NOT NULL OR NOT m.minutes_elsewhere)
      AND (a.meeting_id IS NULL OR NOT EXISTS (
          SELECT FROM public.sharing_release r WHERE r.version_id = a.version_id AND r.kind = 'minutes'))
"""
_NEWS = """
    SELECT 'news' AS kind, d.id AS item_id, NULL::uuid AS meeting_id, d.circle_id, d.area_id, d.sent_at AS at
    FROM public.received_development d
    WHERE NOT EXISTS (SELECT FROM public.received_developmentread r WHERE r.development_id = d.id)
"""
_UNOPENED = """
    SELECT 'unopened' AS kind, r.id AS item_id, NULL::uuid AS meeting_id, r.circle_id, r.area_id, r.released_at AS at
    FROM public.sharing_release r
    WHERE r.channel = 'online'
      AND NOT EXISTS (SELECT FROM public.sharing_releaseevent e
                      WHERE e.release_id = r.id AND e.kind IN ('opened', 'acknowledged'))
      AND NOT EXISTS (SELECT FROM public.sharing_recall x WHERE x.release_id = r.id)
"""
_ALL = f"{_MEETINGS} UNION ALL {_NEWS} UNION ALL {_UNOPENED}"
_COLUMNS = "kind, item_id, meeting_id, circle_id, area_id, at"
_ADD = f"INSERT INTO public.practice_waiting ({_COLUMNS}) SELECT {_COLUMNS}"


def _trigger(name: str, table: str, when: str, function: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {name} ON public.{table}",
        f"CREATE TRIGGER {name} AFTER {when} EXECUTE FUNCTION encircle.{function}",
    ]


WAITING_SQL = [
    f"""
    -- Works one meeting out anew: calling it without need changes nothing.
    CREATE OR REPLACE FUNCTION encircle.follow_meeting(wanted uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        {_ADD} FROM ({_MEETINGS}) s WHERE s.meeting_id = wanted
        ON CONFLICT (meeting_id) DO UPDATE SET kind = EXCLUDED.kind, item_id = EXCLUDED.item_id,
            area_id = EXCLUDED.area_id, at = EXCLUDED.at;
        IF NOT FOUND THEN
            DELETE FROM public.practice_waiting w WHERE w.meeting_id = wanted;
        END IF;
    END $$;
    """,
    f"""
    -- Works one development or one release out anew.
    CREATE OR REPLACE FUNCTION encircle.follow_item(wanted uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        {_ADD} FROM ({_NEWS} AND d.id = wanted UNION ALL {_UNOPENED} AND r.id = wanted) s
        ON CONFLICT (item_id, kind) DO NOTHING;
        IF NOT FOUND THEN
            DELETE FROM public.practice_waiting w WHERE w.item_id = wanted AND w.kind IN ('news', 'unopened');
        END IF;
    END $$;
    """,
    """
    -- The triggers' one argument is the column that names what to follow.
    CREATE OR REPLACE FUNCTION encircle.meeting_moved_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.follow_meeting((to_jsonb(NEW) ->> TG_ARGV[0])::uuid);
        RETURN NULL;
    END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.item_moved_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.follow_item((to_jsonb(NEW) ->> TG_ARGV[0])::uuid);
        RETURN NULL;
    END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.follow_version(wanted uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        PERFORM encircle.follow_meeting(
            (SELECT v.meeting_id FROM public.meetings_minutesversion v WHERE v.id = wanted));
    END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.minutes_returned() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.follow_version(NEW.version_id);
        RETURN NULL;
    END $$;
    """,
    *_trigger(
        "meeting_changed",
        "meetings_meeting",
        "INSERT OR UPDATE OF cancelled_at, minutes_elsewhere, ends_at, area_id ON public.meetings_meeting FOR EACH ROW",
        "meeting_moved_on('id')",
    ),
    "DROP FUNCTION IF EXISTS encircle.meeting_changed()",
    *_trigger(
        "meeting_moved_on",
        "meetings_minutesversion",
        "INSERT ON public.meetings_minutesversion FOR EACH ROW",
        "meeting_moved_on('meeting_id')",
    ),
    *_trigger(
        "meeting_moved_on",
        "meetings_minutesreturn",
        "INSERT ON public.meetings_minutesreturn FOR EACH ROW",
        "minutes_returned()",
    ),
    *_trigger(
        "meeting_moved_on",
        "meetings_approval",
        "INSERT ON public.meetings_approval FOR EACH ROW",
        "meeting_moved_on('meeting_id')",
    ),
    *_trigger(
        "meeting_moved_on",
        "sharing_release",
        "INSERT ON public.sharing_release FOR EACH ROW WHEN (NEW.kind = 'minutes')",
        "meeting_moved_on('meeting_id')",
    ),
    *_trigger(
        "release_waits",
        "sharing_release",
        "INSERT ON public.sharing_release FOR EACH ROW WHEN (NEW.channel = 'online')",
        "item_moved_on('id')",
    ),
    *_trigger(
        "release_waits",
        "sharing_releaseevent",
        "INSERT ON public.sharing_releaseevent FOR EACH ROW WHEN (NEW.kind IN ('opened', 'acknowledged'))",
        "item_moved_on('release_id')",
    ),
    *_trigger(
        "release_waits",
        "sharing_recall",
        "INSERT ON public.sharing_recall FOR EACH ROW",
        "item_moved_on('release_id')",
    ),
    *_trigger(
        "news_waits",
        "received_development",
        "INSERT ON public.received_development FOR EACH ROW",
        "item_moved_on('id')",
    ),
    *_trigger(
        "news_waits",
        "received_developmentread",
        "INSERT ON public.received_developmentread FOR EACH ROW",
        "item_moved_on('development_id')",
    ),
    # At every migration: what was there before the table, and whatever a restore left behind. Foreign keys are checked
    # at once, because a table with checks still pending cannot be given its policies.
    "SET CONSTRAINTS ALL IMMEDIATE",
    f"""
    DELETE FROM public.practice_waiting w WHERE NOT EXISTS (
        SELECT FROM ({_ALL}) s WHERE (s.kind, s.item_id, s.area_id, s.at) = (w.kind, w.item_id, w.area_id, w.at))
    """,
    f"{_ADD} FROM ({_ALL}) s ON CONFLICT (item_id, kind) DO NOTHING",
    "SET CONSTRAINTS ALL DEFERRED",
]
# What the facts say now, for the test that the table says the same.
FACTS_SQL = f"SELECT kind, item_id, meeting_id, circle_id, area_id, at FROM ({_ALL}) s"
