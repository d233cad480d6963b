"""The demonstration charity on this machine only."""

import argparse
import os
import signal
import time
from pathlib import Path

from encircle.ops.demonstration import Demonstration, forget
from encircle.ops.postgres import Server

HELP = "serve the demonstration charity on this machine"
DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    port = int(os.environ.get("PORT") or 8000)
    data_dir = Path(os.environ.get("DATA_DIR") or ".encircle")
    parser.add_argument("--port", type=int, default=port, help="default: PORT, or 8000")
    parser.add_argument("--data-dir", type=Path, default=data_dir, help="default: DATA_DIR, or .encircle")
    parser.add_argument("--size", type=int, default=1, help="times the usual number of Circles, when first made")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other invented people")
    parser.add_argument("--reset", action="store_true", default=os.environ.get("RESET") == "1", help="start afresh")
    redate = os.environ.get("REDATE") == "1"
    parser.add_argument("--redate", action="store_true", default=redate, help="move all dates to today, keep changes")


def run(args: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both mean: stop all of it
    if args.reset:
        with Server(args.data_dir):  # refused while another demonstration uses it
            pass
        forget(args.data_dir)
    demonstration = Demonstration(args.data_dir, args.port)
    try:
        demonstration.prepare(size=args.size, seed=args.seed, redate=args.redate)
        demonstration.open()
        _say_ready(demonstration)
        while True:
            demonstration.refuse_dead_child()
            time.sleep(1)
    except KeyboardInterrupt:
        print("\nStopping.")
        return 0
    finally:
        demonstration.close()


def _say_ready(demonstration: Demonstration) -> None:
    if demonstration.server.is_elsewhere:
        print(f"The database's files are in {demonstration.server.cluster}.")
    print(
        f"\nEncircle's demonstration is ready: {demonstration.address}\nInvented people. Ctrl-C stops it.", flush=True
    )
