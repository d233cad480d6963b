"""What is asked of volunteers is no secret; where one stands with it is known to the staff of their area and to them.

Exceptions are made by those above the areas, never about oneself; why is read by staff, and not by the volunteer.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    ALL_AREAS,
    ANYONE,
    Definer,
    Policy,
    Table,
    add,
    change,
    holds,
    mine,
    read,
    receipt,
    staff,
)
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, in_area

from .sql import SQL as FUNCTIONS

SQL = FUNCTIONS

_SETS = f"{holds('operations_manager')} AND {mine('set_by_id')}"
_SCOPE = ["encircle_scope"]


def _by_staff(table: str, *more: str) -> Policy:
    return add("staff", " AND ".join([staff(), mine("by_id"), in_area(table), ANOTHERS, *more]))


_SEEN = [read("staff", staff()), read("own", OWN)]

# One that was taken back, of the same condition of the same volunteer.
_FOLLOWS = (
    "(follows_id IS NULL OR EXISTS (SELECT FROM public.readiness_papertakenback b "
    "WHERE b.id = readiness_paper.follows_id AND b.volunteer_id = readiness_paper.volunteer_id "
    "AND b.condition = readiness_paper.condition))"
)
_OF_A_PAPER = (
    "EXISTS (SELECT FROM public.readiness_paper o WHERE o.id = readiness_papertakenback.paper_id "
    "AND o.volunteer_id = readiness_papertakenback.volunteer_id AND o.condition = readiness_papertakenback.condition "
    "AND o.area_id = readiness_papertakenback.area_id)"
)

DEFINERS = [
    # Answers about anybody: for other definer functions, and for what the owner plants.
    Definer("encircle.readiness_facts(uuid[],text,date,uuid)", "encircle_scope", callers=(), for_owner=True),
    Definer("encircle.readiness_of(uuid[],text[],date,uuid)", "encircle_scope"),
]

READS = [
    ("encircle_scope", table)
    for table in (
        "organisation_practicestandard",
        "recruiting_application",
        "recruiting_referencetaken",
        "recruiting_interview",
        "training_completion",
        "training_outcome",
        "training_course",
        "training_courserecord",
        "vetting_eligibility",
        "vetting_check",
        "vetting_checkdecision",
        "vetting_updatecheck",
        "vetting_clearance",
    )
]

TABLES = [
    Table("readiness_requirement", [read("anyone", ANYONE), add("sets", _SETS)], readers=_SCOPE, append_only=True),
    Table("readiness_wording", [read("anyone", ANYONE), add("sets", _SETS)], readers=_SCOPE, append_only=True),
    Table(
        "readiness_signing",
        [
            *_SEEN,
            add("own", f"{OWN} AND {in_area('readiness_signing')} AND {mine('by_id')} AND how = 'screen'"),
            _by_staff("readiness_signing", "how = 'paper'"),
        ],
        readers=_SCOPE,
        append_only=True,
    ),
    Table("readiness_paper", [*_SEEN, _by_staff("readiness_paper", _FOLLOWS)], readers=_SCOPE, append_only=True),
    Table(
        "readiness_papertakenback",
        [*_SEEN, _by_staff("readiness_papertakenback", _OF_A_PAPER)],
        readers=_SCOPE,
        append_only=True,
    ),
    Table(
        "readiness_datedexception",
        [
            *_SEEN,
            add(
                "senior",
                " AND ".join([ALL_AREAS, mine("by_id"), in_area("readiness_datedexception"), ANOTHERS]),
            ),
            change("senior", f"{ALL_AREAS} AND {ANOTHERS}"),
        ],
        updates=["ends_on"],
        readers=_SCOPE,
    ),
    Table(
        "readiness_exceptionwords",
        [
            read("staff", staff()),
            receipt("volunteer_id"),
            add(
                "senior",
                "EXISTS (SELECT FROM public.readiness_datedexception x WHERE x.id = exception_id "
                "AND x.volunteer_id = readiness_exceptionwords.volunteer_id "
                f"AND x.area_id = readiness_exceptionwords.area_id AND x.by_id = {ACTOR})",
            ),
        ],
        append_only=True,
    ),
]
