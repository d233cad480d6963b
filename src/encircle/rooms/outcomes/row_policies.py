"""Staff of the area see what was found out, also when the Circle is long over. Nobody else sees any of it."""

from encircle.foundations.access.policies import ACTOR, Policy, Table, add, glass, read, receipt, staff

_READ = [read("staff", staff()), read("glass", glass())]


def _of_the_circle(table: str) -> str:
    """About who sits, or sat, at the centre of that Circle."""
    return (
        f"core_member_id IN (SELECT s.core_member_id FROM public.circles_seat s WHERE s.circle_id = {table}.circle_id)"
    )


def _corrects_its_own(table: str) -> str:
    """A correction is of a record of the same Circle. A policy cannot look at its own table; the constraint can."""
    return f"""
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{table}_corrects_its_own') THEN
            ALTER TABLE public.{table} ADD CONSTRAINT {table}_with_circle UNIQUE (id, circle_id);
            ALTER TABLE public.{table} ADD CONSTRAINT {table}_corrects_its_own FOREIGN KEY (corrects_id, circle_id)
                REFERENCES public.{table} (id, circle_id) DEFERRABLE INITIALLY IMMEDIATE;
        END IF;
    END $$;
    """


def _under_own_check(table: str) -> Policy:
    """Added with its check, in its own moment, and never after."""
    return add(
        "staff",
        f"{staff()} AND check_of_id IN (SELECT o.id FROM public.outcomes_check o "
        f"WHERE o.circle_id = {table}.circle_id AND o.recorded_by_id = {ACTOR} "
        "AND o.recorded_at = (SELECT encircle.now()))",
    )


SQL = [_corrects_its_own(table) for table in ("outcomes_check", "outcomes_circumstances")]

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
