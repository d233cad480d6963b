"""A volunteer's record is theirs and their area's staff's."""

from encircle.foundations.access.policies import Table, add, change, mine, read, staff, system

TABLES = [
    Table(
        "volunteers_volunteer",
        [
            read("own", mine("user_id")),
            read("staff", staff()),
            read("system", system("postman", "escalator")),
            add("staff", staff()),
            change("staff", staff()),
        ],
        updates=["given_name", "family_name", "email", "phone", "user_id", "left_on", "area_id"],
        readers=["encircle_scope", "encircle_searcher"],
    ),
]
