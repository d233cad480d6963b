"""Who leaves, and why, is the staff's of the area; what a volunteer asked for is theirs too. Their Circle learns only
that a seat has ended."""

from encircle.foundations.access.policies import Table, add, change, mine, read, receipt, staff, system
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, in_area, with_area

from . import exit_policies, reference_policies
from .policy_parts import OWN_READ, STAFF_READ, by_staff, of_row

CLOCK = system("escalator")
OF_PEOPLE = ("wish", "wishwords", "leaving", "leavingwords", "calledoff", "carriedout", "rejoining")

SQL = [*(with_area(f"leaving_{name}") for name in OF_PEOPLE), *exit_policies.SQL, *reference_policies.SQL]


# Of a leaving that is over, or of none that was noted here.
_LEFT = (
    "(leaving_id IS NULL OR EXISTS (SELECT FROM public.leaving_leaving l WHERE l.id = leaving_id AND "
    "l.volunteer_id = leaving_rejoining.volunteer_id AND l.ends_at <= (SELECT encircle.now())))"
)

_STOPS_AFTER, _STOPS_RESTING = " AND p.next = 'stop'", " AND p.outcome = 'stop'"
# In the conversation, where they said that they would rather stop.
_TOLD = (
    f"({of_row('leaving_endtalk', 'talk_id', 'leaving_wish', _STOPS_AFTER)} "
    f"OR {of_row('leaving_resttalk', 'rest_talk_id', 'leaving_wish', _STOPS_RESTING)})"
)

# Whoever comes back wants to stop no longer.
_CAME_BACK = (
    "EXISTS (SELECT FROM public.leaving_rejoining r WHERE r.volunteer_id = leaving_wish.volunteer_id "
    "AND r.at > leaving_wish.at)"
)

TABLES = [
    Table(
        "leaving_wish",
        [
            STAFF_READ,
            OWN_READ,
            add(
                "own",
                f"{OWN} AND {mine('by_id')} AND {in_area('leaving_wish')} AND withdrawn_at IS NULL "
                "AND talk_id IS NULL AND rest_talk_id IS NULL",
            ),
            by_staff("leaving_wish", "withdrawn_at IS NULL", _TOLD),
            change("own", OWN),
            change(
                "staff",
                f"{staff()} AND {ANOTHERS} AND (talk_id IS NOT NULL OR rest_talk_id IS NOT NULL OR {_CAME_BACK})",
            ),
        ],
        updates=["withdrawn_at"],
        readers=["encircle_scope"],
    ),
    Table(
        "leaving_wishwords",
        [
            STAFF_READ,
            OWN_READ,
            receipt("volunteer_id"),
            add("own", f"{OWN} AND {of_row('leaving_wish', 'wish_id', 'leaving_wishwords')}"),
        ],
        append_only=True,
    ),
    Table(
        "leaving_leaving",
        [STAFF_READ, read("clock", CLOCK), by_staff("leaving_leaving")],
        append_only=True,
    ),
    Table(
        "leaving_leavingwords",
        [
            STAFF_READ,
            receipt("volunteer_id"),
            add(
                "staff",
                f"{staff()} AND {ANOTHERS} AND {of_row('leaving_leaving', 'leaving_id', 'leaving_leavingwords')}",
            ),
        ],
        append_only=True,
    ),
    Table(
        "leaving_endedseat",
        [
            STAFF_READ,
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
            STAFF_READ,
            read("clock", CLOCK),
            by_staff("leaving_calledoff", of_row("leaving_leaving", "leaving_id", "leaving_calledoff")),
        ],
        append_only=True,
    ),
    Table("leaving_rejoining", [STAFF_READ, OWN_READ, by_staff("leaving_rejoining", _LEFT)], append_only=True),
    Table(
        "leaving_carriedout",
        [
            STAFF_READ,
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
