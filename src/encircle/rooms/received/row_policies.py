"""A professional sees what they sent; the staff of the area read it; other professionals never. Volunteers read only
the words an agency agreed for them, while it agrees. MAPPA is its area's staff's."""

from encircle.foundations.access.policies import (
    ACTOR,
    Definer,
    Policy,
    Table,
    add,
    change,
    glass,
    mine,
    one_of,
    read,
    receipt,
    staff,
    system,
)
from encircle.rooms.circles.sql_scope import IN_PERIOD

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
    f"""
    -- Permissions whose words the acting volunteer may read: the newest of their news, of a Circle they sit in, given
    -- since they could see it.
    CREATE OR REPLACE FUNCTION encircle.volunteer_onwards() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(o.id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.circles_seat s ON s.volunteer_id = v.id AND {IN_PERIOD}
        JOIN public.received_onward o ON o.circle_id = s.circle_id AND o.level = 'volunteers'
            AND o.recorded_at >= coalesce(s.sees_from, s.starts_at)
        WHERE v.user_id = (SELECT encircle.actor()) AND NOT EXISTS (
            SELECT FROM public.received_onward later
            WHERE later.development_id = o.development_id AND later.recorded_at > o.recorded_at)
        );
    END
    $$;
    """,
]

_ON_CALL = one_of("concern_id", "on_call_concerns")
_IN_HAND = f"development_id IN (SELECT d.id FROM public.received_development d WHERE d.{_ON_CALL})"
_ITS = "development_id IN (SELECT d.id FROM public.received_development d)"
_FOR_VOLUNTEERS = "= ANY ((SELECT encircle.volunteer_onwards())::uuid[])"
_OWN_NEWS = f"development_id IN (SELECT d.id FROM public.received_development d WHERE d.sent_by_id = {ACTOR})"
_OF_ACTION = "action_id IN (SELECT a.id FROM public.received_mappaaction a)"


def _by_area(author: str = "recorded_by_id") -> list[Policy]:
    return [read("staff", staff()), add("staff", f"{staff()} AND {author} = {ACTOR}")]


_SENDS = f"sent_by_id = {ACTOR} AND rang_at IS NULL AND {one_of('seat_id', 'outer_seats')}"
_WRITES_DOWN = f"{staff()} AND sent_by_id = {ACTOR} AND rang_at IS NOT NULL"

TABLES = [
    Table(
        "received_development",
        [
            read("staff", staff()),
            read("sender", f"{mine('sent_by_id')} AND rang_at IS NULL"),
            read("on_call", _ON_CALL),
            read("glass", glass()),
            read("system", system("escalator")),
            add("sender", _SENDS),
            add("staff", _WRITES_DOWN),
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "received_developmenttext",
        [
            read("staff", staff()),
            read("sender", f"{mine('sent_by_id')} AND {_ITS}"),
            read("on_call", _IN_HAND),
            read("glass", glass()),
            receipt("development_id"),
            add(
                "sender",
                f"sent_by_id = {ACTOR} AND {_ITS}",
            ),
        ],
    ),
    Table(
        "received_developmentread",
        [
            read("staff", staff()),
            read("sender", "development_id IN (SELECT d.id FROM public.received_development d)"),
            add("staff", f"{staff()} AND read_by_id = {ACTOR}"),
            add("on_call", f"read_by_id = {ACTOR} AND {_IN_HAND}"),
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "received_onward",
        [
            read("staff", staff()),
            read("sender", _OWN_NEWS),
            read("volunteer", f"id {_FOR_VOLUNTEERS}"),
            read("glass", glass()),
            add("staff", f"{staff()} AND recorded_by_id = {ACTOR}"),
            add("sender", f"recorded_by_id = {ACTOR} AND NOT by_phone AND {_OWN_NEWS}"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "received_onwardwords",
        [
            read("staff", staff()),
            read("sender", "onward_id IN (SELECT o.id FROM public.received_onward o)"),
            read("volunteer", f"onward_id {_FOR_VOLUNTEERS}"),
            read("glass", glass()),
            receipt("onward_id"),
            add("author", f"onward_id IN (SELECT o.id FROM public.received_onward o WHERE o.recorded_by_id = {ACTOR})"),
        ],
        append_only=True,
    ),
    Table("received_mappaplacing", _by_area(), append_only=True),
    Table(
        "received_mappameeting",
        [*_by_area(), change("staff", staff())],
        updates=["attendance", "next_on"],
    ),
    Table("received_mappaaction", _by_area(), append_only=True),
    Table(
        "received_mappaactiontext",
        [read("staff", staff()), receipt("action_id"), add("staff", f"{staff()} AND {_OF_ACTION}")],
        append_only=True,
    ),
    Table("received_mappaactiondone", _by_area("done_by_id"), append_only=True),
]

DEFINERS = [
    Definer("encircle.own_circle_references()", "encircle_scope"),
    Definer("encircle.coordinators_of_seat(uuid)", "encircle_scope"),
    Definer("encircle.volunteer_onwards()", "encircle_scope"),
]
