"""What a volunteer says of themselves is theirs and the staff's of the area, or whoever is on call: never the Circle's,
never a professional's."""

from encircle.foundations.access.policies import (
    ACTOR,
    Definer,
    Table,
    add,
    mine,
    one_of,
    read,
    receipt,
    staff,
    system,
)
from encircle.rooms.risk.sql_ladder import rungs_sql
from encircle.rooms.volunteers.row_policies import OWN, PRESENT

from . import presence_policies, supervision_policies
from .sql_asked import ASKED_SQL


def _handlers(column: str) -> str:
    return f"({staff()} OR {one_of(column, 'on_call_checks')})"


def _own(column: str = "check_of_id") -> str:
    return f"{column} = ANY ((SELECT encircle.own_checks())::uuid[])"


def _of_check(table: str) -> str:
    """The row carries the Circle and the area of its check."""
    return (
        f"EXISTS (SELECT FROM public.support_check c WHERE c.id = {table}.check_of_id "
        f"AND c.circle_id = {table}.circle_id AND c.area_id = {table}.area_id)"
    )


_OWN_MEETING = (
    f"{one_of('meeting_id', 'volunteer_meetings')} AND EXISTS (SELECT FROM public.meetings_meeting m "
    "WHERE m.id = meeting_id AND m.circle_id = support_check.circle_id AND m.area_id = support_check.area_id)"
)

_RINGS = """
            SELECT c.circle_id, c.area_id, false AS walled, NULL::uuid AS about_user_id FROM public.support_check c
            WHERE c.id = wanted AND c.answer = 'today' AND (SELECT encircle.system()) = 'escalator'"""

SQL = [
    rungs_sql("call_rungs", _RINGS),
    f"""
    -- What the acting volunteer said after meetings.
    CREATE OR REPLACE FUNCTION encircle.own_checks() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(c.id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.support_check c ON c.volunteer_id = v.id
        WHERE v.user_id = (SELECT encircle.actor()) AND {PRESENT}
        );
    END
    $$;
    """,
    """
    -- Volunteers who need a call today for whom the acting person was on call, wherever they work: for three days.
    CREATE OR REPLACE FUNCTION encircle.on_call_checks() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT c.id), '{}') FROM public.organisation_oncallshift s
        JOIN public.support_check c ON c.answer = 'today' AND (s.area_id IS NULL OR s.area_id = c.area_id)
            AND c.answered_at > (SELECT encircle.now()) - interval '3 days' AND s.ends_at > c.answered_at
        WHERE s.user_id = (SELECT encircle.actor()) AND s.starts_at <= (SELECT encircle.now())
          AND (SELECT encircle.holds('coordinator', 'senior_coordinator', 'operations_manager'))
        );
    END
    $$;
    """,
    """
    -- Whom to ring, for whoever may see that they asked: on call they do not see the volunteer's record.
    CREATE OR REPLACE FUNCTION encircle.whom_to_call(checks uuid[]) RETURNS TABLE (check_id uuid, name text, phone text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT c.id, v.given_name || ' ' || v.family_name, v.phone::text FROM public.support_check c
        JOIN public.volunteers_volunteer v ON v.id = c.volunteer_id
        WHERE c.id = ANY (checks) AND (
            (SELECT encircle.all_areas()) OR c.area_id = ANY ((SELECT encircle.staff_areas())::uuid[])
            OR c.id = ANY ((SELECT encircle.on_call_checks())::uuid[])
        );
    END
    $$;
    """,
    ASKED_SQL,
    *supervision_policies.SQL,
    *presence_policies.SQL,
]

TABLES = [
    Table(
        "support_check",
        [
            read("handlers", _handlers("id")),
            read("own", OWN),
            read("clock", system("escalator")),
            add("own", f"{OWN} AND {mine('answered_by_id')} AND {_OWN_MEETING}"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "support_checkwords",
        [
            read("handlers", _handlers("check_of_id")),
            read("own", _own()),
            receipt("check_of_id"),
            add("own", f"{_own()} AND {_of_check('support_checkwords')}"),
        ],
        append_only=True,
    ),
    Table(
        "support_callback",
        [
            read("handlers", _handlers("check_of_id")),
            read("own", _own()),
            read("clock", system("escalator")),
            add(
                "handlers",
                f"{_handlers('check_of_id')} AND {mine('by_id')} AND NOT {_own()} AND {_of_check('support_callback')}",
            ),
        ],
        append_only=True,
    ),
    Table(
        "support_callbackwords",
        [
            read("handlers", _handlers("check_of_id")),
            read("own", _own()),
            receipt("check_of_id"),
            add(
                "caller",
                "EXISTS (SELECT FROM public.support_callback b WHERE b.id = call_id AND "
                f"b.check_of_id = support_callbackwords.check_of_id AND b.by_id = {ACTOR}) "
                f"AND {_of_check('support_callbackwords')}",
            ),
        ],
        append_only=True,
    ),
    Table(
        "support_asking",
        [
            read("handlers", _handlers("check_of_id")),
            read("own", _own()),
            read("clock", system("escalator")),
            add("clock", system("escalator")),
        ],
        append_only=True,
    ),
    Table(
        "support_checkasked",
        [
            read("staff", staff()),
            read("own", OWN),
            read("clock", system("escalator")),
            add("clock", system("escalator")),
        ],
        append_only=True,
    ),
    *supervision_policies.TABLES,
    *presence_policies.TABLES,
]

DEFINERS = [
    Definer("encircle.call_rungs(uuid)", "encircle_scope"),
    Definer("encircle.own_checks()", "encircle_scope"),
    Definer("encircle.on_call_checks()", "encircle_scope"),
    Definer("encircle.whom_to_call(uuid[])", "encircle_scope"),
    Definer("encircle.at_meeting(uuid)", "encircle_scope"),
    *supervision_policies.DEFINERS,
    *presence_policies.DEFINERS,
]
