"""A search is its maker's alone."""

from encircle.foundations.access.policies import ACTOR, Definer, Table, add, mine, read, remove, system

from .sql_search import SEARCH_SQL

SQL = SEARCH_SQL

TABLES = [
    Table(
        "practice_search",
        [
            read("own", mine("user_id")),
            read("clerk", system("clerk")),
            add("own", f"user_id = {ACTOR}"),
            remove("clerk", system("clerk")),
        ],
    )
]

DEFINERS = [
    Definer("encircle.search_minutes(text,integer)", "encircle_searcher"),
    Definer("encircle.search_names(text,integer)", "encircle_searcher"),
    Definer("encircle.whom_to_ask(text)", "encircle_searcher"),
]
