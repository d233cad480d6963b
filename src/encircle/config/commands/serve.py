"""The web processes: gunicorn's sync workers, which measured fastest on our pages."""

import argparse
import os
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from encircle.config.safety import refuse_unsafe

HELP = "serve the web pages"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bind", default=os.environ.get("ENCIRCLE_BIND", "127.0.0.1:8000"), help="address:port")
    workers = os.environ.get("ENCIRCLE_WEB_WORKERS") or (os.cpu_count() or 1) * 2 + 1
    parser.add_argument("--workers", type=int, default=int(workers), help="number of processes")


def run(args: argparse.Namespace) -> int:
    refuse_unsafe(args.bind)
    WebServer(args.bind, args.workers).run()
    return 0


class OurLogger(Logger):  # type: ignore[misc]
    """Gunicorn speaks through our own logs, with their redaction."""

    def setup(self, cfg: Any) -> None:
        self.loglevel = self.LOG_LEVELS["warning"]
        self.error_log.setLevel(self.loglevel)
        self.error_log.propagate = True


class WebServer(BaseApplication):
    """Gunicorn with our settings. Each process loads the application itself, so no connection is shared."""

    def __init__(self, bind: str, workers: int) -> None:
        self.wanted: dict[str, Any] = {
            "bind": bind,
            "workers": workers,
            "worker_class": "sync",
            "timeout": 60,
            "graceful_timeout": 30,
            "max_requests": 5000,
            "max_requests_jitter": 500,
            "accesslog": None,  # the application writes its own line, without query strings or addresses
            "loglevel": "warning",
            "logger_class": OurLogger,
            "control_socket_disable": True,
            "proc_name": "encircle-web",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.wanted.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        from django.urls import get_resolver

        from encircle.config.wsgi import application

        _ = get_resolver().url_patterns  # whatever does not load stops the start, not the first visitor
        return application
