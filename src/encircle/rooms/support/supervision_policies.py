"""Supervision and counselling: the staff of the area see that it was; what was said in supervision is its supervisor's
and theirs who took part."""

from encircle.foundations.access.policies import ACTOR, Definer, Table, add, change, mine, one_of, read, receipt, staff
from encircle.rooms.volunteers.row_policies import OWN, PRESENT, in_area, with_area

# Nobody looks after themselves.
_ANOTHERS = f"NOT ({OWN})"
_SUPERVISES = f"supervision_id IN (SELECT s.id FROM public.support_supervision s WHERE s.supervisor_id = {ACTOR})"


def _of_supervision(table: str) -> str:
    return (
        f"EXISTS (SELECT FROM public.support_supervision s WHERE s.id = {table}.supervision_id "
        f"AND s.area_id = {table}.area_id)"
    )


SQL = [
    f"""
    -- Supervisions in which the acting volunteer has a place.
    CREATE OR REPLACE FUNCTION encircle.own_places() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(p.supervision_id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.support_supervisionplace p ON p.volunteer_id = v.id
        WHERE v.user_id = (SELECT encircle.actor()) AND {PRESENT}
        );
    END
    $$;
    """,
    *(with_area(f"support_{name}") for name in ("counsellingoffer", "counsellingstep")),
    f"""
    -- Supervisions of which the acting volunteer may read the notes: their own, and groups they were in.
    CREATE OR REPLACE FUNCTION encircle.own_supervisions() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(s.id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.support_supervisionplace p ON p.volunteer_id = v.id
        JOIN public.support_supervision s ON s.id = p.supervision_id
            AND (s.kind = 'one_to_one' OR p.presence = 'came')
        WHERE v.user_id = (SELECT encircle.actor()) AND {PRESENT}
        );
    END
    $$;
    """,
]

TABLES = [
    Table(
        "support_supervision",
        [
            read("staff", staff()),
            read("own", one_of("id", "own_places")),
            add("staff", f"{staff()} AND {mine('planned_by_id')}"),
            change("staff", staff()),
        ],
        updates=["cancelled_at"],
        readers=["encircle_scope"],
    ),
    Table(
        "support_supervisionplace",
        [
            read("staff", staff()),
            read("own", OWN),
            add("staff", f"{staff()} AND {_of_supervision('support_supervisionplace')} AND presence = ''"),
            change("staff", f"{staff()} AND {_ANOTHERS}", f"{staff()} AND recorded_by_id = {ACTOR}"),
        ],
        updates=["presence", "recorded_at", "recorded_by_id"],
        readers=["encircle_scope"],
    ),
    Table(
        "support_supervisionnote",
        [
            read("supervisor", _SUPERVISES),
            read("own", one_of("supervision_id", "own_supervisions")),
            receipt("supervision_id"),
            add(
                "supervisor",
                f"{_SUPERVISES} AND {mine('written_by_id')} AND {_of_supervision('support_supervisionnote')}",
            ),
        ],
        append_only=True,
    ),
    Table(
        "support_counsellingoffer",
        [
            read("staff", staff()),
            read("own", OWN),
            add("staff", f"{staff()} AND {mine('by_id')} AND {in_area('support_counsellingoffer')} AND {_ANOTHERS}"),
        ],
        append_only=True,
    ),
    Table(
        "support_counsellingstep",
        [
            read("staff", staff()),
            read("own", OWN),
            add(
                "staff",
                f"{staff()} AND {mine('by_id')} AND {_ANOTHERS} AND EXISTS (SELECT FROM "
                "public.support_counsellingoffer o WHERE o.id = offer_id AND "
                "o.volunteer_id = support_counsellingstep.volunteer_id "
                "AND o.area_id = support_counsellingstep.area_id)",
            ),
        ],
        append_only=True,
    ),
]

DEFINERS = [
    Definer("encircle.own_places()", "encircle_scope"),
    Definer("encircle.own_supervisions()", "encircle_scope"),
]
