"""Agencies and professionals are known to those who work with cases; a professional sees their own entry."""

from encircle.foundations.access.policies import Table, add, change, holds, mine, read, system

STAFF_ANYWHERE = holds("coordinator", "senior_coordinator", "operations_manager")

TABLES = [
    Table(
        "partners_agency",
        [
            read("staff", STAFF_ANYWHERE),
            read("own", "id = ANY ((SELECT encircle.own_agencies())::uuid[])"),
            read("system", system("postman", "escalator")),
            add("staff", STAFF_ANYWHERE),
            change("staff", STAFF_ANYWHERE),
        ],
        updates=["name", "kind", "email_domains"],
    ),
    Table(
        "partners_agencyagreement",
        [read("staff", STAFF_ANYWHERE), add("staff", STAFF_ANYWHERE), change("staff", STAFF_ANYWHERE)],
        updates=["ends_on", "review_on"],
    ),
    Table(
        "partners_professional",
        [
            read("staff", STAFF_ANYWHERE),
            read("own", mine("user_id")),
            read("system", system("postman", "escalator")),
            add("staff", STAFF_ANYWHERE),
            change("staff", STAFF_ANYWHERE),
        ],
        updates=["name", "job_title", "phone", "user_id", "ends_at"],
        readers=["encircle_scope"],
    ),
]
