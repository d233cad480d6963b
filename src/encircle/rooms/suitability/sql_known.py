"""Is the person known already? Compared by the database across all areas, the moment a referral is submitted.

Whoever submits learns nothing of it: the function answers nothing, and what it writes is read under row policies.
Participants of group programmes are compared here too, once there are any.
"""

from .sql_names import NAME_SQL, SOURCE_SQL

MOST = 30  # findings of one kind that are kept for one referral, the strongest first

# A name that stands in a referral -> those of the charity it resembles. {who}: what is compared, {names}: its names.
_OF_NAMES = """
    SELECT 'volunteer' AS kind, v.id AS other_id, v.user_id AS other_user_id, v.area_id AS other_area_id,
           encircle.names_likeness({names}, encircle.full_names(v.given_name, v.family_name, '')) AS name
    FROM public.volunteers_volunteer v
    WHERE encircle.name_pairs(encircle.full_names(v.given_name, v.family_name, '')) && {pairs}
      AND v.joined_on IS NOT NULL  -- who has only applied is known by their login, like anybody who signs in
    UNION ALL
    SELECT CASE WHEN EXISTS (SELECT FROM public.access_appointment a WHERE a.user_id = u.id) THEN 'staff' ELSE 'login' END,
           u.id, u.id, NULL::uuid, encircle.names_likeness({names}, ARRAY[u.name::text])
    FROM public.accounts_user u
    WHERE encircle.name_pairs(ARRAY[u.name::text]) && {pairs}
      AND NOT EXISTS (SELECT FROM public.volunteers_volunteer v WHERE v.user_id = u.id AND v.joined_on IS NOT NULL)
      AND NOT EXISTS (SELECT FROM public.people_coremember c WHERE c.user_id = u.id)
"""

