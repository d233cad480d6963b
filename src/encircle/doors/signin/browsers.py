"""Browsers in which somebody has signed in before: others' wrong guesses elsewhere do not shut these out."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from encircle.foundations.accounts.secrets import blind

COOKIE = "encircle_browser"
SALT = "encircle known browser"
MOST = 5  # people who share a browser
LASTS = 180 * 24 * 60 * 60


def known(request: HttpRequest, email: str) -> str:
    """What tells this browser from others in which the person has signed in; empty where they have not."""
    return request.COOKIES[COOKIE] if _mark(email) in _marks(request) else ""


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    marks = [_mark(email), *(one for one in _marks(request) if one != _mark(email))][:MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps(marks, salt=SALT),
        max_age=LASTS,
        path="/sign-in/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(email: str) -> str:
    """Says nothing about whom it is for."""
    return blind(email.strip().lower(), purpose=SALT)[:24]


def _marks(request: HttpRequest) -> list[str]:
    try:
        return list(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS))
    except signing.BadSignature:
        return []
