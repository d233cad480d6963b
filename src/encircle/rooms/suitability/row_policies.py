"""Judging a referral is for the staff of its area, and for nobody outside the charity.

That somebody is known already is told to the staff of the area; a conflict only to those who may know of it, and not
even its being there to anybody else.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    ALL_AREAS,
    Definer,
    Policy,
    Table,
    add,
    mine,
    one_of,
    read,
    receipt,
    staff,
)
from encircle.rooms.referrals.row_policies import with_area

from .sql_known import KNOWN_SQL
from .sql_newcomers import NEWCOMERS_SQL

_OF_REFERRALS = (
    "assessment",
    "finding",
    "evidence",
    "panelmember",
    "view",
    "viewwords",
    "resemblance",
    "decisionhold",
)

SQL = [*(with_area(f"suitability_{name}", "referral") for name in _OF_REFERRALS), *KNOWN_SQL, *NEWCOMERS_SQL]

_READ = read("staff", staff())
_ADD = add("staff", staff())
_BY = add("staff", f"{staff()} AND {mine('by_id')}")


_OF_PLACES = ("review", "free", "left")


def _of_place(name: str) -> Policy:
    """Of somebody who waits in that very area."""
    place = (
        "EXISTS (SELECT FROM public.suitability_waitingplace p "
        f"WHERE p.core_member_id = place_id AND p.area_id = suitability_waiting{name}.area_id)"
    )
    return add("staff", f"{staff()} AND {mine('by_id')} AND {place}")


def _seen(table: str) -> str:
    """Of a finding that the acting person may read."""
    return (
        "EXISTS (SELECT FROM public.suitability_resemblance r "
        f"WHERE r.id = resemblance_id AND r.area_id = {table}.area_id)"
    )


TABLES = [
    Table("suitability_assessment", [_READ, _BY], append_only=True),
    Table("suitability_finding", [_READ, _ADD], append_only=True),
    Table("suitability_evidence", [_READ, _ADD, receipt("referral_id")], append_only=True),
    Table("suitability_panelmember", [_READ, add("staff", f"{staff()} AND {mine('asked_by_id')}")], append_only=True),
    Table(
        "suitability_view",
        [
            _READ,
            # A view is given by whoever was asked for it, in their own name.
            add(
                "member",
                f"{staff()} AND {mine('user_id')} AND EXISTS (SELECT FROM public.suitability_panelmember m "
                f"WHERE m.referral_id = suitability_view.referral_id AND m.user_id = {ACTOR})",
            ),
        ],
        append_only=True,
    ),
    Table(
        "suitability_viewwords",
        [
            _READ,
            receipt("referral_id"),
            add(
                "member",
                f"{staff()} AND EXISTS (SELECT FROM public.suitability_view v "
                f"WHERE v.id = suitability_viewwords.view_id AND v.user_id = {ACTOR})",
            ),
        ],
        append_only=True,
    ),
    Table("suitability_waitingplace", [_READ, _BY]),
    *[Table(f"suitability_waiting{name}", [_READ, _of_place(name)], append_only=True) for name in _OF_PLACES],
    # Written by encircle.compare_referral() and encircle.compare_newcomer() alone.
    Table(
        "suitability_resemblance",
        [
            read("staff", f"NOT walled AND {staff()}"),
            read("may_know", f"walled AND {one_of('id', 'conflicts_in_sight')}"),
        ],
        keepers={"encircle_scope": "SELECT, INSERT"},
        append_only=True,
    ),
    Table(
        "suitability_settlement",
        [
            read("seen", _seen("suitability_settlement")),
            add("seen", f"{_seen('suitability_settlement')} AND {mine('by_id')}"),
        ],
        append_only=True,
    ),
    Table(
        "suitability_settlementwords",
        [
            read("seen", _seen("suitability_settlementwords")),
            receipt("resemblance_id"),
            add(
                "own",
                "EXISTS (SELECT FROM public.suitability_settlement s WHERE s.id = settlement_id "
                "AND s.resemblance_id = suitability_settlementwords.resemblance_id "
                f"AND s.area_id = suitability_settlementwords.area_id AND s.by_id = {ACTOR})",
            ),
        ],
        append_only=True,
    ),
    # Placed by whoever may know more than the coordinator; read by all who judge, who see whom to ask.
    Table("suitability_decisionhold", [_READ, add("held", f"{ALL_AREAS} AND {mine('by_id')}")], append_only=True),
    Table(
        "suitability_holdlifted",
        [
            _READ,
            add(
                "held",
                f"{ALL_AREAS} AND {mine('by_id')} AND EXISTS (SELECT FROM public.suitability_decisionhold h "
                "WHERE h.id = hold_id AND h.area_id = suitability_holdlifted.area_id)",
            ),
        ],
        append_only=True,
    ),
]

DEFINERS = [
    # For the owner too: what it plants is compared like anything else.
    Definer("encircle.compare_referral(uuid)", "encircle_scope", for_owner=True),
    Definer("encircle.compare_newcomer(text,uuid)", "encircle_scope", for_owner=True),
    Definer("encircle.conflicts_in_sight()", "encircle_scope"),
    Definer("encircle.whom_to_ask_in(uuid[])", "encircle_scope"),
]
