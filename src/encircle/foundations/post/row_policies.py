"""Whoever acts may have a notice sent; the postman carries them; staff learn of letters that could not be delivered."""

from encircle.foundations.access.policies import (
    ACTOR,
    Table,
    Unprotected,
    add,
    change,
    holds,
    mine,
    read,
    staff,
    system,
)

_POST = system("postman")
_FAILED = f"given_up_at IS NOT NULL AND (({staff()} AND area_id IS NOT NULL) OR {holds('administrator')})"
_JOBS = "background work: task names and opaque ids; who it is about stands behind row policies"

TABLES = [
    Table(
        "post_notice",
        [
            read("own", mine("user_id")),
            read("postman", system("postman", "escalator")),
            add(
                "acting",
                f"letter_id IS NULL AND ({ACTOR} IS NOT NULL "
                f"OR {system('doorkeeper', 'escalator', 'postman', 'receptionist')})",
            ),
            change("postman", _POST),
        ],
        updates=["letter_id"],
    ),
    Table(
        "post_letter",
        [
            read("postman", _POST),
            read("undelivered", _FAILED),
            add("postman", _POST),
            # An invitation is written by whoever invites, and by the sign-in door.
            add("link", f"kind = 'link' AND sent_at IS NULL AND ({ACTOR} IS NOT NULL OR {system('doorkeeper')})"),
            # What goes to somebody who asked for it: who it is and what it says is looked up as it is handed over.
            add(
                "asked_for",
                f"kind = 'newsletter' AND sent_at IS NULL AND link IS NULL AND item_id IS NOT NULL "
                f"AND {holds('senior_coordinator', 'operations_manager')}",
            ),
            add(
                "asking",
                f"kind = 'confirm' AND sent_at IS NULL AND link IS NULL AND item_id IS NOT NULL AND user_id IS NULL "
                f"AND {holds('coordinator', 'senior_coordinator', 'operations_manager')}",
            ),
            change("postman", _POST),
        ],
        updates=["link", "sent_at", "uncertain", "given_up_at", "dropped_at"],
    ),
    Table(
        "post_attempt",
        [read("postman", _POST), add("postman", _POST), change("postman", _POST)],
        updates=["ended_at", "answer"],
    ),
]

UNPROTECTED = [
    Unprotected(
        "procrastinate_jobs", "SELECT, INSERT", _JOBS, ["procrastinate_jobs_id_seq"], worker_grants="UPDATE, DELETE"
    ),
    Unprotected(
        "procrastinate_events", "SELECT, INSERT", _JOBS, ["procrastinate_events_id_seq"], worker_grants="DELETE"
    ),
    Unprotected(
        "procrastinate_periodic_defers",
        "SELECT, INSERT",
        _JOBS,
        ["procrastinate_periodic_defers_id_seq"],
        worker_grants="UPDATE, DELETE",
    ),
    Unprotected(
        "procrastinate_workers",
        "SELECT",
        _JOBS,
        ["procrastinate_workers_id_seq"],
        worker_grants="INSERT, UPDATE, DELETE",
    ),
]
