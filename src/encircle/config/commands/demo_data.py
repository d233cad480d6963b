"""Tables, and the demonstration charity where there is none; else an untouched one's dates are brought up to today.

One process for all of it, because each start of the application costs seconds.
"""

import argparse

from django.db import connection

from encircle.common.clock import system_now
from encircle.common.errors import Refusal
from encircle.config.commands import migrate
from encircle.demo.load import load_charity
from encircle.demo.redate import redate_charity
from encircle.rooms.organisation.models import Charity

HELP = "load or re-date the demonstration charity (used by `demo`)"
LOGIN = "owner"


class RealCharity(Refusal):
    """The demonstration never touches a database that holds a real charity."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--redate", action="store_true", help="move the dates of a touched one too")


def run(args: argparse.Namespace) -> int:
    _refuse_real_charity()
    migrate.bring_up_to_date(verbosity=0)
    if Charity.objects.exists():
        _redate(args.redate)
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
    print("Making the demonstration charity …", flush=True)
    load_charity(size=size, seed=seed)


def _redate(even_if_touched: bool) -> None:
    done = redate_charity(at=system_now(), even_if_touched=even_if_touched)
    if done.offer:
        print(done.offer, flush=True)
