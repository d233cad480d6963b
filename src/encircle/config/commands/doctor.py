"""Says in plain words what is wrong with this installation."""

import argparse

import psycopg
from django.db import DatabaseError, connection

from encircle.config.diagnosis import CHECKS, Check

HELP = "say what is wrong with this installation, in plain words"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("checks", nargs="*", choices=[[], *CHECKS], metavar="check", help=", ".join(CHECKS))


def run(args: argparse.Namespace) -> int:
    chosen = args.checks or list(CHECKS)
    findings = {name: examine(CHECKS[name]) for name in chosen}
    for name, sentences in findings.items():
        print(f"{name:<11} {'well' if not sentences else ''}".rstrip())
        for sentence in sentences:
            print(f"  - {sentence}")
    return 1 if any(findings.values()) else 0


def examine(check: Check) -> list[str]:
    try:
        return list(check())
    except (DatabaseError, psycopg.Error):
        connection.close()
        return ["The database does not answer this question. Look at ENCIRCLE_DATABASE_URL, and run: encircle migrate"]
    except OSError as error:
        return [f"{error.strerror or 'Something went wrong'}: {error.filename or 'see the log'}"]
