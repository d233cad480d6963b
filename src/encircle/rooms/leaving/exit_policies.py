"""Exit interviews and lent things: the staff's of the area. A volunteer sees what they answered, and what they hold."""

from encircle.foundations.access.policies import Table, add, mine, receipt, staff
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, with_area

from .policy_parts import OWN_READ, STAFF_READ, by_staff, of_row

SQL = [
    with_area(f"leaving_{name}")
    for name in ("exitoffer", "exitoutcome", "exitwords", "exitreply", "exitreplywords", "lent", "lentover")
]


_OFFERED = of_row("leaving_exitoffer", "offer_id", "leaving_exitreply")
_ANSWERED = of_row("leaving_exitreply", "reply_id", "leaving_exitreplywords")

TABLES = [
    Table(
        "leaving_exitoffer",
        [
            STAFF_READ,
            OWN_READ,
            by_staff("leaving_exitoffer", of_row("leaving_leaving", "leaving_id", "leaving_exitoffer")),
        ],
        append_only=True,
    ),
    Table(
        "leaving_exitoutcome",
        [
            STAFF_READ,
            by_staff(
                "leaving_exitoutcome",
                of_row("leaving_exitoffer", "offer_id", "leaving_exitoutcome", ' AND p.offered_on <= "on"'),
            ),
        ],
        append_only=True,
    ),
    Table(
        "leaving_exitwords",
        [
            STAFF_READ,
            receipt("volunteer_id"),
            add(
                "staff",
                f"{staff()} AND {ANOTHERS} AND {of_row('leaving_exitoutcome', 'outcome_id', 'leaving_exitwords')}",
            ),
        ],
        append_only=True,
    ),
    Table(
        "leaving_exitreply",
        [
            STAFF_READ,
            OWN_READ,
            add("own", f"{OWN} AND {mine('by_id')} AND {_OFFERED}"),
            by_staff("leaving_exitreply", _OFFERED),
        ],
        append_only=True,
    ),
    Table(
        "leaving_exitreplywords",
        [
            STAFF_READ,
            OWN_READ,
            receipt("volunteer_id"),
            add("own", f"{OWN} AND {_ANSWERED}"),
            add("staff", f"{staff()} AND {ANOTHERS} AND {_ANSWERED}"),
        ],
        append_only=True,
    ),
    Table("leaving_lent", [STAFF_READ, OWN_READ, by_staff("leaving_lent")], append_only=True),
    Table(
        "leaving_lentover",
        [
            STAFF_READ,
            OWN_READ,
            by_staff(
                "leaving_lentover", of_row("leaving_lent", "lent_id", "leaving_lentover", ' AND p.lent_on <= "on"')
            ),
        ],
        append_only=True,
    ),
]
