"""Who is ready for a kind of Circle on a day, worked out by the database, so that it holds for tasks and SQL too.

`readiness_facts` answers about anybody and is called by other definer functions alone; `readiness_of` answers an
application login about those it may see.
"""

from encircle.rooms.recruiting.references import NEEDED

from .vocabulary import Condition

_EVERYTHING = "ARRAY[" + ", ".join(f"'{one}'" for one in Condition.values) + "]"
_ON_PAPER = (
    "EXISTS (SELECT FROM public.readiness_paper p WHERE p.volunteer_id = v.id AND p.condition = '{}' "
    "AND p.dated_on <= day AND NOT EXISTS (SELECT FROM public.readiness_papertakenback b WHERE b.paper_id = p.id))"
)

# Each is a SELECT of (detail, is_met, last_day): not met, or met until a day (empty: for good).
REFERENCES = f"""
    SELECT NULL::uuid, (
        SELECT count(*) FROM public.recruiting_application a
        JOIN public.recruiting_referencetaken t ON t.applicant_id = a.applicant_id AND t.satisfactory
        WHERE a.volunteer_id = v.id
    ) >= {NEEDED} OR {_ON_PAPER.format(Condition.REFERENCES)}, NULL::date
"""
INTERVIEW = f"""
    SELECT NULL::uuid, coalesce((
        SELECT i.goes_on FROM public.recruiting_application a
        JOIN public.recruiting_interview i ON i.applicant_id = a.applicant_id
        WHERE a.volunteer_id = v.id ORDER BY i.at DESC, i.id DESC LIMIT 1
    ), {_ON_PAPER.format(Condition.INTERVIEW)}), NULL::date
"""
# Of the certificates that cover what the kind is eligible for, the one that counts longest (vetting/policy.py says
# the same in Python): from its day, or the day it was last found unchanged, to the re-check; not past a change.
CHECK = """
    SELECT NULL::uuid, max(u.until) IS NOT NULL, max(u.until)
    FROM public.vetting_check c
    LEFT JOIN LATERAL (
        SELECT d.outcome FROM public.vetting_checkdecision d WHERE d.seen_id = c.id
        ORDER BY d.at DESC, d.id DESC LIMIT 1
    ) d ON true
    CROSS JOIN LATERAL (
        SELECT max(s.checked_on) FILTER (WHERE s.outcome = 'unchanged') AS unchanged,
               min(s.checked_on) FILTER (WHERE s.outcome = 'changed') AS changed
        FROM public.vetting_updatecheck s WHERE s.seen_id = c.id
    ) s
    CROSS JOIN LATERAL (
        SELECT least((greatest(c.issued_on, s.unchanged) + recheck)::date, s.changed) AS until
    ) u
    WHERE c.volunteer_id = v.id AND (c.shows = 'nothing' OR d.outcome = 'accepted')
      AND array_position(levels, c.level::text) >= array_position(levels, eligible.level::text)
      AND (eligible.workforce = '' OR c.workforce = eligible.workforce
           OR c.workforce = 'both' AND eligible.workforce IN ('adult', 'child'))
"""
# What was signed counts until a newer wording asks to be signed itself; not past leaving and coming back.
# What was signed or excepted before somebody left says nothing once they are back.
_SINCE_BACK = "coalesce((SELECT b.returned_at FROM public.volunteers_volunteer b WHERE b.id = v.id), '-infinity')"
AGREEMENT = f"""
    SELECT NULL::uuid, count(*) > 0, nullif(max(w.until), 'infinity')
    FROM public.readiness_signing s
    JOIN public.readiness_wording signed ON signed.id = s.wording_id
    CROSS JOIN LATERAL (
        SELECT coalesce(min(n.sign_by), 'infinity') AS until FROM public.readiness_wording n
        WHERE n.in_force_from > signed.in_force_from
    ) w
    WHERE s.volunteer_id = v.id AND s.at >= {_SINCE_BACK}
"""
# What each prison said last; of one prison where it is known which.
PRISON = """
    SELECT NULL::uuid, max(c.ends_on) IS NOT NULL, max(c.ends_on)
    FROM (
        SELECT DISTINCT ON (c.prison_id) c.outcome, c.ends_on FROM public.vetting_clearance c
        WHERE c.volunteer_id = v.id AND (at_prison IS NULL OR c.prison_id = at_prison)
        ORDER BY c.prison_id, c.decided_on DESC, c.at DESC
    ) c
    WHERE c.outcome = 'granted'
"""
TRAINING = """
    SELECT NULL::uuid, EXISTS (
        SELECT FROM public.training_completion t WHERE t.volunteer_id = v.id AND t.completed_on <= day
    ), NULL::date
"""
ASSESSMENT = """
    SELECT NULL::uuid, coalesce((
        SELECT o.result = 'pass' FROM public.training_outcome o WHERE o.volunteer_id = v.id
        ORDER BY o.decided_on DESC, o.at DESC, o.id DESC LIMIT 1
    ), false), NULL::date
"""
# One line a course that this kind needs.
COURSES = """
    SELECT c.id, r.done_on IS NOT NULL, r.renew_on
    FROM public.training_course c
    LEFT JOIN LATERAL (
        SELECT r.done_on, r.renew_on FROM public.training_courserecord r
        WHERE r.volunteer_id = v.id AND r.course_id = c.id ORDER BY r.done_on DESC LIMIT 1
    ) r ON true
    WHERE wanted_kind = ANY (c.needed_for) AND (c.ends_on IS NULL OR c.ends_on >= day)
"""
BRANCHES = {
    Condition.REFERENCES: REFERENCES,
    Condition.INTERVIEW: INTERVIEW,
    Condition.CHECK: CHECK,
    Condition.TRAINING: TRAINING,
    Condition.ASSESSMENT: ASSESSMENT,
    Condition.AGREEMENT: AGREEMENT,
    Condition.COURSES: COURSES,
    Condition.PRISON: PRISON,
}


