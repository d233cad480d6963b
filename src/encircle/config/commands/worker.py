"""Background work: notices, clocks, seals. Any number of workers may run, on any number of machines."""

import argparse
import asyncio
import os
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections
from procrastinate import App, JobContext
from procrastinate.contrib.django import app

from encircle.config.safety import refuse_unsafe

HELP = "do the background work"
LOGIN = "worker"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    concurrency = int(os.environ.get("ENCIRCLE_WORKER_CONCURRENCY", "4"))
    parser.add_argument("--concurrency", type=int, default=concurrency, help="tasks at the same time")
    parser.add_argument("--once", action="store_true", help="do what waits, then stop")


def run(args: argparse.Namespace) -> int:
    refuse_unsafe(seals=True)
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as working:
        asyncio.run(_work(working, args))
    return 0


async def _work(working: App, args: argparse.Namespace) -> None:
    async with working.open_async():
        await working.run_worker_async(
            concurrency=args.concurrency,
            wait=not args.once,
            shutdown_graceful_timeout=20,
            task_middleware=[with_sound_connections],
        )


def with_sound_connections(run_task: Callable[[], Any], _context: JobContext, _worker: Any) -> Any:
    """As a request does: a connection that died, or is left unusable by an error, is not used for the next task."""
    close_old_connections()
    try:
        return run_task()
    finally:
        close_old_connections()
