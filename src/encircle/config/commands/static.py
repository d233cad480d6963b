"""Collect style sheets and scripts where the web processes serve them from."""

import argparse

from django.core.management import call_command

HELP = "collect style sheets and scripts (at deploy time)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(_args: argparse.Namespace) -> int:
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    return 0
