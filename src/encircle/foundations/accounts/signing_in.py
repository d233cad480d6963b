"""Begin a session for a person, and the last steps that every way of signing in shares."""

from django.contrib import auth
from django.http import HttpRequest

from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .agents import in_a_few_words
from .doorkeeper import as_doorkeeper
from .models import User
from .sessions import AGENT_KEY, SECOND_FACTOR_KEY

BACKEND = "encircle.foundations.accounts.backends.AccountBackend"


def begin_session(request: HttpRequest, user: User, *, second_factor: bool = False) -> None:
    """`second_factor`: proved already by other means than the sign-in library's (the demonstration)."""
    with as_doorkeeper(on_behalf=user.pk) as acting:
        auth.login(request, user, backend=BACKEND)
        request.session[AGENT_KEY] = in_a_few_words(request.headers.get("User-Agent", ""))
        if second_factor:
            request.session[SECOND_FACTOR_KEY] = True
        record(Verb.SIGNED_IN, "accounts.user", user.pk, by=acting)


def end_session(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        with as_doorkeeper(on_behalf=request.user.pk) as acting:
            record(Verb.SIGNED_OUT, "accounts.user", request.user.pk, by=acting)
    auth.logout(request)
