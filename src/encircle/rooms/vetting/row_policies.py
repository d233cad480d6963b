"""Checks are seen by the staff of the volunteer's area and, but for how something was weighed, by the volunteer."""

from encircle.foundations.access.policies import (
    ACTOR,
    ALL_AREAS,
    Definer,
    Policy,
    Table,
    add,
    holds,
    mine,
    read,
    receipt,
    staff,
)
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, in_area

_DECIDES_OR_ASKS = holds("coordinator", "senior_coordinator", "operations_manager", "administrator")


def _of_a_check(table: str) -> str:
    return (
        f"EXISTS (SELECT FROM public.vetting_check c WHERE c.id = {table}.seen_id "
        f"AND c.volunteer_id = {table}.volunteer_id AND c.area_id = {table}.area_id)"
    )


def _by_staff(table: str, *more: str) -> Policy:
    return add("staff", " AND ".join([staff(), mine("by_id"), in_area(table), ANOTHERS, *more]))


_SEEN = [read("staff", staff()), read("own", OWN)]

# The law's rule, held against SQL and tasks too: the level and the workforce asked for are what the role was eligible
# for on that day, or less. A basic certificate may be asked of anybody. After the row policies have said who may ask.
ELIGIBLE_SQL = """
    CREATE OR REPLACE FUNCTION encircle.eligible_for_check() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        found public.vetting_eligibility;
        levels text[] := ARRAY['basic', 'standard', 'enhanced', 'barred'];
    BEGIN
        IF NEW.level = 'basic' THEN RETURN NULL; END IF;
        SELECT * INTO found FROM public.vetting_eligibility e
        WHERE e.role = 'volunteer' AND e.kind = NEW.kind AND e.in_force_from <= NEW.asked_on
        ORDER BY e.in_force_from DESC LIMIT 1;
        IF found.id IS NULL OR array_position(levels, NEW.level::text) > array_position(levels, found.level::text)
           OR NOT (NEW.workforce = '' OR NEW.workforce = found.workforce
                   OR found.workforce = 'both' AND NEW.workforce IN ('adult', 'child')) THEN
            RAISE EXCEPTION 'not eligible' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'vetting_request_eligible', TABLE = 'vetting_request';
        END IF;
        RETURN NULL;
    END $$;
"""

# For the form that applicants write, who read no decision. Where kinds of Circle differ, or nobody has decided, no more
# may be asked than of a basic check: whoever applies may come to sit in any of them.
ASKS_SQL = """
    CREATE OR REPLACE FUNCTION encircle.asks_not_protected(day date) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN coalesce((
            SELECT bool_and(n.level <> 'basic') FROM (
                SELECT DISTINCT ON (e.kind) e.level FROM public.vetting_eligibility e
                WHERE e.role = 'volunteer' AND e.in_force_from <= day
                ORDER BY e.kind, e.in_force_from DESC
            ) n
        ), false);
    END $$;
"""

SQL = [
    ELIGIBLE_SQL,
    ASKS_SQL,
    "DROP TRIGGER IF EXISTS eligible_for_check ON public.vetting_request",
    """CREATE TRIGGER eligible_for_check AFTER INSERT ON public.vetting_request
       FOR EACH ROW EXECUTE FUNCTION encircle.eligible_for_check()""",
]

TABLES = [
    Table(
        "vetting_eligibility",
        [read("inside", _DECIDES_OR_ASKS), add("set", f"{holds('operations_manager')} AND decided_by_id = {ACTOR}")],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table("vetting_request", [*_SEEN, _by_staff("vetting_request")], append_only=True),
    Table("vetting_check", [*_SEEN, _by_staff("vetting_check", mine("seen_by_id"))], append_only=True),
    Table(
        "vetting_updatecheck",
        [*_SEEN, _by_staff("vetting_updatecheck", _of_a_check("vetting_updatecheck"))],
        append_only=True,
    ),
    Table(
        "vetting_checkdecision",
        [
            *_SEEN,
            add(
                "senior",
                " AND ".join([ALL_AREAS, mine("by_id"), ANOTHERS, _of_a_check("vetting_checkdecision")]),
            ),
        ],
        append_only=True,
    ),
    Table(
        "vetting_checkdecisionwords",
        [
            read("staff", staff()),
            receipt("volunteer_id"),
            add(
                "own",
                "EXISTS (SELECT FROM public.vetting_checkdecision d WHERE d.id = decision_id "
                "AND d.volunteer_id = vetting_checkdecisionwords.volunteer_id "
                f"AND d.area_id = vetting_checkdecisionwords.area_id AND d.by_id = {ACTOR})",
            ),
        ],
        append_only=True,
    ),
    Table("vetting_clearance", [*_SEEN, _by_staff("vetting_clearance")], append_only=True),
]

DEFINERS = [Definer("encircle.asks_not_protected(date)", "encircle_scope")]
