"""A professional sees the releases addressed to a seat they hold now, unless recalled; the words need a receipt.

The report at the end of a Circle they see for some time after their seat in it is over, while they are at their agency.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    Definer,
    Table,
    add,
    change,
    glass,
    holds,
    mine,
    one_of,
    read,
    receipt,
    staff,
    system,
)

from .sql_concerns import CONCERN_SQL
from .sql_walled import WALLED_DEFINERS, WALLED_SQL

_HELD = one_of("seat_id", "outer_seats")
OWN_RELEASE = f"({_HELD} OR {one_of('id', 'own_end_reports')})"
OWN = f"({_HELD} OR {one_of('release_id', 'own_end_reports')})"
_NOT_RECALLED = "NOT EXISTS (SELECT FROM public.sharing_recall x WHERE x.release_id = {column})"

SQL = [
    """
    -- How much of a release to the acting professional an agency took back: it is not shown, and said to be missing.
    CREATE OR REPLACE FUNCTION encircle.taken_back_of(release uuid) RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT count(*) FROM public.sharing_releasepassage p
        WHERE p.release_id = release
          AND (p.seat_id = ANY ((SELECT encircle.outer_seats())::uuid[])
               OR p.release_id = ANY ((SELECT encircle.own_end_reports())::uuid[]))
          AND (p.source_id = ANY ((SELECT encircle.words_taken_back())::uuid[])
               OR p.source_id = ANY ((SELECT encircle.report_words_taken_back())::uuid[]))
        );
    END
    $$;
    """,
    """
    -- Reports at the end of a Circle that were released to the acting person and are still open, while their place at
    -- the agency lasts. Their seat is over; what else was released to it is closed with it.
    CREATE OR REPLACE FUNCTION encircle.own_end_reports() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(r.id), '{}') FROM public.partners_professional p
        JOIN public.sharing_release r ON r.professional_id = p.id AND r.open_until > (SELECT encircle.now())
        WHERE p.user_id = (SELECT encircle.actor())
          AND p.starts_at <= (SELECT encircle.now()) AND (p.ends_at IS NULL OR p.ends_at > (SELECT encircle.now()))
        );
    END
    $$;
    """,
    """
    -- Releases of walled concerns, which nobody may infer from a ledger.
    CREATE OR REPLACE FUNCTION encircle.walled_releases() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(r.id), '{}') FROM public.sharing_release r
        JOIN public.risk_concern c ON c.id = r.concern_id
        WHERE c.walled AND NOT (
            c.about_user_id IS DISTINCT FROM (SELECT encircle.actor())
            AND (SELECT encircle.holds('safeguarding_lead', 'senior_coordinator', 'operations_manager'))
        )
        );
    END
    $$;
    """,
    """
    -- Releases of a concern about the acting person: no role of theirs opens what it led to.
    CREATE OR REPLACE FUNCTION encircle.releases_about_me() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(r.id), '{}') FROM public.sharing_release r
        JOIN public.risk_concern c ON c.id = r.concern_id
        WHERE c.about_user_id = (SELECT encircle.actor())
        );
    END
    $$;
    """,
    """
    -- Grounds decided for telling agencies of a walled concern: to be inferred by nobody either.
    CREATE OR REPLACE FUNCTION encircle.walled_grounds() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(g.id), '{}') FROM public.sharing_otherground g
        JOIN public.risk_concern c ON c.id = g.concern_id
        WHERE c.walled AND NOT (
            c.about_user_id IS DISTINCT FROM (SELECT encircle.actor())
            AND (SELECT encircle.holds('safeguarding_lead', 'senior_coordinator', 'operations_manager'))
        )
        );
    END
    $$;
    """,
    "DROP FUNCTION IF EXISTS encircle.suspended_professionals(uuid[])",
    """
    -- Which of these professionals cannot open anything now: their login is suspended, or they have not signed up yet
    -- (no login, or the invitation to it unused).
    CREATE OR REPLACE FUNCTION encircle.who_cannot_open(ids uuid[])
    RETURNS TABLE (professional_id uuid, suspended boolean, unjoined boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        IF NOT ((SELECT encircle.system()) IS NOT DISTINCT FROM 'escalator' OR (SELECT encircle.holds(
            'coordinator', 'senior_coordinator', 'operations_manager', 'safeguarding_lead'))) THEN RETURN; END IF;
        RETURN QUERY
            SELECT p.id, u.suspended_at IS NOT NULL, u.id IS NULL OR (
                EXISTS (SELECT FROM public.accounts_invitation i
                    WHERE i.user_id = u.id AND i.purpose = 'join' AND i.accepted_at IS NULL)
                AND NOT EXISTS (SELECT FROM public.accounts_invitation i
                    WHERE i.user_id = u.id AND i.purpose = 'join' AND i.accepted_at IS NOT NULL)
            )
            FROM public.partners_professional p LEFT JOIN public.accounts_user u ON u.id = p.user_id
            WHERE p.id = ANY (ids);
    END
    $$;
    """,
    # Nothing is ever released without a ground: asked once more by the database itself when the transaction ends.
    """
    CREATE OR REPLACE FUNCTION encircle.passage_rests_on_something() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM public.sharing_passagebasis b WHERE b.passage_id = NEW.id) THEN
            RAISE EXCEPTION 'A released passage rests on no consent and no other ground.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS passage_rests_on_something ON public.sharing_releasepassage",
    """CREATE CONSTRAINT TRIGGER passage_rests_on_something AFTER INSERT ON public.sharing_releasepassage
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION encircle.passage_rests_on_something()""",
    *CONCERN_SQL,
    *WALLED_SQL,
]