COMPARE_SQL = [
    f"""
    CREATE OR REPLACE FUNCTION encircle.compare_referral(wanted uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        one record;
        person jsonb;
        names text[];
        pairs text[];
        born text;
        numbers text[];
        apart text[];
        apart_pairs text[];
    BEGIN
        SELECT r.id, r.area_id, r.subject_id INTO one FROM public.referrals_referral r
        JOIN public.referrals_submission s ON s.referral_id = r.id WHERE r.id = wanted;
        IF NOT FOUND THEN RETURN; END IF;
        SELECT s.answers INTO person FROM public.referrals_submittedsection s
        WHERE s.referral_id = wanted AND s.section = 'person';
        names := coalesce(encircle.names_referred(person), '{{}}');
        pairs := encircle.name_pairs(names);
        born := person -> 'values' ->> 'born_on';
        SELECT encircle.numbers_referred(s.answers) INTO numbers FROM public.referrals_submittedsection s
        WHERE s.referral_id = wanted AND s.section = 'identifiers';
        SELECT encircle.names_apart(s.answers) INTO apart FROM public.referrals_submittedsection s
        WHERE s.referral_id = wanted AND s.section = 'victims';
        apart_pairs := encircle.name_pairs(apart);

        -- The same person: at the centre of a Circle, now or ever, or referred, whatever became of it.
        WITH near AS (
            SELECT c.id AS subject_id FROM public.people_coremember c
            WHERE encircle.name_pairs(encircle.full_names(c.given_name, c.family_name, c.known_as)) && pairs
            UNION
            SELECT c.id FROM public.people_coremember c WHERE c.born_on::text = born AND c.born_on = born::date
            UNION
            SELECT r.subject_id FROM public.referrals_submittedsection s
            JOIN public.referrals_referral r ON r.id = s.referral_id
            WHERE s.section = 'person' AND encircle.name_pairs(encircle.names_referred(s.answers)) && pairs
            UNION
            SELECT r.subject_id FROM public.referrals_submittedsection s
            JOIN public.referrals_referral r ON r.id = s.referral_id
            WHERE s.section = 'person' AND s.answers -> 'values' ->> 'born_on' = born
            UNION
            SELECT r.subject_id FROM public.referrals_submittedsection s
            JOIN public.referrals_referral r ON r.id = s.referral_id
            WHERE s.section = 'identifiers' AND encircle.numbers_referred(s.answers) && numbers
        ), known AS (
            SELECT CASE WHEN c.id IS NULL THEN 'referral' ELSE 'core_member' END AS kind,
                   coalesce(c.id, r.id) AS other_id, coalesce(c.area_id, r.area_id) AS other_area_id,
                   encircle.names_likeness(names, coalesce(encircle.full_names(c.given_name, c.family_name, c.known_as), '{{}}')
                       || coalesce(encircle.names_referred(p.answers), '{{}}')) AS name,
                   encircle.birthday_likeness(born, coalesce(c.born_on::text, p.answers -> 'values' ->> 'born_on')) AS birthday,
                   encircle.number_likeness(coalesce(numbers, '{{}}'), coalesce(encircle.numbers_referred(i.answers), '{{}}'))
                       AS number
            FROM near n
            LEFT JOIN public.people_coremember c ON c.id = n.subject_id
            LEFT JOIN public.referrals_referral r ON r.subject_id = n.subject_id
            LEFT JOIN public.referrals_submittedsection p ON p.referral_id = r.id AND p.section = 'person'
            LEFT JOIN public.referrals_submittedsection i ON i.referral_id = r.id AND i.section = 'identifiers'
            WHERE n.subject_id <> one.subject_id
        ), judged AS (
            SELECT k.*, encircle.likeness(k.name, k.birthday, k.number) AS strength FROM known k
        )
        INSERT INTO public.suitability_resemblance (id, referral_id, area_id, about, kind, walled, other_id,
            other_area_id, other_user_id, name, birthday, number, strength, found_at)
        SELECT gen_random_uuid(), one.id, one.area_id, 'person', j.kind, false, j.other_id,
               j.other_area_id, NULL, j.name, j.birthday, j.number, j.strength, encircle.now()
        FROM judged j WHERE j.strength <> 'none'
        ORDER BY j.strength DESC, j.name LIMIT {MOST}
        ON CONFLICT DO NOTHING;

        -- Conflicts: a volunteer, somebody who works or signs in here; somebody to be kept apart from another person
        -- referred; and whoever this person is to be kept apart from, where the charity knows them.
        WITH met AS (
            SELECT 'person' AS about, o.* FROM ({_OF_NAMES.format(names="names", pairs="pairs")}) o
            UNION ALL
            SELECT 'person', 'kept_apart', r.id, NULL::uuid, r.area_id,
                   encircle.names_likeness(names, encircle.names_apart(s.answers))
            FROM public.referrals_submittedsection s JOIN public.referrals_referral r ON r.id = s.referral_id
            WHERE s.section = 'victims' AND r.id <> one.id AND encircle.name_pairs(encircle.names_apart(s.answers)) && pairs
            UNION ALL
            SELECT 'apart', o.* FROM ({_OF_NAMES.format(names="apart", pairs="apart_pairs")}) o
            UNION ALL
            SELECT 'apart', 'core_member', c.id, NULL::uuid, c.area_id,
                   encircle.names_likeness(apart, encircle.full_names(c.given_name, c.family_name, c.known_as))
            FROM public.people_coremember c
            WHERE encircle.name_pairs(encircle.full_names(c.given_name, c.family_name, c.known_as)) && apart_pairs
            UNION ALL
            SELECT 'apart', 'referral', r.id, NULL::uuid, r.area_id,
                   encircle.names_likeness(apart, encircle.names_referred(s.answers))
            FROM public.referrals_submittedsection s JOIN public.referrals_referral r ON r.id = s.referral_id
            WHERE s.section = 'person' AND r.id <> one.id
              AND encircle.name_pairs(encircle.names_referred(s.answers)) && apart_pairs
              AND NOT EXISTS (SELECT FROM public.people_coremember c WHERE c.id = r.subject_id)
        )
        INSERT INTO public.suitability_resemblance (id, referral_id, area_id, about, kind, walled, other_id,
            other_area_id, other_user_id, name, birthday, number, strength, found_at)
        SELECT gen_random_uuid(), one.id, one.area_id, m.about, m.kind, true, m.other_id,
               m.other_area_id, m.other_user_id, m.name, 'unknown', 'unknown',
               encircle.likeness(m.name, 'unknown', 'unknown'), encircle.now()
        FROM met m WHERE encircle.likeness(m.name, 'unknown', 'unknown') <> 'none'
        ORDER BY m.name LIMIT {MOST}
        ON CONFLICT DO NOTHING;
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.referral_submitted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.compare_referral(NEW.referral_id);
        RETURN NULL;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS compare_referral ON public.referrals_submission",
    # At the end of the transaction: whatever order its rows are written in, all of them are there.
    """CREATE CONSTRAINT TRIGGER compare_referral AFTER INSERT ON public.referrals_submission
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION encircle.referral_submitted()""",
]

READERS_SQL = [
    """
    -- Conflicts the acting person may know of: senior coordinators and operations managers (May.KNOW_CONFLICTS), never
    -- the one it is about; where that is the only one of them, the safeguarding lead.
    CREATE OR REPLACE FUNCTION encircle.conflicts_in_sight() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        IF NOT encircle.holds('senior_coordinator', 'operations_manager', 'safeguarding_lead') THEN RETURN '{}'; END IF;
        RETURN (
            WITH present AS (
                SELECT a.user_id, a.role FROM public.access_appointment a
                JOIN public.accounts_user u ON u.id = a.user_id AND u.suspended_at IS NULL
                WHERE a.starts_at <= (SELECT encircle.now())
                  AND (a.ends_at IS NULL OR a.ends_at > (SELECT encircle.now()))
            )
            SELECT coalesce(array_agg(r.id), '{}') FROM public.suitability_resemblance r
            WHERE r.walled AND r.other_user_id IS DISTINCT FROM (SELECT encircle.actor()) AND (
                (SELECT encircle.holds('senior_coordinator', 'operations_manager'))
                OR NOT EXISTS (
                    SELECT FROM present p WHERE p.role IN ('senior_coordinator', 'operations_manager')
                    AND p.user_id IS DISTINCT FROM r.other_user_id)
            )
        );
    END
    $$;
    """,
    """
    -- Who may be asked about a person known in another area: its coordinators, else those who look after all areas.
    -- Names of staff, which are no secret inside.
    CREATE OR REPLACE FUNCTION encircle.whom_to_ask_in(wanted uuid[]) RETURNS TABLE (area_id uuid, name text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        IF NOT encircle.holds('coordinator', 'senior_coordinator', 'operations_manager') THEN RETURN; END IF;
        RETURN QUERY
            WITH present AS (
                SELECT DISTINCT a.role, a.area_id, u.name FROM public.access_appointment a
                JOIN public.accounts_user u ON u.id = a.user_id AND u.suspended_at IS NULL
                WHERE a.starts_at <= (SELECT encircle.now())
                  AND (a.ends_at IS NULL OR a.ends_at > (SELECT encircle.now()))
                  AND a.role IN ('coordinator', 'senior_coordinator')
            )
            SELECT o.id, p.name::text FROM public.organisation_area o JOIN present p
                ON p.role = 'coordinator' AND p.area_id = o.id
                OR p.role = 'senior_coordinator' AND NOT EXISTS (
                    SELECT FROM present c WHERE c.role = 'coordinator' AND c.area_id = o.id)
            WHERE o.id = ANY (wanted);
    END
    $$;
    """,
]

KNOWN_SQL = [*NAME_SQL, *SOURCE_SQL, *COMPARE_SQL, *READERS_SQL]
