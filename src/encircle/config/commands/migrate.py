"""Bring the database to this version: tables first, then who may do what with them."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState

from encircle.foundations.access.apply import apply_access

HELP = "bring the database to this version (run as the owner, at deploy time)"
LOGIN = "owner"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print nothing when all goes well")


def run(args: argparse.Namespace) -> int:
    bring_up_to_date(verbosity=0 if args.quiet else 1)
    return 0


def bring_up_to_date(*, verbosity: int) -> None:
    with _quickly_where_empty():
        call_command("migrate", interactive=False, verbosity=verbosity)
    apply_access()


@contextmanager
def _quickly_where_empty() -> Iterator[None]:
    """In an empty database each step draws up anew only the model it changes, not all that lead to it.

    Nearly every model leads to every other (each has who wrote it, and where), so that Django draws up some three
    hundred for each of some six hundred steps: 85 seconds of a processor where 5 do, with the same tables (compared
    by `pg_dump -s`). A database with rows in it is brought up to date as Django does it.
    """
    if connection.introspection.table_names():
        yield
        return
    usual = ProjectState._find_reload_model  # type: ignore[attr-defined]
    ProjectState._find_reload_model = _only_itself  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = usual  # type: ignore[attr-defined]


def _only_itself(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
    state.is_delayed = True  # what runs Python is given models drawn up afresh
    return {(app_label, model_name)}
