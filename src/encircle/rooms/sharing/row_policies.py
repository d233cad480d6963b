"""A professional sees the releases addressed to a seat they hold now, unless recalled; the words need a receipt."""

from encircle.foundations.access.policies import (
    ACTOR,
    Definer,
    Table,
    add,
    glass,
    one_of,
    read,
    receipt,
    staff,
    system,
)

OWN = one_of("seat_id", "outer_seats")
_NOT_RECALLED = "NOT EXISTS (SELECT FROM public.sharing_recall x WHERE x.release_id = {column})"

SQL = [
    """
    -- Releases of walled concerns, which nobody may infer from a ledger.
    CREATE OR REPLACE FUNCTION encircle.walled_releases() RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(array_agg(r.id), '{}') FROM public.sharing_release r
        JOIN public.risk_concern c ON c.id = r.concern_id
        WHERE c.walled AND NOT (
            c.about_user_id IS DISTINCT FROM (SELECT encircle.actor())
            AND (SELECT encircle.holds('safeguarding_lead', 'senior_coordinator', 'operations_manager'))
        )
    $$;
    """
]

_STAFF_OF_RELEASE = f"({staff()} AND NOT (release_id = ANY ((SELECT encircle.walled_releases())::uuid[])))"

TABLES = [
    *[
        Table(name, [read("staff", staff()), add("staff", staff())])
        for name in (
            "sharing_consent",
            "sharing_consentsubject",
            "sharing_consentnarrowing",
            "sharing_withdrawal",
            "sharing_otherground",
            "sharing_groundsubject",
        )
    ],
    Table("sharing_groundreason", [read("staff", staff()), receipt("ground_id"), add("staff", staff())]),
    Table(
        "sharing_release",
        [
            read("staff", f"{staff()} AND NOT (id = ANY ((SELECT encircle.walled_releases())::uuid[]))"),
            read(
                "recipient",
                f"{OWN} AND channel = 'online' AND {_NOT_RECALLED.format(column='sharing_release.id')}",
            ),
            read("glass", f"{glass()} AND kind = 'minutes'"),
            read("system", system("postman", "escalator")),
            add("staff", f"{staff()} AND released_by_id = {ACTOR}"),
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
                "(SELECT FROM public.sharing_passageclosure c WHERE c.passage_id = sharing_releasepassage.id)",
            ),
            receipt("release_id"),
            add("staff", staff()),
        ],
    ),
    Table("sharing_passagebasis", [read("staff", _STAFF_OF_RELEASE), add("staff", staff())]),
    Table(
        "sharing_passageclosure",
        [read("staff", _STAFF_OF_RELEASE), read("recipient", OWN), add("staff", staff())],
    ),
    Table("sharing_withheld", [read("staff", _STAFF_OF_RELEASE), add("staff", staff())]),
    Table(
        "sharing_releaseevent",
        [
            read("staff", _STAFF_OF_RELEASE),
            read("recipient", f"{OWN} AND kind IN ('opened', 'acknowledged')"),
            read("system", system("postman", "escalator")),
            add("staff", f"{staff()} AND by_id = {ACTOR}"),
            add("recipient", f"{OWN} AND by_id = {ACTOR} AND kind IN ('opened', 'acknowledged')"),
            add(
                "system",
                f"{system('postman', 'escalator')} AND by_id IS NULL AND kind IN ('notified', 'chased')",
            ),
        ],
    ),
    Table(
        "sharing_recall",
        [
            read("staff", _STAFF_OF_RELEASE),
            # The recipient's policies look for it, so it must be visible to them; it holds a code and a time.
            read("recipient", OWN),
            add("staff", f"{staff()} AND recalled_by_id = {ACTOR}"),
        ],
    ),
]

DEFINERS = [Definer("encircle.walled_releases()", "encircle_scope")]
