"""A concern is its area's staff's; one about someone who works here is the safeguarding lead's and above, never its
subject's. Who raised it sees, while they have a place there, that it was read and where it stands, and nothing
anyone else wrote."""

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
from encircle.rooms.circles.sql_scope import IN_PERIOD

HANDLERS = (
    f"((NOT walled AND {staff()}) OR (walled AND about_user_id IS DISTINCT FROM {ACTOR} "
    f"AND {holds('safeguarding_lead', 'senior_coordinator', 'operations_manager')}))"
)
GLASS = f"(NOT walled AND {glass()})"
_STILL_THERE = f"{staff()} OR {one_of('circle_id', 'volunteer_circles')}"
_RAISES = f"raised_by_id = {ACTOR} AND ({_STILL_THERE})"
_OWN = "concern_id = ANY ((SELECT encircle.own_concerns())::uuid[])"

SQL = [
    """
    -- Concerns the acting person raised, while they still have a place where they raised them.
    CREATE OR REPLACE FUNCTION encircle.own_concerns() RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(array_agg(c.id), '{}') FROM public.risk_concern c
        WHERE c.raised_by_id = (SELECT encircle.actor()) AND (
            (SELECT encircle.all_areas())
            OR c.area_id = ANY ((SELECT encircle.staff_areas())::uuid[])
            OR c.circle_id = ANY ((SELECT encircle.volunteer_circles())::uuid[])
        )
    $$;
    """,
    f"""
    -- The logins to tell of a concern at once. Who raised it may not see them, so this says ids and nothing else, and
    -- only to who raised it or wrote in it, and to the clock. Never the person it is about.
    CREATE OR REPLACE FUNCTION encircle.concern_handlers(wanted uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH concern AS (
            SELECT c.* FROM public.risk_concern c WHERE c.id = wanted
            AND (c.raised_by_id = (SELECT encircle.actor()) OR (SELECT encircle.system()) = 'escalator')
        ), holder AS (
            SELECT a.user_id, a.role, a.area_id FROM public.access_appointment a
            JOIN public.accounts_user u ON u.id = a.user_id AND u.suspended_at IS NULL
            WHERE a.starts_at <= encircle.now() AND (a.ends_at IS NULL OR a.ends_at > encircle.now())
        ), running AS (
            SELECT s.coordinator_id AS user_id FROM concern c
            JOIN public.circles_seat s ON s.circle_id = c.circle_id AND {IN_PERIOD}
            JOIN holder h ON h.user_id = s.coordinator_id
            WHERE (h.role = 'coordinator' AND h.area_id = c.area_id)
               OR h.role IN ('senior_coordinator', 'operations_manager')
        )
        SELECT h.user_id FROM concern c JOIN holder h
            ON h.role IN ('safeguarding_lead', 'senior_coordinator', 'operations_manager')
        WHERE c.walled AND h.user_id IS DISTINCT FROM c.about_user_id
        UNION
        SELECT r.user_id FROM concern c, running r WHERE NOT c.walled
        UNION
        -- Nobody who runs the Circle is there: everyone who could.
        SELECT h.user_id FROM concern c JOIN holder h
            ON (h.role = 'coordinator' AND h.area_id = c.area_id) OR h.role = 'senior_coordinator'
        WHERE NOT c.walled AND NOT EXISTS (SELECT FROM running)
        UNION
        SELECT o.user_id FROM concern c JOIN public.organisation_oncallshift o
            ON o.starts_at <= encircle.now() AND o.ends_at > encircle.now()
            AND (o.area_id IS NULL OR o.area_id = c.area_id)
        JOIN public.accounts_user u ON u.id = o.user_id AND u.suspended_at IS NULL
        WHERE NOT c.walled AND c.urgency = 'imminent'
    $$;
    """,
    f"""
    -- Whose login sits in each seat of a Circle, for those inside it: whom a concern is about.
    CREATE OR REPLACE FUNCTION encircle.seat_logins(circle uuid) RETURNS TABLE (seat_id uuid, user_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT s.id, coalesce(s.coordinator_id, v.user_id) FROM public.circles_seat s
        LEFT JOIN public.volunteers_volunteer v ON v.id = s.volunteer_id
        WHERE s.circle_id = circle AND s.part IN ('coordinator', 'volunteer') AND {IN_PERIOD} AND (
            (SELECT encircle.all_areas())
            OR s.area_id = ANY ((SELECT encircle.staff_areas())::uuid[])
            OR s.circle_id = ANY ((SELECT encircle.volunteer_circles())::uuid[])
        )
    $$;
    """,
]

TABLES = [
    Table(
        "risk_concern",
        [
            read("handlers", HANDLERS),
            read("raiser", f"{mine('raised_by_id')} AND ({_STILL_THERE})"),
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
            read("raiser", f"{_OWN} AND {mine('written_by_id')}"),
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
            read("raiser", f"{_OWN} AND kind IN ('read', 'taken', 'triaged', 'closed', 'reopened')"),
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


DEFINERS = [
    Definer("encircle.own_concerns()", "encircle_scope"),
    Definer("encircle.concern_handlers(uuid)", "encircle_scope"),
    Definer("encircle.seat_logins(uuid)", "encircle_scope"),
]
