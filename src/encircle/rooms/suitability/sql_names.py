"""How the database compares names: without accents, in any order, by short forms, by sound, and but for one letter.

Every function is symmetric and depends on nothing but what it is given, so that names can be found by an index.
"""

import json

from .policy import every_strength
from .short_forms import families

MOST_WORDS = 6  # of one name: what comes after is no name any more

_FAMILIES = json.dumps(families(), sort_keys=True)
_STRENGTHS = ",\n".join(
    f"('{name}', '{birthday}', '{number}', '{found}')" for name, birthday, number, found in every_strength()
)

FOLDED = """
    -- Names without accents or capitals, for an index: unaccent() itself is not immutable because its dictionary may
    -- be changed; ours is not.
    CREATE OR REPLACE FUNCTION encircle.folded(words text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
        SELECT lower(public.unaccent('public.unaccent'::regdictionary, words))
    $$;
    """

NAME_SQL = [
    FOLDED,
    # In PL/pgSQL throughout: it keeps its plans, where a function in SQL that pins its search_path plans anew each call.
    f"""
    -- The words of a name, each once: "Zoë O’Brien-Smith" is zoe, obrien, smith. Titles are no part of it.
    CREATE OR REPLACE FUNCTION encircle.name_words(name text) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(word ORDER BY word COLLATE "C"), '{{}}') FROM (
                SELECT DISTINCT word FROM regexp_split_to_table(
                    regexp_replace(encircle.folded(coalesce(name, '')), '[''’`.]', '', 'g'), '[^[:alnum:]]+'
                ) AS word WHERE word NOT IN ('', 'mr', 'mrs', 'ms', 'miss', 'dr') LIMIT {MOST_WORDS}
            ) words
        );
    END
    $$;
    """,
    f"""
    -- What a word of a name may be known by: itself, the families of first names it belongs to, and its sound.
    CREATE OR REPLACE FUNCTION encircle.word_keys(word text) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    DECLARE
        families CONSTANT jsonb := $families${_FAMILIES}$families$;
        keys text[] := ARRAY['"' || word];
        sound text := public.dmetaphone(left(word, 60));
    BEGIN
        IF families ? word THEN
            keys := keys || ARRAY(SELECT '=' || f FROM jsonb_array_elements_text(families -> word) AS f);
        END IF;
        IF length(sound) > 1 THEN keys := keys || ('~' || sound); END IF;
        RETURN keys;
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.words_alike(one text, other text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    BEGIN
        RETURN one = other
            OR (least(length(one), length(other)) >= 5
                AND public.levenshtein(left(one, 60), left(other, 60)) <= 1)
            OR encircle.word_keys(one) && encircle.word_keys(other);
    END
    $$;
    """,
    """
    -- For an index: every two words of each name, as each may be known. Names that share one may be the same.
    CREATE OR REPLACE FUNCTION encircle.name_pairs(names text[]) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    DECLARE
        one text;
        words text[];
        ours text[];
        theirs text[];
        a text;
        b text;
        pairs text[] := '{}';
    BEGIN
        FOREACH one IN ARRAY coalesce(names, '{}') LOOP
            words := encircle.name_words(one);
            FOR i IN 1 .. cardinality(words) - 1 LOOP
                ours := encircle.word_keys(words[i]);
                FOR j IN i + 1 .. cardinality(words) LOOP
                    theirs := encircle.word_keys(words[j]);
                    FOREACH a IN ARRAY ours LOOP
                        FOREACH b IN ARRAY theirs LOOP
                            pairs := pairs || (CASE WHEN a < b COLLATE "C" THEN a || ' ' || b ELSE b || ' ' || a END);
                        END LOOP;
                    END LOOP;
                END LOOP;
            END LOOP;
        END LOOP;
        RETURN pairs;
    END
    $$;
    """,
    """
    -- How much two names resemble each other: same, close, part or other.
    CREATE OR REPLACE FUNCTION encircle.name_likeness(one text, other text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    DECLARE
        ours text[] := encircle.name_words(one);
        theirs text[] := encircle.name_words(other);
        alike integer;
    BEGIN
        IF ours = theirs AND cardinality(ours) > 1 THEN RETURN 'same'; END IF;
        SELECT least(
            (SELECT count(*) FROM unnest(ours) x
             WHERE EXISTS (SELECT FROM unnest(theirs) y WHERE encircle.words_alike(x, y))),
            (SELECT count(*) FROM unnest(theirs) y
             WHERE EXISTS (SELECT FROM unnest(ours) x WHERE encircle.words_alike(x, y)))
        ) INTO alike;
        IF alike >= 2 AND alike = least(cardinality(ours), cardinality(theirs)) THEN RETURN 'close'; END IF;
        RETURN CASE WHEN alike >= 1 THEN 'part' ELSE 'other' END;
    END
    $$;
    """,
    """
    -- The best of two people's names, each of whom may have several.
    CREATE OR REPLACE FUNCTION encircle.names_likeness(ones text[], others text[]) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce((
                SELECT each.likeness FROM (
                    SELECT encircle.name_likeness(a, b) AS likeness FROM unnest(ones) a CROSS JOIN unnest(others) b
                ) each ORDER BY array_position(ARRAY['same', 'close', 'part', 'other'], each.likeness) LIMIT 1
            ), 'other')
        );
    END
    $$;
    """,
    """
    -- Two birthdays as they are written, YYYY-MM-DD: the same, a slip of the pen, other, or not known of both.
    CREATE OR REPLACE FUNCTION encircle.birthday_likeness(one text, other text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT CASE
            WHEN one IS NULL OR other IS NULL THEN 'unknown'
            WHEN one !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' OR other !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN 'unknown'
            WHEN one = other THEN 'same'
            WHEN left(one, 4) = left(other, 4) AND substr(one, 6, 2) = substr(other, 9, 2)
                 AND substr(one, 9, 2) = substr(other, 6, 2) THEN 'slip'
            WHEN (SELECT count(*) FROM generate_series(1, 10) i WHERE substr(one, i, 1) <> substr(other, i, 1)) = 1
                 THEN 'slip'
            ELSE 'other' END
        );
    END
    $$;
    """,
    """
    -- Two sets of numbers, each "kind:number".
    CREATE OR REPLACE FUNCTION encircle.number_likeness(ones text[], others text[]) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT CASE
            WHEN ones && others THEN 'same'
            WHEN EXISTS (SELECT FROM unnest(ones) a JOIN unnest(others) b
                         ON split_part(a, ':', 1) = split_part(b, ':', 1)) THEN 'other'
            ELSE 'unknown' END
        );
    END
    $$;
    """,
    f"""
    CREATE OR REPLACE FUNCTION encircle.likeness(name text, birthday text, number text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT s.found FROM (VALUES {_STRENGTHS}) AS s (name, birthday, number, found)
        WHERE s.name = $1 AND s.birthday = $2 AND s.number = $3
        );
    END
    $$;
    """,
]

