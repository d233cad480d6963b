"""Begin a session for a person, and the last steps that every way of signing in shares."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import auth
from django.http import HttpRequest

from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .agents import in_a_few_words
from .doorkeeper import as_doorkeeper
from .held import kept_forms
from .models import CodeList, User
from .sessions import AGENT_KEY, KEPT_KEY, SECOND_FACTOR_KEY

BACKEND = "encircle.foundations.accounts.backends.AccountBackend"


def begin_session(request: HttpRequest, user: User, *, second_factor: bool = False) -> None:
    """`second_factor`: proved already by other means than the sign-in library's (the demonstration)."""
    with as_doorkeeper(on_behalf=user.pk) as acting:
        auth.login(request, user, backend=BACKEND)
        request.session[AGENT_KEY] = in_a_few_words(request.headers.get("User-Agent", ""))
        if second_factor:
            note_second_factor(request)
        if kept := {form.path: str(form.id) for form in kept_forms(user.pk, at=acting.at)}:
            request.session[KEPT_KEY] = kept
        record(Verb.SIGNED_IN, "accounts.user", user.pk, by=acting)


def note_second_factor(request: HttpRequest) -> None:
    """Shown in this session, by other means than signing in with it: setting it up proves having it."""
    request.session[SECOND_FACTOR_KEY] = True


def has_a_factor(user_id: UUID) -> bool:
    with as_doorkeeper():
        listed = CodeList.objects.filter(user_id=user_id).exists()
        return listed or Authenticator.objects.filter(user_id=user_id).exists()


def end_session(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        with as_doorkeeper(on_behalf=request.user.pk) as acting:
            record(Verb.SIGNED_OUT, "accounts.user", request.user.pk, by=acting)
    auth.logout(request)
