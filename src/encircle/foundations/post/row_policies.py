"""Whoever acts may have a notice sent; only the postman reads them, and the person their own."""

from encircle.foundations.access.policies import ACTOR, Table, add, mine, read, system

TABLES = [
    Table(
        "post_notice",
        [
            read("own", mine("user_id")),
            read("postman", system("postman", "escalator")),
            add("acting", f"{ACTOR} IS NOT NULL OR {system('doorkeeper', 'escalator', 'postman')}"),
        ],
    ),
]
