"""The database alone: which rows of every table each person reads, adds, changes and removes by plain SQL."""

import os

from encircle.foundations.access.apply import declared_tables
from tests.support.database import superuser

from . import tables
from .nobody import ATTACKS, attacking
from .rows import Rows
from .world import build_world

FILE = tables.FOLDER / "rows.txt"
# The charity's own words and clocks: nothing in them is about a person.
OPEN_TO_ALL = {
    "endings_question",
    "endings_questionset",
    "expenses_terms",
    "joining_formofwords",
    "organisation_area",
    "organisation_charity",
    "organisation_closureday",
    "organisation_criterion",
    "organisation_kindstandard",
    "organisation_practicestandard",
    "organisation_topic",
    "readiness_requirement",
    "readiness_wording",
    "recruiting_volunteercriterion",
    "training_course",
}
HOLES = (
    "CREATE POLICY hole ON people_carer FOR SELECT TO encircle_app USING (true)",
    "DROP POLICY receipt_select ON meetings_passage",
    "GRANT UPDATE (reason) ON circles_ending TO encircle_app",
    "CREATE POLICY hole ON circles_ending FOR UPDATE TO encircle_app USING (true)",
    "GRANT DELETE ON sharing_recall TO encircle_app",
    "CREATE POLICY hole ON sharing_recall FOR DELETE TO encircle_app USING (true)",
)
MENDED = (
    "DROP POLICY hole ON people_carer",
    "CREATE POLICY receipt_select ON meetings_passage AS RESTRICTIVE FOR SELECT TO encircle_app, encircle_worker "
    "USING (version_id = ANY ((SELECT encircle.opened_items())::uuid[]))",
    "REVOKE UPDATE (reason) ON circles_ending FROM encircle_app",
    "DROP POLICY hole ON circles_ending",
    "REVOKE DELETE ON sharing_recall FROM encircle_app",
    "DROP POLICY hole ON sharing_recall",
)


def differences(found, wanted):
    for key in sorted(set(found) | set(wanted)):
        has, due = set(found.get(key, ())), wanted.get(key, set())
        if has != due:
            yield f"{' '.join(key)}: allowed {sorted(has - due)}, refused {sorted(due - has)}"


def test_every_row_of_every_table(db, say):
    rows = Rows(build_world()).run()
    found = {key: who for key, who in rows.answers.items() if who}
    if os.environ.get("PROVE_WRITE"):
        tables.write(FILE, found)
    wrong = [*rows.wrong, *differences(found, tables.read(FILE))]
    say(f"rows by plain SQL: {rows.statements:,} statements, {len(wrong)} wrong", wrong)


def seen_by_nobody(raw, wanted):
    """Tables that hold nothing about a person are open; of any other, not one row."""
    for table in declared_tables():
        count = raw.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]
        if bool(count) != (table.name in wanted):
            yield f"{count} rows of {table.name}"


def test_whoever_is_nobody_sees_nothing_of_anybody(db, say):
    world, wrong = build_world(), []
    for name in ATTACKS:
        with attacking(name, world.cast.users["olga"].pk) as raw:
            wrong += [f"{name}: {found}" for found in seen_by_nobody(raw, OPEN_TO_ALL)]
    tables = len(declared_tables())
    say(f"identities: {len(ATTACKS)} ways of being nobody on {tables} tables, {len(wrong)} gave rows", wrong)


def test_a_planted_hole_in_the_identity_is_found(db, say):
    """A verifier that no longer asks for the signature."""
    world = build_world()
    with superuser() as raw:
        (kept,) = raw.execute("SELECT pg_get_functiondef('encircle.claims'::regproc)").fetchone()
        raw.execute(kept.replace("<> part[8] THEN", "<> part[8] AND false THEN"))
        try:
            with attacking("forged signature", world.cast.users["olga"].pk) as plain:
                found = list(seen_by_nobody(plain, OPEN_TO_ALL))
        finally:
            raw.execute(kept)
    say(f"identities, negative control: signatures that nobody checks were found on {len(found)} tables")
    assert any("circles_circle" in line for line in found)


def test_planted_holes_in_the_policies_are_found(db, say):
    """One more policy, one receipt less, one column more: three tables that would let somebody in."""
    world = build_world()
    with superuser() as raw:
        for statement in HOLES:
            raw.execute(statement)
        try:
            rows = Rows(world).run(only={"people_carer", "meetings_passage", "circles_ending", "sharing_recall"})
        finally:
            for statement in MENDED:
                raw.execute(statement)
    wanted = {key: who for key, who in tables.read(FILE).items() if key[0] in {k[0] for k in rows.answers}}
    found = [*rows.wrong, *differences({key: who for key, who in rows.answers.items() if who}, wanted)]
    say(f"rows by plain SQL, negative control: {len(HOLES)} planted statements were found {len(found)} times")
    for hole in ("people_carer reads 1: allowed", "circles_ending changes", "removes rows of sharing_recall"):
        assert any(hole in line for line in found), (hole, found)
    assert any("meetings_passage without a receipt" in line for line in found)
