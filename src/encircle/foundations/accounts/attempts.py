"""Limits on trying. Counted by account, by address and by both together, each for a quarter of an hour.

The tight limit is for one account from one address: whoever hammers at somebody's account shuts out themselves. The
looser limit on the account alone is for a crowd of addresses. A browser in which that person has signed in before is
counted by itself and not by what others do, so nobody can be locked out by them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from .doorkeeper import as_doorkeeper
from .models import AttemptCount
from .secrets import blind

WINDOW = timedelta(minutes=15)
PAIR, ADDRESS, ACCOUNT = 5, 50, 50  # tries in a window
CODES = 10  # wrong codes for one account, after the right password
RESETS = 3  # letters to one account
PURPOSE = "attempts"

_COUNT = """
INSERT INTO accounts_attemptcount (key, count, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN accounts_attemptcount.ends_at <= %s THEN 1 ELSE accounts_attemptcount.count + 1 END,
    ends_at = CASE WHEN accounts_attemptcount.ends_at <= %s THEN excluded.ends_at ELSE accounts_attemptcount.ends_at END
"""


@dataclass(frozen=True)
class Limit:
    key: str
    most: int


def limit(kind: str, *what: str, most: int) -> Limit:
    return Limit(blind("|".join((kind, *what)), purpose=PURPOSE), most)


def password_limits(request: HttpRequest, email: str, *, known_browser: str) -> list[Limit]:
    account, address = email.strip().lower(), client_address(request)
    if known_browser:
        return [limit("password in browser", account, known_browser, most=PAIR)]
    return [
        limit("password", account, address, most=PAIR),
        limit("password from", address, most=ADDRESS),
        limit("password of", account, most=ACCOUNT),
    ]


def reset_limits(request: HttpRequest, email: str) -> list[Limit]:
    return [
        limit("reset of", email.strip().lower(), most=RESETS),
        limit("reset from", client_address(request), most=ADDRESS),
    ]


def code_limits(user_id: object, *, known_browser: str) -> list[Limit]:
    return [limit("code of", str(user_id), known_browser, most=CODES)]


def is_reached(limits: Sequence[Limit], at: datetime) -> bool:
    with as_doorkeeper():
        found = AttemptCount.objects.filter(key__in=[one.key for one in limits], ends_at__gt=at)
        counts = dict(found.values_list("key", "count"))
    return any(counts.get(one.key, 0) >= one.most for one in limits)


def count(limits: Sequence[Limit], at: datetime) -> None:
    """One more try. Called after the request's own transaction (`afterwards`), which may have been rolled back."""
    with as_doorkeeper(), connection.cursor() as cursor:
        for key in sorted(one.key for one in limits):
            cursor.execute(_COUNT, [key, at + WINDOW, at, at])


def forget(limits: Sequence[Limit]) -> None:
    with as_doorkeeper():
        AttemptCount.objects.filter(key__in=[one.key for one in limits]).delete()


def is_first_use(*what: str, at: datetime, lasts: timedelta) -> bool:
    """Whether nobody has used this before: a code from an app is worth one sign-in, on every web process alike."""
    key = blind("|".join(("used", *what)), purpose=PURPOSE)
    with as_doorkeeper(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_attemptcount (key, count, ends_at) VALUES (%s, 1, %s) ON CONFLICT (key) DO NOTHING",
            [key, at + lasts],
        )
        return bool(cursor.rowcount == 1)


def client_address(request: HttpRequest) -> str:
    """Where the request comes from: as our own proxies say, never as the client says."""
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    proxies: int = settings.TRUSTED_PROXIES
    if proxies and len(hops) >= proxies:
        return hops[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
