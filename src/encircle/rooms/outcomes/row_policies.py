"""Staff of the area see what was found out, also when the Circle is long over. Nobody else sees any of it."""

from encircle.foundations.access.policies import ACTOR, Policy, Table, add, glass, read, receipt, staff

_READ = [read("staff", staff()), read("glass", glass())]


def _of_the_circle(table: str) -> str:
    """About who sits, or sat, at the centre of that Circle, and correcting nothing of another."""
    return (
        f"core_member_id IN (SELECT s.core_member_id FROM public.circles_seat s WHERE s.circle_id = {table}.circle_id) "
        f"AND (corrects_id IS NULL OR corrects_id IN (SELECT o.id FROM public.{table} o "
        f"WHERE o.circle_id = {table}.circle_id))"
    )


def _under_own_check(table: str) -> Policy:
    """Added with its check, in its own moment, and never after."""
    return add(
        "staff",
        f"{staff()} AND check_of_id IN (SELECT o.id FROM public.outcomes_check o "
        f"WHERE o.circle_id = {table}.circle_id AND o.recorded_by_id = {ACTOR} "
        "AND o.recorded_at = (SELECT encircle.now()))",
    )


TABLES = [
    *[
        Table(
            table,
            [*_READ, add("staff", f"{staff()} AND recorded_by_id = {ACTOR} AND {_of_the_circle(table)}")],
            append_only=True,
        )
        for table in ("outcomes_check", "outcomes_circumstances")
    ],
    Table("outcomes_event", [*_READ, _under_own_check("outcomes_event")], append_only=True),
    Table(
        "outcomes_checkwords",
        [*_READ, receipt("check_of_id"), _under_own_check("outcomes_checkwords")],
        append_only=True,
    ),
]
