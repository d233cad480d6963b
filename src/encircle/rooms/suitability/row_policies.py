"""Judging a referral is for the staff of its area, and for nobody outside the charity."""

from encircle.foundations.access.policies import ACTOR, Table, add, mine, read, receipt, staff
from encircle.rooms.referrals.row_policies import with_area

_OF_REFERRALS = ("assessment", "finding", "evidence", "panelmember", "view", "viewwords")

SQL = [with_area(f"suitability_{name}", "referral") for name in _OF_REFERRALS]

_READ = read("staff", staff())
_ADD = add("staff", staff())
_BY = add("staff", f"{staff()} AND {mine('by_id')}")

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
    Table("suitability_waitingreview", [_READ, _BY], append_only=True),
    Table("suitability_waitingleft", [_READ, _BY], append_only=True),
]
