"""Exit interviews and lent things: the staff's of the area. A volunteer sees what they answered, and what they hold."""

from encircle.foundations.access.policies import Policy, Table, add, mine, read, receipt, staff
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, in_area, with_area

_STAFF = read("staff", staff())
_OWN = read("own", OWN)

SQL = [
    with_area(f"leaving_{name}")
    for name in ("exitoffer", "exitoutcome", "exitwords", "exitreply", "exitreplywords", "lent", "lentover")
]


def _of(parent: str, column: str, table: str, more: str = "") -> str:
    """The row is about the volunteer and the area of what it belongs to, which whoever adds it can see."""
    return (
        f"EXISTS (SELECT FROM public.{parent} p WHERE p.id = {table}.{column} "
        f"AND p.volunteer_id = {table}.volunteer_id AND p.area_id = {table}.area_id{more})"
    )


def _by_staff(table: str, *more: str) -> Policy:
    return add("staff", " AND ".join([staff(), mine("by_id"), ANOTHERS, in_area(table), *more]))


_OFFERED = _of("leaving_exitoffer", "offer_id", "leaving_exitreply")
_ANSWERED = _of("leaving_exitreply", "reply_id", "leaving_exitreplywords")

TABLES = [
    Table(
        "leaving_exitoffer",
        [_STAFF, _OWN, _by_staff("leaving_exitoffer", _of("leaving_leaving", "leaving_id", "leaving_exitoffer"))],
        append_only=True,
    ),
    Table(
        "leaving_exitoutcome",
        [
            _STAFF,
            _by_staff(
                "leaving_exitoutcome",
                _of("leaving_exitoffer", "offer_id", "leaving_exitoutcome", ' AND p.offered_on <= "on"'),
            ),
        ],
        append_only=True,
    ),
    Table(
        "leaving_exitwords",
        [
            _STAFF,
            receipt("volunteer_id"),
            add(
                "staff", f"{staff()} AND {ANOTHERS} AND {_of('leaving_exitoutcome', 'outcome_id', 'leaving_exitwords')}"
            ),
        ],
        append_only=True,
    ),
    Table(
        "leaving_exitreply",
        [
            _STAFF,
            _OWN,
            add("own", f"{OWN} AND {mine('by_id')} AND {_OFFERED}"),
            _by_staff("leaving_exitreply", _OFFERED),
        ],
        append_only=True,
    ),
    Table(
        "leaving_exitreplywords",
        [
            _STAFF,
            _OWN,
            receipt("volunteer_id"),
            add("own", f"{OWN} AND {_ANSWERED}"),
            add("staff", f"{staff()} AND {ANOTHERS} AND {_ANSWERED}"),
        ],
        append_only=True,
    ),
    Table("leaving_lent", [_STAFF, _OWN, _by_staff("leaving_lent")], append_only=True),
    Table(
        "leaving_lentover",
        [
            _STAFF,
            _OWN,
            _by_staff("leaving_lentover", _of("leaving_lent", "lent_id", "leaving_lentover", ' AND p.lent_on <= "on"')),
        ],
        append_only=True,
    ),
]
