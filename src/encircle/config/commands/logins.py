"""The logins for a server that others look after: a script for its administrator, and our settings."""

import argparse
from pathlib import Path

from encircle.common.errors import Refusal
from encircle.ops.handover import SCRIPT, write_handover

HELP = "write the SQL that makes the database's logins, and settings files with new passwords and keys"
DJANGO = False


class AlreadyThere(Refusal):
    """Passwords and keys in use must not be overwritten."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="where to write, for example /etc/encircle")
    parser.add_argument("--site-address", required=True, help="for example https://circles.example.org")
    parser.add_argument("--database", default="encircle", help="its name (default: encircle)")
    parser.add_argument("--host", default="/var/run/postgresql", help="server, or the folder of its socket")
    parser.add_argument("--port", default="", help="its port, when not the usual one")


def run(args: argparse.Namespace) -> int:
    chosen = {"database": args.database, "host": args.host, "port": args.port, "site_address": args.site_address}
    try:
        written = write_handover(args.folder, **chosen)
    except FileExistsError as error:
        raise AlreadyThere(str(error)) from None
    for path in written:
        print(f"wrote {path}")
    print(f"\nNext, as a superuser of the database server:  psql --file {args.folder / SCRIPT}")
    return 0
