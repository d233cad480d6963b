"""What the doctor looks at. Each check answers with sentences that say what is wrong and what to do; none is good."""

import os
import shutil
import smtplib
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import psycopg
from django.conf import settings
from django.db import connection

from encircle.config.health import pending_migrations, storage_is_writable
from encircle.config.safety import LOGIN_FACTS, unsafe_login, unsafe_settings
from encircle.foundations.files import scanner

OLDEST_POSTGRES = 150000
CLOCK_TOLERANCE = timedelta(seconds=5)
LEAST_SPACE = 1_000_000_000  # bytes
SILENCE = timedelta(minutes=2)

Check = Callable[[], Iterator[str]]


def settings_check() -> Iterator[str]:
    yield from unsafe_settings()
    if not settings.DEMO and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield "Style sheets and scripts have not been collected. Run: encircle static"


def database_check() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')")
        version, encoding = cursor.fetchone()
    if version < OLDEST_POSTGRES:
        yield f"PostgreSQL is older than 15 (it says {version})."
    if encoding != "UTF8":
        yield f"The database's encoding is {encoding}; it must be UTF8."


def logins_check() -> Iterator[str]:
    """Our own login, and the worker's where this process knows it."""
    yield from unsafe_login()
    if address := os.environ.get("ENCIRCLE_WORKER_DATABASE_URL"):
        with psycopg.connect(address) as other:
            name, *facts = other.execute(LOGIN_FACTS).fetchone() or ("?",)
        if any(facts):
            yield f"The worker's database login {name} has more rights than it should: row policies may not bind it."


def migrations_check() -> Iterator[str]:
    waiting = list(pending_migrations())
    if waiting:
        yield f"The database is behind this version by {len(waiting)} steps. Run: encircle migrate"


def clock_check() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp(), current_setting('TimeZone')")
        at, zone = cursor.fetchone()
    ahead = abs(at - datetime.now(UTC))
    if ahead > CLOCK_TOLERANCE:
        yield f"The database's clock and ours differ by {ahead.total_seconds():.0f} seconds. Set both by NTP."
    if zone != "UTC":
        yield f"The database connection runs in {zone}; it must run in UTC."


def queue_check() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT max(last_heartbeat) FROM procrastinate_workers), "
            "count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs"
        )
        beat, failed = cursor.fetchone()
    if beat is None or datetime.now(UTC) - beat > SILENCE:
        yield "No worker is running: no notice goes out and no clock is watched. Start: encircle worker"
    if failed:
        yield f"{failed} tasks failed for good. Coordinators see which notices; the log names the tasks."


def storage_check() -> Iterator[str]:
    if not storage_is_writable():
        yield f"Files cannot be written to {settings.DATA_DIR}."
    if shutil.disk_usage(settings.DATA_DIR).free < LEAST_SPACE:
        yield f"Less than 1 GB is free under {settings.DATA_DIR}."
    if not os.access(settings.SEAL_ANCHOR.parent, os.W_OK):
        yield f"The audit trail's seals cannot be written to {settings.SEAL_ANCHOR} (ENCIRCLE_SEAL_ANCHOR)."


def scanner_check() -> Iterator[str]:
    if scanner.is_set_up() and not scanner.answers():
        waits = " Documents that come in wait unopened until it does." if scanner.is_required() else ""
        yield f"The virus scanner at {settings.SCANNER} does not answer.{waits} Look at ENCIRCLE_SCANNER."
    if scanner.is_required() and not scanner.is_set_up():
        yield "ENCIRCLE_SCANNER_REQUIRED is yes and ENCIRCLE_SCANNER names no scanner: no document can be opened."


def mail_check() -> Iterator[str]:
    """Says hello to the mail server and sends nothing."""
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        _greet_mail_server()
    except smtplib.SMTPAuthenticationError:
        yield f"The mail server {where} refuses ENCIRCLE_SMTP_USER and its password."
    except ssl.SSLError:
        yield f"The mail server {where} shows a certificate that does not fit, or ENCIRCLE_SMTP_TLS is wrong."
    except (OSError, smtplib.SMTPException):
        yield f"The mail server {where} does not answer. Look at ENCIRCLE_SMTP_HOST and ENCIRCLE_SMTP_PORT."
    if not settings.DEMO and settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield "ENCIRCLE_MAIL_FROM is not set: notices would come from an address nobody can answer."


def _greet_mail_server() -> None:
    context = ssl.create_default_context()
    kind = partial(smtplib.SMTP_SSL, context=context) if settings.EMAIL_USE_SSL else smtplib.SMTP
    with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=10) as server:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=context)
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        server.noop()


CHECKS: dict[str, Check] = {
    "settings": settings_check,
    "database": database_check,
    "logins": logins_check,
    "migrations": migrations_check,
    "clock": clock_check,
    "queue": queue_check,
    "storage": storage_check,
    "scanner": scanner_check,
    "mail": mail_check,
}
