"""A run is read by whoever holds all its areas, until it expires; written by whoever asked for it.

Volunteers and partners see nothing of it; of keeping clear, a volunteer sees what they said themselves. The clerk
learns whose run a task is for, and sweeps what has expired.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    ALL_AREAS,
    Definer,
    Table,
    add,
    change,
    holds,
    mine,
    read,
    receipt,
    remove,
    staff,
    system,
)
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, in_area, with_area

from .sql import FORMING_SQL

OF_VOLUNTEERS = ("keepclear", "keepclearwords", "clearlook", "clearlookwords")
SQL = [*FORMING_SQL, *(with_area(f"forming_{name}") for name in OF_VOLUNTEERS)]
READS = [("encircle_scope", "suitability_settlement")]

CLERK = system("clerk")
_NOW = "(SELECT encircle.now())"
_HELD = f"({ALL_AREAS} OR areas <@ (SELECT encircle.staff_areas())::uuid[])"
_EXPIRED = f"{CLERK} AND expires_at <= {_NOW}"
_ENDED_RUN = f"{CLERK} AND run_id IN (SELECT r.id FROM public.forming_run r WHERE r.expires_at <= {_NOW})"
_STAFF_BY = f"{staff()} AND {mine('by_id')}"
# Whoever names somebody in a row sees them.
_SEES_VOLUNTEER = "volunteer_id IN (SELECT v.id FROM public.volunteers_volunteer v)"
_SEES_CORE_MEMBER = (
    "EXISTS (SELECT FROM public.people_coremember c WHERE c.id = core_member_id AND c.area_id = {table}.area_id)"
)
_OF_EXCLUSION = (
    "EXISTS (SELECT FROM public.forming_exclusion x WHERE x.id = exclusion_id AND x.area_id = {table}.area_id)"
)

_INSIDE = holds("coordinator", "senior_coordinator", "operations_manager", "administrator")
_WITH_VOLUNTEER = ("proposalseat", "lock")
# What staff make of it says more than what the volunteer said: of themselves nobody reads it.
_LOOKED = f"{staff()} AND {ANOTHERS}"


def _of_clear(parent: str, column: str, table: str) -> str:
    """Of a row about the same volunteer that whoever adds this one can see."""
    return (
        f"EXISTS (SELECT FROM public.{parent} p WHERE p.id = {table}.{column} "
        f"AND p.volunteer_id = {table}.volunteer_id AND p.area_id = {table}.area_id)"
    )


_NOTED_OF_THEM = (
    "(exclusion_id IS NULL OR EXISTS (SELECT FROM public.forming_exclusion x "
    "WHERE x.id = exclusion_id AND x.volunteer_id = forming_clearlook.volunteer_id))"
)


def _of_run(name: str) -> Table:
    """Read with its run; added by whoever asked for the run, about an area it looks at."""
    table = f"forming_{name}"
    sees = _SEES_CORE_MEMBER.format(table=table) + (f" AND {_SEES_VOLUNTEER}" if name in _WITH_VOLUNTEER else "")
    mine_to_fill = (
        f"EXISTS (SELECT FROM public.forming_run r WHERE r.id = run_id AND r.asked_by_id = {ACTOR} "
        f"AND r.done_at IS NULL AND {table}.area_id = ANY (r.areas))"
    )
    return Table(
        table,
        [
            read("run", f"NOT coalesce({CLERK}, false) AND run_id IN (SELECT r.id FROM public.forming_run r)"),
            read("clerk", _ENDED_RUN),
            add("run", f"{staff()} AND {mine_to_fill} AND {sees}"),
            remove("clerk", _ENDED_RUN),
        ],
    )


TABLES = [
    Table(
        "forming_run",
        [
            read("staff", f"{_HELD} AND expires_at > {_NOW}"),
            read("clerk", CLERK),
            add("own", f"{_HELD} AND {mine('asked_by_id')} AND expires_at > {_NOW}"),
            change("own", f"{_HELD} AND {mine('asked_by_id')} AND expires_at > {_NOW}"),
            remove("clerk", _EXPIRED),
        ],
        updates=[
            "started_at",
            "done_at",
            "failed_at",
            "waited",
            "free",
            "left_out",
            "venues",
            "has_most",
            "gap",
            "seconds",
        ],
    ),
    *[_of_run(name) for name in ("proposal", "proposalseat", "lock", "missing")],
    Table(
        "forming_exclusion",
        [
            read("staff", staff()),
            add(
                "staff",
                f"{_STAFF_BY} AND {_SEES_VOLUNTEER} AND {_SEES_CORE_MEMBER.format(table='forming_exclusion')}",
            ),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "forming_exclusionwords",
        [
            read("staff", staff()),
            receipt("exclusion_id"),
            add("staff", f"{staff()} AND {_OF_EXCLUSION.format(table='forming_exclusionwords')}"),
        ],
        append_only=True,
    ),
    Table(
        "forming_exclusionended",
        [
            read("staff", staff()),
            add("staff", f"{_STAFF_BY} AND {_OF_EXCLUSION.format(table='forming_exclusionended')}"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "forming_keepclear",
        [
            read("staff", staff()),
            read("own", OWN),
            add("own", f"{OWN} AND {mine('by_id')} AND {in_area('forming_keepclear')} AND withdrawn_at IS NULL"),
            change("own", OWN),
        ],
        updates=["withdrawn_at"],
        readers=["encircle_scope"],
    ),
    Table(
        "forming_keepclearwords",
        [
            read("staff", staff()),
            read("own", OWN),
            receipt("volunteer_id"),
            add("own", f"{OWN} AND {_of_clear('forming_keepclear', 'keep_clear_id', 'forming_keepclearwords')}"),
        ],
        append_only=True,
    ),
    Table(
        "forming_clearlook",
        [
            read("staff", _LOOKED),
            add(
                "staff",
                f"{_STAFF_BY} AND {ANOTHERS} AND {_NOTED_OF_THEM} AND "
                + _of_clear("forming_keepclear", "keep_clear_id", "forming_clearlook"),
            ),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "forming_clearlookwords",
        [
            read("staff", _LOOKED),
            receipt("volunteer_id"),
            add("staff", f"{_LOOKED} AND {_of_clear('forming_clearlook', 'look_id', 'forming_clearlookwords')}"),
        ],
        append_only=True,
    ),
    Table(
        "forming_weighing",
        [
            read("inside", _INSIDE),
            add("set", f"{holds('operations_manager')} AND {mine('by_id')}"),
        ],
        append_only=True,
    ),
]

DEFINERS = [
    # For the owner too: what it plants is held to the same rule. Asked by nobody, the first answers nothing.
    Definer("encircle.not_possible(uuid[])", "encircle_scope", for_owner=True),
    Definer("encircle.is_not_possible(uuid,uuid)", "encircle_scope", for_owner=True),
    Definer(
        "encircle.would_meet(uuid,uuid,uuid,timestamp with time zone,timestamp with time zone)",
        "encircle_scope",
        for_owner=True,
    ),
]
