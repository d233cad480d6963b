"""Logs as data that name no person: only fields on a list pass, and no text that came from outside.

A library's message keeps its wording and loses its values; an exception keeps its kind and its place and loses
its message, because a database's error repeats the row that failed. Errors of our own making keep theirs.
"""

import logging
import logging.config
import os
import re
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured
from jinja2 import TemplateNotFound, UndefinedError

ALLOWED = frozenset(
    {
        "event",
        "level",
        "logger",
        "timestamp",
        "exception",
        "request_id",
        "route",
        "method",
        "status",
        "ms",
        "queries",
        "user_id",
        "task",
        "job_id",
        "attempt",
        "count",
        "outcome",
        "setting",
        "check",
        "command",
        "area_id",
        "release_id",
        "notice_id",
    }
)
ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
QUERY = re.compile(r"\?\S+")
LONGEST = 200

# These name parts of the program, never what a person typed.
HARMLESS = (ImportError, NameError, AttributeError, ImproperlyConfigured, TemplateNotFound, UndefinedError)

Event = dict[str, Any]


def configure(_settings: object = None) -> None:
    """Called by Django with its own LOGGING setting, which we do not use."""
    shared: list[Any] = [add_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_logger_name,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(_handlers(shared))


def _handlers(shared: list[Any]) -> dict[str, Any]:
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [structlog.stdlib.add_logger_name, without_values, *shared],
        "processors": [
            place_of_exception,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            only_allowed,
            without_addresses,
            _renderer(),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"encircle": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "encircle"}},
        "root": {"handlers": ["console"], "level": _level()},
        "loggers": {
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody can make these
            "django.request": {"level": "ERROR"},
            "procrastinate": {"level": "WARNING"},
        },
    }


def _level() -> str:
    return os.environ.get("ENCIRCLE_LOG_LEVEL", "INFO" if _is_production() else "WARNING")


def _renderer() -> Any:
    if _is_production():
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)


def _is_production() -> bool:
    return os.environ.get("ENCIRCLE_MODE", "production") == "production"


def add_level(_logger: object, method: str, event: Event) -> Event:
    record = event.get("_record")
    event["level"] = record.levelname.lower() if record else method.replace("exception", "error")
    return event


def without_values(_logger: object, _method: str, event: Event) -> Event:
    """What a library says, with its blanks left blank; and for a request, the route instead of the path."""
    record: logging.LogRecord = event["_record"]
    event["event"] = str(record.msg) if record.args else _first_words(str(record.msg))
    event.pop("positional_args", None)
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    if match:
        event |= {"route": match.route, "method": getattr(record, "request").method}  # noqa: B009
    if status := getattr(record, "status_code", None):
        event["status"] = status
    return event


def _first_words(message: str) -> str:
    """A message without blanks was put together before it came to us: what follows a colon may be a value."""
    return message.partition(":")[0][:LONGEST]


def place_of_exception(_logger: object, _method: str, event: Event) -> Event:
    found = event.pop("exc_info", None)
    record = event.get("_record")
    if found is True:
        found = sys.exc_info()
    elif not found and record is not None:
        found = record.exc_info
    if isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    if isinstance(found, tuple) and found[0]:
        event["exception"] = _kind_and_place(*found)
    return event


def _kind_and_place(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    passed = [frame for frame in traceback.extract_tb(trace) if not frame.filename.startswith("<")]
    frames = [f"{frame.name} ({_short(frame.filename)}:{frame.lineno})" for frame in passed]
    cause = error.__cause__
    because = f" because of {_kind_and_place(type(cause), cause, cause.__traceback__)}" if cause else ""
    said = f" ({error})" if isinstance(error, HARMLESS) else ""
    return f"{kind.__module__}.{kind.__qualname__}{said} in {' > '.join(frames[-12:])}{because}"


def _short(path: str) -> str:
    return "/".join(path.split("/")[-3:])


def only_allowed(_logger: object, _method: str, event: Event) -> Event:
    return {key: value for key, value in event.items() if key in ALLOWED}


def without_addresses(_logger: object, _method: str, event: Event) -> Event:
    """The second net, under the list of fields: e-mail addresses and query strings."""
    return {key: _scrub(value) if isinstance(value, str) else value for key, value in event.items()}


def _scrub(value: str) -> str:
    return QUERY.sub("?…", ADDRESS.sub("(address)", value))
