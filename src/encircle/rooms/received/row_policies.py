"""A professional sees what they sent; the staff of the area read it; volunteers and other professionals never."""

from encircle.foundations.access.policies import (
    ACTOR,
    Definer,
    Table,
    add,
    glass,
    mine,
    one_of,
    read,
    receipt,
    staff,
    system,
)

SQL = [
    """
    -- How the acting professional names the Circles they hold a seat in: a reference, and nothing more of the Circle.
    CREATE OR REPLACE FUNCTION encircle.own_circle_references() RETURNS TABLE (seat_id uuid, reference text, place text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT s.id, c.reference::text, s.position::text FROM public.circles_seat s
        JOIN public.circles_circle c ON c.id = s.circle_id
        WHERE s.id = ANY ((SELECT encircle.outer_seats())::uuid[]);
    END
    $$;
    """,
    """
    -- Whom news from one of the acting professional's seats is for: the coordinators with a seat in that Circle who
    -- still work in its area, else every coordinator of the area, else the operations managers.
    CREATE OR REPLACE FUNCTION encircle.coordinators_of_seat(seat uuid) RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            WITH own AS (
            SELECT o.circle_id, o.area_id FROM public.circles_seat o
            WHERE o.id = seat AND o.id = ANY ((SELECT encircle.outer_seats())::uuid[])
        ), present AS (
            SELECT a.user_id, a.role, a.area_id FROM public.access_appointment a
            JOIN public.accounts_user u ON u.id = a.user_id AND u.suspended_at IS NULL
            WHERE a.starts_at <= (SELECT encircle.now()) AND (a.ends_at IS NULL OR a.ends_at > (SELECT encircle.now()))
        ), ranked AS (
            SELECT s.coordinator_id AS user_id, 1 AS turn FROM own
            JOIN public.circles_seat s ON s.circle_id = own.circle_id AND s.part = 'coordinator'
                AND s.starts_at <= (SELECT encircle.now())
                AND (s.ends_at IS NULL OR s.ends_at > (SELECT encircle.now()))
            JOIN present p ON p.user_id = s.coordinator_id
                AND (p.area_id = own.area_id OR p.role IN ('senior_coordinator', 'operations_manager'))
            UNION ALL
            SELECT p.user_id, 2 FROM own JOIN present p ON p.role = 'coordinator' AND p.area_id = own.area_id
            UNION ALL
            SELECT p.user_id, 3 FROM own JOIN present p ON p.role = 'operations_manager'
        )
        SELECT coalesce(array_agg(DISTINCT user_id), '{}') FROM ranked WHERE turn = (SELECT min(turn) FROM ranked)
        );
    END
    $$;
    """,
]

_SENDS = f"sent_by_id = {ACTOR} AND {one_of('seat_id', 'outer_seats')}"

TABLES = [
    Table(
        "received_development",
        [
            read("staff", staff()),
            read("sender", mine("sent_by_id")),
            read("glass", glass()),
            read("system", system("escalator")),
            add("sender", _SENDS),
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "received_developmenttext",
        [
            read("staff", staff()),
            read("sender", mine("sent_by_id")),
            read("glass", glass()),
            receipt("development_id"),
            add(
                "sender",
                f"sent_by_id = {ACTOR} AND development_id IN (SELECT d.id FROM public.received_development d)",
            ),
        ],
    ),
    Table(
        "received_developmentread",
        [
            read("staff", staff()),
            read("sender", "development_id IN (SELECT d.id FROM public.received_development d)"),
            add("staff", f"{staff()} AND read_by_id = {ACTOR}"),
        ],
        readers=["encircle_scope"],
    ),
]

DEFINERS = [
    Definer("encircle.own_circle_references()", "encircle_scope"),
    Definer("encircle.coordinators_of_seat(uuid)", "encircle_scope"),
]
