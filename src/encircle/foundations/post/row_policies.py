"""Whoever acts may have a notice sent; only the postman reads them, and the person their own."""

from encircle.foundations.access.policies import ACTOR, Table, Unprotected, add, mine, read, system

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

_JOBS = "background work: task names and opaque ids; who it is about stands behind row policies"

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
