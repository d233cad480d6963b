"""Background work: notices, clocks, seals. Any number of workers may run, on any number of machines."""

import argparse
import asyncio
import os

from procrastinate.contrib.django import app

from encircle.config.safety import refuse_unsafe

HELP = "do the background work"
LOGIN = "worker"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    concurrency = int(os.environ.get("ENCIRCLE_WORKER_CONCURRENCY", "4"))
    parser.add_argument("--concurrency", type=int, default=concurrency, help="tasks at the same time")
    parser.add_argument("--once", action="store_true", help="do what waits, then stop")


def run(args: argparse.Namespace) -> int:
    refuse_unsafe()
    connector = app.connector.get_worker_connector()  # type: ignore[union-attr]
    with app.replace_connector(connector) as working:
        asyncio.run(_work(working, args))
    return 0


async def _work(working: "type[app]", args: argparse.Namespace) -> None:  # type: ignore[valid-type]
    async with working.open_async():
        await working.run_worker_async(
            concurrency=args.concurrency,
            wait=not args.once,
            delete_jobs="never",
            shutdown_graceful_timeout=20,
        )
