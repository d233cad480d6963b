"""Settings hold nothing about a person and are readable by whoever acts; the rota is for those inside."""

from encircle.foundations.access.policies import (
    ACTOR,
    ANYONE,
    Table,
    add,
    change,
    holds,
    read,
    remove,
    staff,
    system,
)

_SETS = holds("operations_manager", "administrator")
_MANAGES = holds("operations_manager")
_KEEPS_ROTA = holds("senior_coordinator", "operations_manager")
_INSIDE = f"({ACTOR} IS NOT NULL OR {system('escalator', 'postman', 'clerk')})"

SQL = [
    """
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'access_appointment_area_exists') THEN
            ALTER TABLE public.access_appointment ADD CONSTRAINT access_appointment_area_exists
                FOREIGN KEY (area_id) REFERENCES public.organisation_area (id);
        END IF;
    END $$;
    """
]

TABLES = [
    Table(
        "organisation_charity",
        [read("anyone", ANYONE), change("settings", _SETS)],
        updates=[
            "name",
            "colour",
            "blocks_without_agreement",
            "second_person_for_corrections",
            "answers_exact_reference",
            "shared_parts",
            "staff_idle_minutes",
            "volunteer_idle_minutes",
            "out_of_hours_number",
        ],
        readers=["encircle_searcher"],
    ),
    Table(
        "organisation_settingchange",
        [read("settings", _SETS), add("settings", f"{_SETS} AND by_id = {ACTOR}")],
        append_only=True,
    ),
    Table("organisation_practicestandard", [read("inside", ANYONE), add("set", f"{_MANAGES} AND set_by_id = {ACTOR}")]),
    Table("organisation_kindstandard", [read("inside", ANYONE), add("set", f"{_MANAGES} AND set_by_id = {ACTOR}")]),
    Table(
        "organisation_criterion",
        [read("inside", ANYONE), add("set", f"{_MANAGES} AND set_by_id = {ACTOR}"), change("set", _MANAGES)],
        updates=["ends_on"],
    ),
    Table(
        "organisation_area",
        [read("anyone", ANYONE), add("set", _SETS), change("set", _SETS)],
        updates=["name", "cost_code"],
        readers=["encircle_scope", "encircle_searcher"],
    ),
    Table(
        "organisation_venue",
        [
            read("inside", _INSIDE),
            add("staff", staff()),
            change("staff", staff()),
        ],
        updates=["name", "address", "place", "retired_at"],
    ),
    Table(
        "organisation_topic",
        [read("anyone", ANYONE), add("set", _SETS), change("set", _SETS)],
        updates=["name", "hint", "position", "retired_at"],
    ),
    Table(
        "organisation_closureday",
        [read("anyone", ANYONE), add("set", _SETS), remove("set", _SETS)],
    ),
    Table(
        "organisation_oncallshift",
        [
            read("inside", _INSIDE),
            add("rota", _KEEPS_ROTA),
            # Who was on call stays on record: a shift that is over is not changed, one that has begun not removed.
            change("rota", f"{_KEEPS_ROTA} AND ends_at > (SELECT encircle.now())", _KEEPS_ROTA),
            remove("rota", f"{_KEEPS_ROTA} AND starts_at > (SELECT encircle.now())"),
        ],
        updates=["user_id", "area_id", "name", "number", "starts_at", "ends_at"],
        readers=["encircle_scope"],
    ),
]
