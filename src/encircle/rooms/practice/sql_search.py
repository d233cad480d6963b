"""Search runs in functions of encircle_searcher: they verify who acts, write the trace, look in the index first, apply
the asker's scope, and return ids and dates only. Under row policies the index operators would not be used at all."""

from encircle.rooms.suitability.sql_names import FOLDED

MOST_HITS = 20_000  # index hits looked at for words; very common words are cut there, and the page says so

SEARCH_SQL = [
    FOLDED,
    *[
        f"CREATE INDEX IF NOT EXISTS {name} ON public.{table} USING gin (({expression}) public.gin_trgm_ops)"
        for name, table, expression in (
            (
                "people_coremember_names",
                "people_coremember",
                "encircle.folded(given_name || ' ' || family_name || ' ' || known_as || ' ' || reference)",
            ),
            (
                "volunteers_volunteer_names",
                "volunteers_volunteer",
                "encircle.folded(given_name || ' ' || family_name || ' ' || reference)",
            ),
            ("circles_circle_names", "circles_circle", "encircle.folded(name || ' ' || reference)"),
        )
    ],
    f"""
    CREATE OR REPLACE FUNCTION encircle.search_minutes(words text, most integer)
    RETURNS TABLE (version_id uuid, meeting_id uuid, circle_id uuid, met_at timestamptz, cut boolean)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        who uuid := encircle.actor();
        everywhere boolean := encircle.all_areas();
        areas uuid[] := encircle.staff_areas();
        looked_at bigint;
    BEGIN
        IF who IS NULL OR NOT (everywhere OR cardinality(areas) > 0) THEN RETURN; END IF;
        RETURN QUERY
            WITH hits AS MATERIALIZED (
                SELECT p.version_id, p.meeting_id, p.circle_id, p.area_id FROM public.meetings_passage p
                WHERE p.search @@ websearch_to_tsquery('pg_catalog.english', words) LIMIT {MOST_HITS}
            ), counted AS (SELECT count(*) = {MOST_HITS} AS full_up FROM hits),
            mine AS (
                SELECT DISTINCT h.version_id, h.meeting_id, h.circle_id FROM hits h
                WHERE everywhere OR h.area_id = ANY (areas)
            )
            SELECT m.version_id, m.meeting_id, m.circle_id, meeting.starts_at, counted.full_up
            FROM mine m JOIN public.meetings_meeting meeting ON meeting.id = m.meeting_id CROSS JOIN counted
            ORDER BY meeting.starts_at DESC, m.version_id LIMIT most;
        GET DIAGNOSTICS looked_at = ROW_COUNT;
        INSERT INTO public.audit_entry (at, actor_id, system, nonce, verb, item_type, fields, detail)
        VALUES (encircle.now(), who, '', encircle.nonce(), 'searched', 'meetings.minutesversion', '{{}}',
                looked_at || ' found');
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.search_names(words text, most integer)
    RETURNS TABLE (kind text, item_id uuid, likeness real)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        who uuid := encircle.actor();
        everywhere boolean := encircle.all_areas();
        areas uuid[] := encircle.staff_areas();
        wanted text := encircle.folded(trim(words));
        part text := '%' || replace(replace(replace(wanted, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%';
        found bigint;
    BEGIN
        IF who IS NULL OR length(wanted) < 2 OR NOT (everywhere OR cardinality(areas) > 0) THEN RETURN; END IF;
        -- Not a SET of the function: only a superuser may name this setting before its library is loaded, and a
        -- second migration, or a restore, does not load it.
        PERFORM public.word_similarity('', '');
        PERFORM set_config('pg_trgm.word_similarity_threshold', '0.45', true);
        RETURN QUERY
            WITH named AS (
                SELECT 'core_member' AS kind, c.id, c.area_id,
                       encircle.folded(c.given_name || ' ' || c.family_name || ' ' || c.known_as || ' ' || c.reference) AS name
                FROM public.people_coremember c
                WHERE encircle.folded(c.given_name || ' ' || c.family_name || ' ' || c.known_as || ' ' || c.reference) LIKE part
                   OR wanted OPERATOR(public.<%)
                      encircle.folded(c.given_name || ' ' || c.family_name || ' ' || c.known_as || ' ' || c.reference)
                UNION ALL
                SELECT 'volunteer', v.id, v.area_id,
                       encircle.folded(v.given_name || ' ' || v.family_name || ' ' || v.reference)
                FROM public.volunteers_volunteer v
                WHERE v.joined_on IS NOT NULL AND (
                   encircle.folded(v.given_name || ' ' || v.family_name || ' ' || v.reference) LIKE part
                   OR wanted OPERATOR(public.<%)
                      encircle.folded(v.given_name || ' ' || v.family_name || ' ' || v.reference))
                UNION ALL
                SELECT 'circle', c.id, c.area_id, encircle.folded(c.name || ' ' || c.reference)
                FROM public.circles_circle c
                WHERE encircle.folded(c.name || ' ' || c.reference) LIKE part
                   OR wanted OPERATOR(public.<%) encircle.folded(c.name || ' ' || c.reference)
            )
            SELECT n.kind, n.id, public.word_similarity(wanted, n.name) FROM named n
            WHERE everywhere OR n.area_id = ANY (areas)
            ORDER BY 3 DESC, 1, 2 LIMIT most;
        GET DIAGNOSTICS found = ROW_COUNT;
        INSERT INTO public.audit_entry (at, actor_id, system, nonce, verb, item_type, fields, detail)
        VALUES (encircle.now(), who, '', encircle.nonce(), 'searched', 'names', '{}', found || ' found');
    END
    $$;
    """,
    """
    -- For an exact reference outside the asker's reach: the area to ask, when the charity allows it, at most ten times
    -- an hour a person. Walled records have no reference that leads here.
    CREATE OR REPLACE FUNCTION encircle.whom_to_ask(wanted text) RETURNS uuid
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        who uuid := encircle.actor();
        area uuid;
    BEGIN
        IF who IS NULL OR NOT (encircle.all_areas() OR cardinality(encircle.staff_areas()) > 0) THEN RETURN NULL; END IF;
        IF NOT EXISTS (SELECT FROM public.organisation_charity c WHERE c.answers_exact_reference) THEN RETURN NULL; END IF;
        IF (SELECT count(*) FROM public.audit_entry e WHERE e.actor_id = who AND e.verb = 'searched'
            AND e.item_type = 'exact reference' AND e.at > (SELECT encircle.now()) - interval '1 hour') >= 10 THEN RETURN NULL; END IF;
        INSERT INTO public.audit_entry (at, actor_id, system, nonce, verb, item_type, fields, detail)
        VALUES (encircle.now(), who, '', encircle.nonce(), 'searched', 'exact reference', '{}', '');
        SELECT c.area_id INTO area FROM public.circles_circle c WHERE c.reference = upper(trim(wanted));
        IF area IS NULL THEN
            SELECT c.area_id INTO area FROM public.people_coremember c WHERE c.reference = upper(trim(wanted));
        END IF;
        RETURN area;
    END
    $$;
    """,
]
