"""Counts of what was said apart: the only way any of it is read.

Only years that have ended, each once and for all: a count that grew by one would say what the newest person answered.
Nothing of a year in which fewer than ten answered. Each count is rounded to the nearest five, so that 0 stands for
nobody, one or two, and no count follows from the others (Higher Education Statistics Agency, standard rounding
methodology). Leaving small numbers out was tried and given up: of 5, 5 and 3 the rule itself gave away the 3.
"""

FIGURES_SQL = [
    """
    CREATE OR REPLACE FUNCTION encircle.said_apart_figures()
    RETURNS TABLE (of_year integer, question text, answer text, people integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        IF NOT (SELECT encircle.holds('operations_manager')) THEN RETURN; END IF;
        RETURN QUERY
            WITH said AS (
                SELECT s.year::integer AS said_in, s.answers FROM public.recruiting_saidapart s
                WHERE s.year < extract(year FROM (SELECT encircle.now()) AT TIME ZONE 'Europe/London')
                  AND (SELECT count(*) FROM public.recruiting_saidapart o WHERE o.year = s.year) >= 10
            ), asked AS (
                SELECT DISTINCT said_in, k.code FROM said, jsonb_object_keys(answers) AS k (code)
            ), counted AS (
                SELECT a.said_in, a.code, coalesce(s.answers ->> a.code, '') AS said_so, count(*)::integer AS number
                FROM asked a JOIN said s ON s.said_in = a.said_in GROUP BY 1, 2, 3
            )
            SELECT c.said_in, c.code, c.said_so, (c.number + 2) / 5 * 5 FROM counted c ORDER BY 1, 2, 3;
    END
    $$;
    """,
]
