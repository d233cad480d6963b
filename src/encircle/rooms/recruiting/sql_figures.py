"""Counts of what was said apart: the only way any of it is read.

Only years that have ended, each once and for all: a count that grew by one would say what the newest person answered.
Nothing of a year in which fewer than ten answered. Counts below five are left out, and then so many more, the smallest
first, that no count left out follows from the others: a single one would be the rest of the total; several would follow
where their sum is as large as it can be.
"""

FIGURES_SQL = [
    """
    CREATE OR REPLACE FUNCTION encircle.small_left_out(counts integer[]) RETURNS integer[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    DECLARE
        shown integer[] := counts;
        hidden integer := 0;
        together integer := 0;
        place integer;
    BEGIN
        FOR place IN 1 .. coalesce(cardinality(counts), 0) LOOP
            IF counts[place] < 5 THEN
                shown[place] := NULL; hidden := hidden + 1; together := together + counts[place];
            END IF;
        END LOOP;
        IF hidden = 1 OR hidden > 1 AND together = 4 * hidden THEN
            SELECT p INTO place FROM generate_subscripts(shown, 1) p WHERE shown[p] IS NOT NULL ORDER BY shown[p], p LIMIT 1;
            IF FOUND THEN shown[place] := NULL; END IF;
        END IF;
        RETURN shown;
    END
    $$;
    """,
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
            ), kept AS (
                SELECT said_in, code, array_agg(said_so ORDER BY said_so) AS words,
                       encircle.small_left_out(array_agg(number ORDER BY said_so)) AS numbers
                FROM counted GROUP BY 1, 2
            )
            SELECT k.said_in, k.code, l.word, l.number FROM kept k, unnest(k.words, k.numbers) AS l (word, number)
            ORDER BY 1, 2, 3;
    END
    $$;
    """,
]
