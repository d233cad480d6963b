"""Who leaves, and why, is the staff's of the area; what a volunteer asked for is theirs too. Their Circle learns only
that a seat has ended."""

from encircle.foundations.access.policies import Policy, Table, add, change, mine, read, receipt, staff, system
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, in_area, with_area

from . import exit_policies, reference_policies

CLOCK = system("escalator")
OF_PEOPLE = ("wish", "wishwords", "leaving", "leavingwords", "calledoff", "carriedout", "rejoining")
_STAFF = read("staff", staff())
_OWN = read("own", OWN)

SQL = [*(with_area(f"leaving_{name}") for name in OF_PEOPLE), *exit_policies.SQL, *reference_policies.SQL]


def _of(parent: str, column: str, table: str) -> str:
    """The row is about the volunteer and the area of what it belongs to, which whoever adds it can see."""
    return (
        f"EXISTS (SELECT FROM public.{parent} p WHERE p.id = {table}.{column} "
        f"AND p.volunteer_id = {table}.volunteer_id AND p.area_id = {table}.area_id)"
    )


def _by_staff(table: str, *more: str) -> Policy:
    return add("staff", " AND ".join([staff(), mine("by_id"), ANOTHERS, in_area(table), *more]))


# Of a leaving that is over, or of none that was noted here.
_LEFT = (
    "(leaving_id IS NULL OR EXISTS (SELECT FROM public.leaving_leaving l WHERE l.id = leaving_id AND "
    "l.volunteer_id = leaving_rejoining.volunteer_id AND l.ends_at <= (SELECT encircle.now())))"
)

TABLES = [
    Table(
        "leaving_wish",
        [
            _STAFF,
            _OWN,
            add("own", f"{OWN} AND {mine('by_id')} AND {in_area('leaving_wish')} AND withdrawn_at IS NULL"),
            change("own", OWN),
        ],
        updates=["withdrawn_at"],
        readers=["encircle_scope"],
    ),
    Table(
        "leaving_wishwords",
        [
            _STAFF,
            _OWN,
            receipt("volunteer_id"),
            add("own", f"{OWN} AND {_of('leaving_wish', 'wish_id', 'leaving_wishwords')}"),
        ],
        append_only=True,
    ),
    Table(
        "leaving_leaving",
        [_STAFF, read("clock", CLOCK), _by_staff("leaving_leaving")],
        append_only=True,
    ),
    Table(
        "leaving_leavingwords",
        [
            _STAFF,
            receipt("volunteer_id"),
            add(
                "staff",
                f"{staff()} AND {ANOTHERS} AND {_of('leaving_leaving', 'leaving_id', 'leaving_leavingwords')}",
            ),
        ],
        append_only=True,
    ),
    Table(
        "leaving_endedseat",
        [
            _STAFF,
            add(
                "staff",
                f"{staff()} AND EXISTS (SELECT FROM public.leaving_leaving l JOIN public.circles_seat s "
                "ON s.volunteer_id = l.volunteer_id WHERE l.id = leaving_id AND s.id = seat_id "
                "AND s.circle_id = leaving_endedseat.circle_id AND s.area_id = leaving_endedseat.area_id)",
            ),
        ],
        append_only=True,
    ),
    Table(
        "leaving_calledoff",
        [
            _STAFF,
            read("clock", CLOCK),
            _by_staff("leaving_calledoff", _of("leaving_leaving", "leaving_id", "leaving_calledoff")),
        ],
        append_only=True,
    ),
    Table("leaving_rejoining", [_STAFF, _OWN, _by_staff("leaving_rejoining", _LEFT)], append_only=True),
    Table(
        "leaving_carriedout",
        [
            _STAFF,
            read("clock", CLOCK),
            add(
                "clock",
                f"{CLOCK} AND EXISTS (SELECT FROM public.leaving_leaving l WHERE l.id = leaving_id "
                "AND l.volunteer_id = leaving_carriedout.volunteer_id AND l.area_id = leaving_carriedout.area_id "
                "AND l.ends_at <= (SELECT encircle.now()))",
            ),
        ],
        append_only=True,
    ),
    *exit_policies.TABLES,
    *reference_policies.TABLES,
]

DEFINERS = reference_policies.DEFINERS
