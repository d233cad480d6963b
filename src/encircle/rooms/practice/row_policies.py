"""A search is its maker's alone; what is not done with, the staff of the area."""

from encircle.foundations.access.policies import ACTOR, Definer, Table, add, mine, one_of, read, remove, staff, system

from .sql_facts import WAITING_SQL
from .sql_search import SEARCH_SQL

SQL = [*SEARCH_SQL, *WAITING_SQL]

TABLES = [
    Table(
        "practice_search",
        [
            read("own", mine("user_id")),
            read("clerk", system("clerk")),
            add("own", f"user_id = {ACTOR}"),
            remove("clerk", system("clerk")),
        ],
    ),
    Table(
        "practice_waiting",
        [
            read("staff", f"{staff()} AND NOT (item_id = ANY ((SELECT encircle.walled_releases())::uuid[]))"),
            read("lead", one_of("item_id", "handled_releases")),
        ],
        keepers={"encircle_scope": "SELECT, INSERT, UPDATE, DELETE"},
    ),
]

DEFINERS = [
    Definer("encircle.search_minutes(text,integer)", "encircle_searcher"),
    Definer("encircle.search_names(text,integer)", "encircle_searcher"),
    Definer("encircle.whom_to_ask(text)", "encircle_searcher"),
    Definer("encircle.follow_meeting(uuid)", "encircle_scope", for_owner=True),
    Definer("encircle.follow_item(uuid)", "encircle_scope", for_owner=True),
    Definer("encircle.follow_version(uuid)", "encircle_scope", for_owner=True),
]
