"""What is owed is seen by whoever sees its source, and written by the reckoner alone, who acts for nobody.

A volunteer sees only what volunteers owe, of meetings they may read about. What is owed about a concern behind the
wall carries neither area nor Circle and is seen by those who handle such concerns, never by its subject. Whoever
breaks the glass over a Circle sees what is owed in it, and nothing about the volunteers who sit there.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    Definer,
    Table,
    add,
    change,
    glass,
    holds,
    one_of,
    read,
    remove,
    staff,
    system,
)

from .sql_facts import FACTS_SQL, TABLES_READ
from .sql_stale import STALE_SQL

RECKONER = system("reckoner")
STAFF_ANYWHERE = holds("coordinator", "senior_coordinator", "operations_manager")
HANDLES_WALLED = holds("safeguarding_lead", "senior_coordinator", "operations_manager")
SETS = holds("operations_manager")

READS = [("encircle_scope", table) for table in TABLES_READ]
SQL = [*FACTS_SQL, *STALE_SQL]

TABLES = [
    Table(
        "due_obligation",
        [
            read("staff", f"NOT walled AND {staff()}"),
            read("everywhere", f"NOT walled AND area_id IS NULL AND {STAFF_ANYWHERE}"),
            read("wall", f"walled AND about_user_id IS DISTINCT FROM {ACTOR} AND {HANDLES_WALLED}"),
            read("glass", f"NOT walled AND scope <> 'volunteer' AND {glass()}"),
            read("volunteer", f"owner = 'volunteers' AND {one_of('item_id', 'volunteer_meetings')}"),
            read("reckoner", RECKONER),
            add("reckoner", RECKONER),
            remove("reckoner", RECKONER),
        ],
    ),
    Table(
        "due_stale",
        [read("reckoner", RECKONER), add("reckoner", RECKONER), remove("reckoner", RECKONER)],
        keepers={"encircle_scope": "SELECT, INSERT"},
    ),
    Table(
        "due_clause",
        [
            read("inside", f"{ACTOR} IS NOT NULL"),
            add("set", f"{SETS} AND loaded_by_id = {ACTOR}"),
            change("set", SETS),
        ],
        updates=["retired_at"],
    ),
]

DEFINERS = [
    Definer("encircle.due_facts(text,uuid[])", "encircle_scope", for_owner=True),
    Definer("encircle.due_subjects(text,uuid,integer)", "encircle_scope", for_owner=True),
    Definer("encircle.mark_due(text,uuid[])", "encircle_scope", for_owner=True),
]
