"""Staff of the area see the whole Circle; volunteers their own; professionals nothing here but their own seat."""

from django.apps import apps

from encircle.foundations.access.policies import (
    ACTOR,
    Definer,
    Policy,
    Table,
    add,
    change,
    glass,
    mine,
    one_of,
    read,
    receipt,
    staff,
    system,
)

from .goal_policies import GOAL_DEFINERS, GOAL_TABLES, GOALS_SQL
from .sql_scope import SCOPE_SQL
from .sql_seats import SEATS_SQL

VOLUNTEERS = one_of("circle_id", "volunteer_circles")


def of_a_circle(by: str = "") -> list[Policy]:
    """Reads and writes of the staff of the area, and the hour of break-glass, for any table that carries both ids.

    `by` is the column that says whose doing a row is: nobody writes in a colleague's name.
    """
    return [read("staff", staff()), read("glass", glass()), add("staff", done_by(by) if by else staff())]


def done_by(column: str) -> str:
    return f"{staff()} AND {mine(column)}"


def _by_staff(table: str, who: str = "recorded_by_id") -> Policy:
    """Of a pause of the same Circle, in one's own name."""
    pause = f"pause_id IN (SELECT o.id FROM public.circles_pause o WHERE o.circle_id = circles_{table}.circle_id)"
    return add("staff", " AND ".join([staff(), pause, *([f"{who} = {ACTOR}"] if who else [])]))


# Why a phase began is said by whoever decided it, of a phase of the same Circle.
_OWN_PHASE = (
    "phase_id IN (SELECT p.id FROM public.circles_phase p "
    f"WHERE p.circle_id = circles_phasewords.circle_id AND p.decided_by_id = {ACTOR})"
)


def _with_area(table: str, circle: str = "circle_id") -> str:
    name = f"{table}_circle_in_area"
    return f"""
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{name}') THEN
            ALTER TABLE public.{table} ADD CONSTRAINT {name} FOREIGN KEY ({circle}, area_id)
                REFERENCES public.circles_circle (id, area_id) ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
        END IF;
    END $$;
    """


def _tables_with_circle_and_area() -> list[str]:
    found = []
    for model in apps.get_models():
        columns = {field.column for field in model._meta.local_concrete_fields}
        if {"circle_id", "area_id"} <= columns and model._meta.app_label not in ("audit",):
            found.append(model._meta.db_table)
    return sorted(found)


SQL = [*SCOPE_SQL, *SEATS_SQL, *GOALS_SQL, *(_with_area(table) for table in _tables_with_circle_and_area())]

TABLES = [
    Table(
        "circles_circle",
        [
            read("staff", staff()),
            read("volunteer", one_of("id", "volunteer_circles")),
            read("glass", one_of("id", "glass_circles")),
            read("system", system("escalator")),
            add("staff", done_by("opened_by_id")),
            change("staff", staff()),
        ],
        updates=["name", "venue_id", "weekday", "slot_time", "meeting_minutes"],
        readers=["encircle_scope", "encircle_searcher"],
    ),
    Table(
        "circles_phase",
        [*of_a_circle("decided_by_id"), read("volunteer", VOLUNTEERS), change("staff", staff())],
        updates=["ends_at"],
        readers=["encircle_scope"],
    ),
    Table(
        "circles_pause",
        [
            *of_a_circle("decided_by_id"),
            read("volunteer", VOLUNTEERS),
            change("staff", staff()),
            read("system", system("escalator")),
        ],
        updates=["ends_at"],
    ),
    Table(
        "circles_pausereturn",
        [read("staff", staff()), read("glass", glass()), read("volunteer", VOLUNTEERS), _by_staff("pausereturn")],
        append_only=True,
    ),
    Table(
        "circles_pausewords",
        [read("staff", staff()), read("glass", glass()), receipt("pause_id"), _by_staff("pausewords", who="")],
        append_only=True,
    ),
    Table(
        "circles_phasewords",
        [
            read("staff", staff()),
            read("glass", glass()),
            receipt("phase_id"),
            add("staff", f"{staff()} AND {_OWN_PHASE}"),
        ],
        append_only=True,
    ),
    Table("circles_rhythm", [read("staff", staff()), add("staff", done_by("set_by_id"))], append_only=True),
    Table(
        "circles_releasedate",
        [
            read("staff", staff()),
            read("glass", glass()),
            add("staff", f"{staff()} AND recorded_by_id = {ACTOR}"),
        ],
        append_only=True,
    ),
    Table(
        "circles_establishment",
        [read("staff", staff()), read("glass", glass()), add("staff", done_by("recorded_by_id"))],
        readers=["encircle_scope"],
        append_only=True,
    ),
    # A Circle that has ended is not given another ending: what is known of it stays as it was decided.
    Table("circles_ending", [*of_a_circle("decided_by_id"), read("volunteer", VOLUNTEERS)]),
    Table(
        "circles_endingwords",
        [
            read("staff", staff()),
            read("glass", glass()),
            receipt("ending_id"),
            add(
                "staff",
                f"{staff()} AND ending_id = circle_id AND ending_id IN (SELECT o.circle_id FROM public.circles_ending o"
                f" WHERE o.decided_by_id = {ACTOR})",
            ),
        ],
        append_only=True,
    ),
    Table(
        "circles_seat",
        [
            *of_a_circle("added_by_id"),
            read("volunteer", VOLUNTEERS),
            read("own", one_of("id", "outer_seats")),
            read("system", system("postman", "escalator")),
            change("staff", staff()),
            # Whoever has left the charity: in an area that whoever noted it does not see.
            change(
                "leaver",
                f"{system('escalator')} AND volunteer_id IN (SELECT v.id FROM public.volunteers_volunteer v "
                "WHERE v.ends_at <= (SELECT encircle.now()))",
                f"{system('escalator')} AND ends_at IS NOT NULL",
            ),
        ],
        updates=["ends_at", "sees_from", "position", "display_name", "letter"],
        readers=["encircle_scope", "encircle_searcher"],
    ),
    *GOAL_TABLES,
]

DEFINERS = [
    Definer("encircle.circle_to_break_open(text)", "encircle_searcher"),
    Definer("encircle.volunteer_circles()", "encircle_scope"),
    # For the owner too: what it plants is held to it like anything else.
    Definer("encircle.is_accepted(uuid)", "encircle_scope", for_owner=True),
    Definer("encircle.is_ready_for_seat(uuid,uuid,timestamp with time zone)", "encircle_scope", for_owner=True),
    Definer("encircle.outer_seats()", "encircle_scope"),
    Definer("encircle.own_agencies()", "encircle_scope"),
    Definer("encircle.glass_core_members()", "encircle_scope"),
    Definer("encircle.standing()", "encircle_scope"),
    Definer("encircle.display_names(uuid[])", "encircle_scope"),
    *GOAL_DEFINERS,
]
