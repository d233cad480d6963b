"""Tables, and the demonstration charity where there is none; else an untouched one's dates are brought up to today.

One process for all of it, because each start of the application costs seconds.
"""

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec

from django.db import connection

from encircle.common.clock import system_now
from encircle.common.errors import Refusal
from encircle.config.commands import migrate
from encircle.rooms.organisation.models import Charity

HELP = "load or re-date the demonstration charity (used by `demo`)"
LOGIN = "owner"


class RealCharity(Refusal):
    """The demonstration never touches a database that holds a real charity."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)


def run(args: argparse.Namespace) -> int:
    _refuse_real_charity()
    migrate.bring_up_to_date(verbosity=0)
    if Charity.objects.exists():
        _redate()
    else:
        _load(args.size, args.seed)
    return 0


def _refuse_real_charity() -> None:
    """Before anything else: even the keys that a migration sets are the demonstration's own."""
    with connection.cursor() as cursor:
        if Charity._meta.db_table not in connection.introspection.table_names(cursor):
            return
        cursor.execute("SELECT count(*) FROM organisation_charity WHERE NOT is_demo")
        if cursor.fetchone() != (0,):
            raise RealCharity("This database holds a real charity. The demonstration needs one of its own.")


def _load(size: int, seed: int) -> None:
    if not find_spec("encircle.demo.load"):
        print("No demonstration charity yet: encircle.demo.load is still to come.", file=sys.stderr)
        return
    print("Making the demonstration charity …", flush=True)
    import_module("encircle.demo.load").load_charity(size=size, seed=seed)


def _redate() -> None:
    if find_spec("encircle.demo.redate"):
        import_module("encircle.demo.redate").redate_charity(at=system_now())
