"""Bring the database to this version: tables first, then who may do what with them."""

import argparse

from django.core.management import call_command

from encircle.foundations.access.apply import apply_access

HELP = "bring the database to this version (run as the owner, at deploy time)"
LOGIN = "owner"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print nothing when all goes well")


def run(args: argparse.Namespace) -> int:
    bring_up_to_date(verbosity=0 if args.quiet else 1)
    return 0


def bring_up_to_date(*, verbosity: int) -> None:
    call_command("migrate", interactive=False, verbosity=verbosity)
    apply_access()
