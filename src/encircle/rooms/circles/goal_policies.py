"""Goals: staff of the area set and end them; the Circle's volunteers see them, record progress and add steps.

A volunteer sees the goals that went on when their time in the Circle began, and progress seen since then. Nobody
outside sees anything. Every row is written in the name of who acts, and under a goal of the same Circle.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    Definer,
    Policy,
    Table,
    add,
    change,
    glass,
    one_of,
    read,
    receipt,
    staff,
)

from .sql_scope import IN_PERIOD
from .vocabulary import ON_THE_WAY

OWN_CIRCLE = one_of("circle_id", "volunteer_circles")
OWN_GOAL = one_of("goal_id", "volunteer_goals")
_KINDS = ", ".join(f"'{kind}'" for kind in ON_THE_WAY)

GOALS_SQL = [
    f"""
    -- Goals of the acting volunteer's Circles: those that go on, and those that ended in their time.
    CREATE OR REPLACE FUNCTION encircle.volunteer_goals() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT g.id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.circles_seat s ON s.volunteer_id = v.id
        JOIN public.circles_goal g ON g.circle_id = s.circle_id
        WHERE v.user_id = (SELECT encircle.actor()) AND {IN_PERIOD}
          AND (g.ended_at IS NULL OR g.ended_at >= s.sees_from)
        );
    END
    $$;
    """,
    f"""
    -- Progress recorded in the acting volunteer's time in the Circle.
    CREATE OR REPLACE FUNCTION encircle.volunteer_progress() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT p.id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.circles_seat s ON s.volunteer_id = v.id
        JOIN public.circles_goalprogress p ON p.circle_id = s.circle_id AND p.at >= s.sees_from
        WHERE v.user_id = (SELECT encircle.actor()) AND {IN_PERIOD}
        );
    END
    $$;
    """,
    # A lower room does not import a higher one; the database knows both.
    """
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'circles_goalprogress_of_meeting') THEN
            ALTER TABLE public.circles_goalprogress ADD CONSTRAINT circles_goalprogress_of_meeting
                FOREIGN KEY (meeting_id) REFERENCES public.meetings_meeting (id) DEFERRABLE INITIALLY IMMEDIATE;
        END IF;
    END $$;
    """,
]


def _under(table: str, parent: str, column: str) -> str:
    """The row hangs under a parent that the writer sees, of the same Circle."""
    return f"{column} IN (SELECT o.id FROM public.{parent} o WHERE o.circle_id = {table}.circle_id)"


def _read(volunteers: str) -> list[Policy]:
    return [read("staff", staff()), read("glass", glass()), read("volunteer", volunteers)]


def _by_staff(table: str, parent: str, column: str, who: str = "") -> Policy:
    return add("staff", " AND ".join([staff(), *([f"{who} = {ACTOR}"] if who else []), _under(table, parent, column)]))


def _by_volunteers(table: str, parent: str, column: str, who: str = "", more: str = "") -> Policy:
    ways = [OWN_CIRCLE, *([f"{who} = {ACTOR}"] if who else []), *([more] if more else [])]
    return add("volunteer", " AND ".join([*ways, _under(table, parent, column)]))


def _by_both(table: str, parent: str, column: str, who: str = "") -> list[Policy]:
    return [_by_staff(table, parent, column, who), _by_volunteers(table, parent, column, who)]


_A_MEETING = (
    "(meeting_id IS NULL OR meeting_id IN (SELECT m.id FROM public.meetings_meeting m "
    "WHERE m.circle_id = circles_goalprogress.circle_id))"
)
_PROGRESS = ("circles_goalprogress", "circles_goal", "goal_id", "by_id")
_OWN_STEP = "step_id IN (SELECT o.id FROM public.circles_goalstep o)"

GOAL_TABLES = [
    Table("circles_goalplan", [*_read(OWN_CIRCLE), add("staff", staff())], append_only=True),
    Table(
        "circles_goal",
        [
            *_read(one_of("id", "volunteer_goals")),
            _by_staff("circles_goal", "circles_goalplan", "plan_id", "set_by_id"),
            change("staff", staff()),
        ],
        updates=["ended_at"],
        readers=["encircle_scope"],
    ),
    Table(
        "circles_goalwords",
        [
            *_read(OWN_GOAL),
            receipt("plan_id"),
            _by_staff("circles_goalwords", "circles_goal", "goal_id", "written_by_id"),
        ],
        append_only=True,
    ),
    Table(
        "circles_goalstep",
        [*_read(OWN_GOAL), *_by_both("circles_goalstep", "circles_goal", "goal_id", "set_by_id")],
        append_only=True,
    ),
    Table(
        "circles_goalstepwords",
        [*_read(_OWN_STEP), receipt("plan_id"), *_by_both("circles_goalstepwords", "circles_goalstep", "step_id")],
        append_only=True,
    ),
    Table(
        "circles_goalstepdone",
        [*_read(_OWN_STEP), *_by_both("circles_goalstepdone", "circles_goalstep", "step_id", "by_id")],
        append_only=True,
    ),
    Table(
        "circles_goalprogress",
        [
            *_read(one_of("id", "volunteer_progress")),
            add("staff", f"{_by_staff(*_PROGRESS).check} AND {_A_MEETING}"),
            _by_volunteers(*_PROGRESS, more=f"kind IN ({_KINDS}) AND {_A_MEETING}"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "circles_goalprogressnote",
        [
            *_read(one_of("progress_id", "volunteer_progress")),
            receipt("plan_id"),
            *_by_both("circles_goalprogressnote", "circles_goalprogress", "progress_id"),
        ],
        append_only=True,
    ),
]

GOAL_DEFINERS = [
    Definer("encircle.volunteer_goals()", "encircle_scope"),
    Definer("encircle.volunteer_progress()", "encircle_scope"),
]