def _branches() -> str:
    return " UNION ALL ".join(
        f"SELECT '{condition.value}'::text, b.* FROM ({sql}) b (detail, is_met, last_day) "
        f"WHERE '{condition.value}' = ANY (needed)"
        for condition, sql in BRANCHES.items()
    )


SQL = [
    f"""
    CREATE OR REPLACE FUNCTION encircle.readiness_facts(who uuid[], wanted_kind text, day date, at_prison uuid)
    RETURNS TABLE (volunteer_id uuid, condition text, detail uuid, is_met boolean, last_day date, excepted_until date)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan
    AS $$  -- planned once a connection: planning anew for each seat takes ten times as long as answering
    #variable_conflict use_column
    DECLARE
        needed text[];
        eligible public.vetting_eligibility;
        recheck interval;
        levels text[] := ARRAY['basic', 'standard', 'enhanced', 'barred'];
    BEGIN
        SELECT r.conditions INTO needed FROM public.readiness_requirement r
        WHERE r.kind = wanted_kind AND r.in_force_from <= day ORDER BY r.in_force_from DESC LIMIT 1;
        needed := coalesce(needed, {_EVERYTHING});  -- nothing said: everything is asked
        IF cardinality(needed) = 0 THEN RETURN; END IF;
        SELECT * INTO eligible FROM public.vetting_eligibility e
        WHERE e.role = 'volunteer' AND e.kind = wanted_kind AND e.in_force_from <= day
        ORDER BY e.in_force_from DESC LIMIT 1;
        SELECT make_interval(months => p.check_again_months) INTO recheck FROM public.organisation_practicestandard p
        WHERE p.in_force_from <= day ORDER BY p.in_force_from DESC LIMIT 1;
        RETURN QUERY
            SELECT v.id, f.condition, f.detail, f.is_met AND (f.last_day IS NULL OR f.last_day >= day), f.last_day,
                   e.until
            FROM unnest(who) AS v (id)
            CROSS JOIN LATERAL ({_branches()}) AS f (condition, detail, is_met, last_day)
            LEFT JOIN LATERAL (
                SELECT max(x.ends_on) AS until FROM public.readiness_datedexception x
                WHERE x.volunteer_id = v.id AND x.kind = wanted_kind AND x.condition = f.condition
                  AND x.starts_on <= day AND x.ends_on >= day AND x.at >= {_SINCE_BACK}
            ) e ON true;
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.readiness_of(who uuid[], kinds text[], day date, at_prison uuid)
    RETURNS TABLE (kind text, volunteer_id uuid, condition text, detail uuid, is_met boolean, last_day date,
                   excepted_until date)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    DECLARE
        seen uuid[];
    BEGIN
        SELECT coalesce(array_agg(v.id), '{}') INTO seen FROM public.volunteers_volunteer v
        WHERE v.id = ANY (who) AND ((SELECT encircle.all_areas())
            OR v.area_id = ANY ((SELECT encircle.staff_areas())::uuid[]) OR v.user_id = (SELECT encircle.actor()));
        RETURN QUERY
            SELECT k.kind, f.* FROM unnest(kinds) AS k (kind)
            CROSS JOIN LATERAL encircle.readiness_facts(seen, k.kind, day, at_prison) f;
    END
    $$;
    """,
]
