"""References we give, and conversations after a Circle: the staff's of the area. A volunteer agrees, or does not."""

from encircle.foundations.access.policies import Definer, Table, add, mine, receipt, staff
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, with_area

from .policy_parts import OWN_READ, STAFF_READ, by_staff, of_row

SQL = [
    *(
        with_area(f"leaving_{name}")
        for name in (
            "givenreference",
            "referenceanswer",
            "referencesent",
            "referencewords",
            "endtalk",
            "endtalkwords",
            "resttalk",
            "resttalkwords",
            "thanks",
        )
    ),
    """
    -- Whom it concerns that a volunteer asks to stop: the coordinators of their area, else the operations managers. For
    -- the notice of it, from whoever asks.
    CREATE OR REPLACE FUNCTION encircle.coordinators_of_wish(wanted uuid) RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            WITH present AS (
            SELECT a.user_id, a.role, a.area_id FROM public.access_appointment a
            JOIN public.accounts_user u ON u.id = a.user_id AND u.suspended_at IS NULL
            WHERE a.starts_at <= (SELECT encircle.now()) AND (a.ends_at IS NULL OR a.ends_at > (SELECT encircle.now()))
        ), concerned AS (
            SELECT w.area_id FROM public.leaving_wish w WHERE w.id = wanted AND w.by_id = (SELECT encircle.actor())
        ), ranked AS (
            SELECT p.user_id, 1 AS turn FROM concerned c
            JOIN present p ON p.role = 'coordinator' AND p.area_id = c.area_id
            UNION ALL
            SELECT p.user_id, 2 FROM concerned c JOIN present p ON p.role = 'operations_manager'
        )
        SELECT coalesce(array_agg(DISTINCT user_id), '{}') FROM ranked WHERE turn = (SELECT min(turn) FROM ranked)
        );
    END
    $$;
    """,
]


_ASKED = of_row("leaving_givenreference", "reference_id", "leaving_referenceanswer")
# Nothing goes out before they have agreed.
_AGREED = (
    "EXISTS (SELECT FROM public.leaving_referenceanswer a WHERE a.reference_id = leaving_referencesent.reference_id "
    "AND a.volunteer_id = leaving_referencesent.volunteer_id AND a.area_id = leaving_referencesent.area_id "
    "AND a.agrees)"
)
_ENDED = (
    "EXISTS (SELECT FROM public.circles_seat s WHERE s.id = seat_id AND s.volunteer_id = leaving_endtalk.volunteer_id "
    "AND s.ends_at <= (SELECT encircle.now()))"
)

# Of a time away that has begun.
_RESTED = of_row("support_away", "away_id", "leaving_resttalk", " AND p.starts_on <= leaving_resttalk.on")

TABLES = [
    Table("leaving_givenreference", [STAFF_READ, OWN_READ, by_staff("leaving_givenreference")], append_only=True),
    Table(
        "leaving_referenceanswer",
        [
            STAFF_READ,
            OWN_READ,
            add("own", f"{OWN} AND {mine('by_id')} AND {_ASKED}"),
            by_staff("leaving_referenceanswer", _ASKED),
        ],
        append_only=True,
    ),
    Table("leaving_referencesent", [STAFF_READ, by_staff("leaving_referencesent", _AGREED)], append_only=True),
    Table(
        "leaving_referencewords",
        [
            STAFF_READ,
            receipt("volunteer_id"),
            add(
                "staff",
                f"{staff()} AND {ANOTHERS} AND {of_row('leaving_referencesent', 'sent_id', 'leaving_referencewords')}",
            ),
        ],
        append_only=True,
    ),
    Table("leaving_endtalk", [STAFF_READ, by_staff("leaving_endtalk", _ENDED)], append_only=True),
    Table("leaving_resttalk", [STAFF_READ, by_staff("leaving_resttalk", _RESTED)], append_only=True),
    Table(
        "leaving_resttalkwords",
        [
            STAFF_READ,
            receipt("volunteer_id"),
            add(
                "staff",
                f"{staff()} AND {ANOTHERS} AND {of_row('leaving_resttalk', 'talk_id', 'leaving_resttalkwords')}",
            ),
        ],
        append_only=True,
    ),
    Table("leaving_thanks", [STAFF_READ, OWN_READ, by_staff("leaving_thanks")], append_only=True),
    Table(
        "leaving_endtalkwords",
        [
            STAFF_READ,
            receipt("volunteer_id"),
            add(
                "staff",
                f"{staff()} AND {ANOTHERS} AND {of_row('leaving_endtalk', 'talk_id', 'leaving_endtalkwords')}",
            ),
        ],
        append_only=True,
    ),
]

DEFINERS = [Definer("encircle.coordinators_of_wish(uuid)", "encircle_scope")]
