"""A concern is its area's staff's; one about someone who works here is the safeguarding lead's and above, never its
subject's. Who raised it sees that it was read and where it stands, and nothing anyone else wrote."""

from encircle.foundations.access.policies import (
    ACTOR,
    Definer,
    Table,
    add,
    glass,
    holds,
    mine,
    one_of,
    read,
    receipt,
    staff,
    system,
)

HANDLERS = (
    f"((NOT walled AND {staff()}) OR (walled AND about_user_id IS DISTINCT FROM {ACTOR} "
    f"AND {holds('safeguarding_lead', 'senior_coordinator', 'operations_manager')}))"
)
GLASS = f"(NOT walled AND {glass()})"
_RAISES = f"raised_by_id = {ACTOR} AND ({staff()} OR ({one_of('circle_id', 'volunteer_circles')}))"
_OWN = "concern_id = ANY ((SELECT encircle.own_concerns())::uuid[])"

SQL = [
    """
    CREATE OR REPLACE FUNCTION encircle.own_concerns() RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(array_agg(c.id), '{}') FROM public.risk_concern c
        WHERE c.raised_by_id = (SELECT encircle.actor())
    $$;
    """
]

TABLES = [
    Table(
        "risk_concern",
        [
            read("handlers", HANDLERS),
            read("raiser", mine("raised_by_id")),
            read("glass", GLASS),
            read("system", system("escalator")),
            add("raise", _RAISES),
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "risk_concernaccount",
        [
            read("handlers", HANDLERS),
            read("raiser", mine("written_by_id")),
            read("glass", GLASS),
            receipt("concern_id"),
            add("handlers", f"{HANDLERS} AND written_by_id = {ACTOR}"),
            add("raiser", f"{_OWN} AND written_by_id = {ACTOR}"),
        ],
    ),
    Table(
        "risk_concernstep",
        [
            read("handlers", HANDLERS),
            read("raiser", f"{_OWN} AND kind IN ('read', 'taken', 'triaged', 'closed')"),
            read("glass", GLASS),
            read("asked", mine("to_user_id")),
            read("system", system("escalator", "postman")),
            add("handlers", f"{HANDLERS} AND by_id = {ACTOR}"),
            add("clock", f"{system('escalator')} AND by_id IS NULL AND kind IN ('asked', 'climbed')"),
        ],
    ),
    Table(
        "risk_stepreason",
        [read("handlers", HANDLERS), read("glass", GLASS), receipt("concern_id"), add("handlers", HANDLERS)],
    ),
]


DEFINERS = [Definer("encircle.own_concerns()", "encircle_scope")]