# What each table knows of a person's names and numbers, as the comparison asks it.
SOURCE_SQL = [
    """
    CREATE OR REPLACE FUNCTION encircle.full_names(given text, family text, known_as text) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT array_agg(DISTINCT first || ' ' || family)
        FROM unnest(ARRAY[coalesce(given, ''), coalesce(nullif(known_as, ''), given, '')]) AS first
        );
    END
    $$;
    """,
    """
    -- Of a submitted section "person"; a former name of one word is taken for a last name.
    CREATE OR REPLACE FUNCTION encircle.names_referred(answers jsonb) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT encircle.full_names(v ->> 'given_name', v ->> 'family_name', v ->> 'known_as') || coalesce((
            SELECT array_agg(DISTINCT CASE WHEN trim(line) LIKE '% %' THEN trim(line)
                                           ELSE (v ->> 'given_name') || ' ' || trim(line) END)
            FROM regexp_split_to_table(coalesce(v ->> 'other_names', ''), '[\\n,;]+') AS line WHERE trim(line) <> ''
        ), '{}')
        FROM (SELECT answers -> 'values' AS v) x
        );
    END
    $$;
    """,
    """
    -- Of a submitted section "identifiers"; what is not known is no number.
    CREATE OR REPLACE FUNCTION encircle.numbers_referred(answers jsonb) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT coalesce(array_agg(key || ':' || upper(regexp_replace(value, '[^A-Za-z0-9]', '', 'g'))), '{}')
        FROM jsonb_each_text(coalesce(answers -> 'values', '{}')) WHERE value <> 'not_known' AND value <> ''
        );
    END
    $$;
    """,
    """
    -- Of a submitted section "victims": whom the person is to be kept apart from.
    CREATE OR REPLACE FUNCTION encircle.names_apart(answers jsonb) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
        SELECT coalesce(array_agg(entry -> 'values' ->> 'name'), '{}')
        FROM jsonb_array_elements(coalesce(answers -> 'entries', '[]')) AS entry
        WHERE entry -> 'values' ->> 'name' IS NOT NULL
        );
    END
    $$;
    """,
    *[
        f"CREATE INDEX IF NOT EXISTS {name} ON public.{table} USING {how} {where}"
        for name, table, how, where in (
            (
                "people_coremember_pairs",
                "people_coremember",
                "gin",
                "(encircle.name_pairs(encircle.full_names(given_name, family_name, known_as)))",
            ),
            ("people_coremember_born", "people_coremember", "btree", "(born_on)"),
            (
                "volunteers_volunteer_pairs",
                "volunteers_volunteer",
                "gin",
                "(encircle.name_pairs(encircle.full_names(given_name, family_name, '')))",
            ),
            ("accounts_user_pairs", "accounts_user", "gin", "(encircle.name_pairs(ARRAY[name::text]))"),
            (
                "referrals_section_pairs",
                "referrals_submittedsection",
                "gin",
                "(encircle.name_pairs(encircle.names_referred(answers))) WHERE section = 'person'",
            ),
            (
                "referrals_section_born",
                "referrals_submittedsection",
                "btree",
                "((answers -> 'values' ->> 'born_on')) WHERE section = 'person'",
            ),
            (
                "referrals_section_numbers",
                "referrals_submittedsection",
                "gin",
                "(encircle.numbers_referred(answers)) WHERE section = 'identifiers'",
            ),
            (
                "referrals_section_apart",
                "referrals_submittedsection",
                "gin",
                "(encircle.name_pairs(encircle.names_apart(answers))) WHERE section = 'victims'",
            ),
        )
    ],
]
