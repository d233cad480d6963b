"""Load the demonstration charity where there is none, or bring an untouched one's dates up to today."""

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec

from encircle.common.clock import system_now
from encircle.common.errors import Refusal
from encircle.rooms.organisation.models import Charity

HELP = "load or re-date the demonstration charity (used by `demo`)"
LOGIN = "owner"


class RealCharity(Refusal):
    """The demonstration never touches a database that holds a real charity."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)


def run(args: argparse.Namespace) -> int:
    charity = Charity.objects.first()
    if charity is None:
        _load(args.size, args.seed)
    elif not charity.is_demo:
        raise RealCharity("This database holds a real charity. The demonstration needs one of its own.")
    else:
        _redate()
    return 0


def _load(size: int, seed: int) -> None:
    if not find_spec("encircle.demo.load"):
        print("No demonstration charity yet: encircle.demo.load is still to come.", file=sys.stderr)
        return
    print("Making the demonstration charity …", flush=True)
    import_module("encircle.demo.load").load_charity(size=size, seed=seed)


def _redate() -> None:
    if find_spec("encircle.demo.redate"):
        import_module("encircle.demo.redate").redate_charity(at=system_now())
