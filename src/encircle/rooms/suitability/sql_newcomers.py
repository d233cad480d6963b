"""Who comes to the charity after a referral is compared with it as those who were there before: the check has no gap.

A volunteer from the day they join or their name changes; whoever is appointed. Findings are conflicts, so walled.
"""

from .sql_known import MOST

NEWCOMERS_SQL = [
    f"""
    -- By what they are and their id alone: nobody can have a name of their own making compared.
    CREATE OR REPLACE FUNCTION encircle.compare_newcomer(called text, newcomer uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        login uuid;
        area uuid;
        names text[];
        pairs text[];
    BEGIN
        IF called = 'volunteer' THEN
            SELECT v.user_id, v.area_id, encircle.full_names(v.given_name, v.family_name, '') INTO login, area, names
            FROM public.volunteers_volunteer v WHERE v.id = newcomer AND v.joined_on IS NOT NULL;
        ELSIF called = 'staff' THEN
            SELECT u.id, ARRAY[u.name::text] INTO login, names FROM public.accounts_user u
            WHERE u.id = newcomer AND EXISTS (SELECT FROM public.access_appointment a WHERE a.user_id = u.id);
        END IF;
        IF names IS NULL THEN RETURN; END IF;
        pairs := encircle.name_pairs(names);
        WITH met AS (
            SELECT 'person' AS about, s.referral_id, encircle.names_likeness(names, encircle.names_referred(s.answers)) AS name
            FROM public.referrals_submittedsection s
            WHERE s.section = 'person' AND encircle.name_pairs(encircle.names_referred(s.answers)) && pairs
            UNION ALL
            SELECT 'apart', s.referral_id, encircle.names_likeness(names, encircle.names_apart(s.answers))
            FROM public.referrals_submittedsection s
            WHERE s.section = 'victims' AND encircle.name_pairs(encircle.names_apart(s.answers)) && pairs
        )
        INSERT INTO public.suitability_resemblance (id, referral_id, area_id, about, kind, walled, other_id,
            other_area_id, other_user_id, name, birthday, number, strength, found_at)
        SELECT gen_random_uuid(), r.id, r.area_id, m.about, called, true, newcomer, area, login, m.name, 'unknown', 'unknown',
               encircle.likeness(m.name, 'unknown', 'unknown'), encircle.now()
        FROM met m JOIN public.referrals_referral r ON r.id = m.referral_id
        WHERE encircle.likeness(m.name, 'unknown', 'unknown') <> 'none'
        ORDER BY m.name LIMIT {MOST}
        ON CONFLICT DO NOTHING;
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.volunteer_joined() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.compare_newcomer('volunteer', NEW.id);
        RETURN NULL;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS compare_volunteer ON public.volunteers_volunteer",
    """CREATE TRIGGER compare_volunteer AFTER INSERT OR UPDATE OF joined_on, given_name, family_name
       ON public.volunteers_volunteer FOR EACH ROW WHEN (NEW.joined_on IS NOT NULL)
       EXECUTE FUNCTION encircle.volunteer_joined()""",
    """
    CREATE OR REPLACE FUNCTION encircle.staff_appointed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.compare_newcomer('staff', NEW.user_id);
        RETURN NULL;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS compare_staff ON public.access_appointment",
    """CREATE TRIGGER compare_staff AFTER INSERT ON public.access_appointment
       FOR EACH ROW EXECUTE FUNCTION encircle.staff_appointed()""",
]