_GROUND_NOT_WALLED = "NOT ({column} = ANY ((SELECT encircle.walled_grounds())::uuid[]))"
# Nothing is added to what one cannot see: a concern behind a wall gets no release and no ground from others.
_CONCERN_SEEN = (
    "({table}.concern_id IS NULL OR EXISTS (SELECT FROM public.risk_concern k WHERE k.id = {table}.concern_id))"
)
_OF_A_BREACH = (
    f"{holds('data_protection_lead')} AND NOT (release_id = ANY ((SELECT encircle.releases_about_me())::uuid[]))"
)
# The safeguarding lead, for the concerns she handles and nothing else.
_HANDLED = one_of("concern_id", "handled_concerns")
_HANDLED_RELEASE = one_of("release_id", "handled_releases")
_HANDLED_GROUND = one_of("ground_id", "handled_grounds")
_STAFF_OF_RELEASE = f"({staff()} AND NOT (release_id = ANY ((SELECT encircle.walled_releases())::uuid[])))"

TABLES = [
    *[
        Table(name, [read("staff", staff()), add("staff", f"{staff()} AND {mine(by)}" if by else staff())])
        for name, by in (
            ("sharing_consent", "recorded_by_id"),
            ("sharing_consentsubject", ""),
            ("sharing_consentnarrowing", ""),
            ("sharing_withdrawal", "recorded_by_id"),
            ("sharing_strike", "struck_by_id"),
        )
    ],
    Table(
        "sharing_otherground",
        [
            read("staff", f"{staff()} AND {_GROUND_NOT_WALLED.format(column='id')}"),
            read("lead", _HANDLED),
            add(
                "staff",
                f"{staff()} AND decided_by_id = {ACTOR} AND {_CONCERN_SEEN.format(table='sharing_otherground')}",
            ),
            add("lead", f"{_HANDLED} AND decided_by_id = {ACTOR}"),
            change("staff", f"{staff()} AND {_GROUND_NOT_WALLED.format(column='id')}"),
        ],
        updates=["ends_at"],
        readers=["encircle_scope"],
    ),
    Table(
        "sharing_groundsubject",
        [
            read("staff", f"{staff()} AND {_GROUND_NOT_WALLED.format(column='ground_id')}"),
            add("staff", f"{staff()} AND {_GROUND_NOT_WALLED.format(column='ground_id')}"),
        ],
    ),
    Table(
        "sharing_groundreason",
        [
            read("staff", f"{staff()} AND {_GROUND_NOT_WALLED.format(column='ground_id')}"),
            read("lead", _HANDLED_GROUND),
            receipt("ground_id"),
            add("staff", f"{staff()} AND {_GROUND_NOT_WALLED.format(column='ground_id')}"),
            add("lead", _HANDLED_GROUND),
        ],
    ),
    Table(
        "sharing_release",
        [
            read("staff", f"{staff()} AND NOT (id = ANY ((SELECT encircle.walled_releases())::uuid[]))"),
            read(
                "recipient",
                f"{OWN_RELEASE} AND channel = 'online' AND {_NOT_RECALLED.format(column='sharing_release.id')}",
            ),
            read("lead", _HANDLED),
            read("glass", f"{glass()} AND kind = 'minutes'"),
            read("system", system("postman", "escalator")),
            add("staff", f"{staff()} AND released_by_id = {ACTOR} AND {_CONCERN_SEEN.format(table='sharing_release')}"),
            add("lead", f"{_HANDLED} AND kind = 'concern' AND released_by_id = {ACTOR}"),
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "sharing_releasepassage",
        [
            read("staff", _STAFF_OF_RELEASE),
            read(
                "recipient",
                f"{OWN} AND {_NOT_RECALLED.format(column='sharing_releasepassage.release_id')} AND NOT EXISTS "
                "(SELECT FROM public.sharing_passageclosure c WHERE c.passage_id = sharing_releasepassage.id) "
                # Another agency's words, while it still lets them go on.
                "AND (source_id IS NULL OR NOT (source_id = ANY ((SELECT encircle.words_taken_back())::uuid[]) "
                "OR source_id = ANY ((SELECT encircle.report_words_taken_back())::uuid[])))",
            ),
            read("lead", _HANDLED_RELEASE),
            receipt("release_id"),
            add("staff", _STAFF_OF_RELEASE),
            add("lead", _HANDLED_RELEASE),
        ],
        readers=["encircle_scope"],  # how many alone leaves the function
    ),
    Table(
        "sharing_passagebasis",
        [
            read("staff", _STAFF_OF_RELEASE),
            read("lead", _HANDLED_RELEASE),
            read("system", system("escalator")),
            add("staff", _STAFF_OF_RELEASE),
            add("lead", _HANDLED_RELEASE),
        ],
    ),
    Table(
        "sharing_passageclosure",
        [
            read("staff", _STAFF_OF_RELEASE),
            read("recipient", OWN),
            read("system", system("escalator")),
            add("staff", staff()),
        ],
    ),
    Table("sharing_withheld", [read("staff", _STAFF_OF_RELEASE), add("staff", _STAFF_OF_RELEASE)]),
    Table(
        "sharing_releaseevent",
        [
            read("staff", _STAFF_OF_RELEASE),
            read("recipient", f"{OWN} AND kind IN ('opened', 'acknowledged')"),
            read("lead", _HANDLED_RELEASE),
            # Whether what was recalled had been opened: the one thing of a release a breach turns on.
            read(
                "protection",
                f"{_OF_A_BREACH} AND kind = 'opened' AND release_id IN "
                "(SELECT x.release_id FROM public.sharing_recall x)",
            ),
            read("system", system("postman", "escalator")),
            add("staff", f"{_STAFF_OF_RELEASE} AND by_id = {ACTOR}"),
            add("lead", f"{_HANDLED_RELEASE} AND by_id = {ACTOR} AND kind = 'acknowledged'"),
            add("recipient", f"{OWN} AND by_id = {ACTOR} AND kind IN ('opened', 'acknowledged')"),
            add(
                "system",
                f"{system('postman', 'escalator')} AND by_id IS NULL AND kind IN ('notified', 'chased')",
            ),
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "sharing_recall",
        [
            read("staff", _STAFF_OF_RELEASE),
            read("system", system("escalator")),
            read("lead", _HANDLED_RELEASE),
            read("protection", _OF_A_BREACH),
            # The recipient's policies look for it, so it must be visible to them; it holds a code and a time.
            read("recipient", OWN),
            add("staff", f"{_STAFF_OF_RELEASE} AND recalled_by_id = {ACTOR}"),
        ],
        readers=["encircle_scope"],
    ),
]

DEFINERS = [
    Definer("encircle.taken_back_of(uuid)", "encircle_scope"),
    Definer("encircle.own_end_reports()", "encircle_scope"),
    Definer("encircle.follow_release(uuid)", "encircle_scope", for_owner=True),
    Definer("encircle.walled_releases()", "encircle_scope"),
    Definer("encircle.walled_grounds()", "encircle_scope"),
    Definer("encircle.releases_about_me()", "encircle_scope"),
    Definer("encircle.who_cannot_open(uuid[])", "encircle_scope"),
    *WALLED_DEFINERS,
]
