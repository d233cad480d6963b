"""A concern is its area's staff's; one about someone who works here is the safeguarding lead's and above, never its
subject's. Who raised it sees, while they have a place there, that it was read and where it stands, and nothing
anyone else wrote."""

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
from encircle.rooms.circles.sql_scope import IN_PERIOD

from .sql_ladder import OPEN_SQL, RUNGS_SQL


def handlers(concern: str = "concern_id") -> str:
    """Staff of the area, and whoever is on call while it is imminent; behind the wall, never its subject."""
    return (
        f"((NOT walled AND ({staff()} OR {one_of(concern, 'on_call_concerns')})) "
        f"OR (walled AND about_user_id IS DISTINCT FROM {ACTOR} "
        f"AND {holds('safeguarding_lead', 'senior_coordinator', 'operations_manager')}))"
    )


HANDLERS = handlers()
GLASS = f"(NOT walled AND {glass()})"
_STILL_THERE = f"{staff()} OR {one_of('circle_id', 'volunteer_circles')}"
_RAISES = f"raised_by_id = {ACTOR} AND ({_STILL_THERE}) AND (kind <> 'development' OR {staff()})"
# Urgent news rings: whoever sends it from their seat raises it, and sees nothing of it afterwards.
_RINGS = (
    f"raised_by_id = {ACTOR} AND kind = 'development' AND NOT walled AND meeting_id IS NULL "
    "AND encircle.sits_outside(circle_id, area_id)"
)
_OWN = "concern_id = ANY ((SELECT encircle.own_concerns())::uuid[])"

SQL = [
    *OPEN_SQL,
    *RUNGS_SQL,
    """
    -- Concerns the acting person raised, while they still have a place where they raised them.
    CREATE OR REPLACE FUNCTION encircle.own_concerns() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(c.id), '{}') FROM public.risk_concern c
        WHERE c.raised_by_id = (SELECT encircle.actor()) AND (
            (SELECT encircle.all_areas())
            OR c.area_id = ANY ((SELECT encircle.staff_areas())::uuid[])
            OR c.circle_id = ANY ((SELECT encircle.volunteer_circles())::uuid[])
        )
        );
    END
    $$;
    """,
    """
    -- Whether the acting professional holds a seat in the outer circle of this Circle, which is in this area.
    CREATE OR REPLACE FUNCTION encircle.sits_outside(circle uuid, area uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM public.circles_seat s
        WHERE s.id = ANY ((SELECT encircle.outer_seats())::uuid[]) AND s.circle_id = circle AND s.area_id = area
        );
    END
    $$;
    """,
    f"""
    -- Whose login sits in each seat of a Circle, for those inside it: whom a concern is about.
    CREATE OR REPLACE FUNCTION encircle.seat_logins(circle uuid) RETURNS TABLE (seat_id uuid, user_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT s.id, coalesce(s.coordinator_id, v.user_id) FROM public.circles_seat s
        LEFT JOIN public.volunteers_volunteer v ON v.id = s.volunteer_id
        WHERE s.circle_id = circle AND s.part IN ('coordinator', 'volunteer') AND {IN_PERIOD} AND (
            (SELECT encircle.all_areas())
            OR s.area_id = ANY ((SELECT encircle.staff_areas())::uuid[])
            OR s.circle_id = ANY ((SELECT encircle.volunteer_circles())::uuid[])
        );
    END
    $$;
    """,
]

TABLES = [
    Table(
        "risk_concern",
        [
            read("handlers", handlers("id")),
            read("raiser", f"{mine('raised_by_id')} AND ({_STILL_THERE})"),
            read("glass", GLASS),
            read("system", system("escalator")),
            add("raise", _RAISES),
            add("news", _RINGS),
        ],
        readers=["encircle_scope"],
        append_only=True,
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
        append_only=True,
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
        keepers={"encircle_scope": "SELECT, INSERT"},
        append_only=True,
    ),
    Table(
        "risk_stepreason",
        [read("handlers", HANDLERS), read("glass", GLASS), receipt("concern_id"), add("handlers", HANDLERS)],
        append_only=True,
    ),
    Table(
        "risk_openconcern",
        [
            read("handlers", HANDLERS),
            read("glass", GLASS),
            read("clock", system("escalator")),
            change("clock", system("escalator")),
        ],
        updates=["look_at"],
        keepers={"encircle_scope": "SELECT, INSERT, UPDATE, DELETE"},
    ),
]


DEFINERS = [
    Definer("encircle.own_concerns()", "encircle_scope"),
    Definer("encircle.follow_concern(uuid)", "encircle_scope", for_owner=True),
    Definer("encircle.on_call_concerns()", "encircle_scope"),
    Definer("encircle.concern_rungs(uuid)", "encircle_scope"),
    Definer("encircle.concern_handlers(uuid)", "encircle_scope"),
    Definer("encircle.seat_logins(uuid)", "encircle_scope"),
    Definer("encircle.sits_outside(uuid,uuid)", "encircle_scope"),
]
