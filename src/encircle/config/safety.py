"""Production refuses to start with an unsafe setting, and says which."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, connections

from encircle.common.errors import Refusal

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SHORTEST_SECRET = 50


class Unsafe(Refusal):
    """Encircle will not start like this."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("refuses to start:\n" + "\n".join(f"  - {reason}" for reason in reasons))


def refuse_unsafe(bind: str = "", *, seals: bool = False) -> None:
    """Called by every long-running command before it does anything."""
    reasons = [*unsafe_settings(seals=seals), *unsafe_demonstration(bind), *unsafe_login()]
    connections.close_all()  # the web processes are forked after this: no connection may be shared
    if reasons:
        raise Unsafe(reasons)


def unsafe_settings(*, seals: bool = False) -> list[str]:
    if settings.DEMO:
        return []
    return [*_unsafe_keys(seals), *_unsafe_addresses(), *_unsafe_switches()]


def unsafe_demonstration(bind: str) -> list[str]:
    """The demonstration lets anybody sign in as anybody: it never leaves this machine."""
    host = bind.rpartition(":")[0]
    if settings.DEMO and bind and host not in LOOPBACK:
        return [f"The demonstration may only be served on this machine, not on {bind}."]
    return []


def _unsafe_keys(seals: bool) -> Iterator[str]:
    secret = _secret_key()
    if len(secret) < SHORTEST_SECRET:
        yield f"ENCIRCLE_SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters."
    for name in ("IDENTITY_KEY", "FIELD_KEY", "FILE_KEY", *(["SEAL_KEY"] if seals else [])):
        if not _is_key(getattr(settings, name)):
            yield f"ENCIRCLE_{name} must be 64 hexadecimal digits."
    keys = [secret, settings.IDENTITY_KEY, settings.FIELD_KEY, settings.FILE_KEY]
    if all(keys) and len(set(keys)) < len(keys):
        yield "ENCIRCLE_SECRET_KEY, _IDENTITY_KEY, _FIELD_KEY and _FILE_KEY must differ from each other."


def _secret_key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:  # what Django says to an empty one
        return ""


def _is_key(value: str) -> bool:
    try:
        return len(bytes.fromhex(value)) == 32 and len(set(value)) > 4
    except ValueError:
        return False


def _unsafe_addresses() -> Iterator[str]:
    address = urlsplit(settings.SITE_ADDRESS)
    if address.scheme != "https":
        yield "ENCIRCLE_SITE_ADDRESS must begin with https://."
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "ENCIRCLE_HOSTS must list the site's own names, without *."
    elif address.hostname not in settings.ALLOWED_HOSTS:
        yield f"ENCIRCLE_HOSTS does not contain {address.hostname}, the host of ENCIRCLE_SITE_ADDRESS."


def _unsafe_switches() -> Iterator[str]:
    if settings.DEBUG:
        yield "DEBUG is on: error pages would show case content."
    for name in (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_HTTPONLY",
    ):
        if not getattr(settings, name):
            yield f"{name} is off: the session could be taken over."
    if not connection.settings_dict["OPTIONS"].get("server_side_binding"):
        yield "server_side_binding is off: what people type would stand in the server's list of statements."


def unsafe_login() -> list[str]:
    """Row policies bind neither a superuser, nor BYPASSRLS, nor the owner of a table."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(LOGIN_FACTS)
            name, superuser, bypass, may_create, owns = cursor.fetchone()
    except DatabaseError:
        return ["The database does not answer. Look at ENCIRCLE_DATABASE_URL, and whether the server runs."]
    facts = {"is a superuser": superuser, "has BYPASSRLS": bypass, "may create roles": may_create}
    facts |= {"owns tables, or may become the role that does": owns}
    return [f"The database login {name} {fact}: row policies do not bind it." for fact, holds in facts.items() if holds]


LOGIN_FACTS = """
SELECT session_user,
       login.rolsuper,
       login.rolbypassrls,
       login.rolcreaterole,
       EXISTS (
           SELECT FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
           WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND t.relkind IN ('r', 'p')
             AND pg_has_role(session_user, t.relowner, 'MEMBER')
       )
FROM pg_roles login WHERE login.rolname = session_user
"""
