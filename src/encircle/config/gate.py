"""Between knowing whose session it is and acting as that person: second factor, time limits, and what was typed late.

Runs as the doorkeeper, before ActingMiddleware signs the request as the person.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils.http import urlencode

from encircle.config import errors
from encircle.config.middleware import SIGN_IN_PREFIXES, GetResponse, is_public
from encircle.foundations.accounts import held
from encircle.foundations.accounts.requests import AccountRequest
from encircle.foundations.accounts.sessions import KEPT_KEY, note_input
from encircle.foundations.accounts.signing_in import end_session, has_a_factor

# Background requests of a page: they keep no session alive and are never held.
AUTOMATIC_HEADERS = ("X-Encircle-Automatic", "X-Autosave")
# What a person may do before a second factor is set up.
BEFORE_SECOND_FACTOR = (
    "/account/second-factor/",
    "/account/confirm-password/",
    "/account/sign-out",
    "/account/stay",
    "/invitation/",
    "/health/",
    "/brand-",
)
KEPT_FIELD = "encircle_kept"


class SignInGateMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: AccountRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return self._signed_in(request)
        request.session_until = None
        if is_public(request.path):
            return self.get_response(request)
        if is_automatic(request):
            return HttpResponse("You are signed out.", status=401, content_type="text/plain")
        if request.method == "POST" and (form_id := hold_if_known(request)):
            return HttpResponseRedirect(_sign_in_and_return(form_id))
        return self.get_response(request)

    def _signed_in(self, request: AccountRequest) -> HttpResponse:
        session = request.session
        request.session_until = session.ends_at
        if not session.has_second_factor and has_a_factor(request.user.pk):
            # Set up elsewhere since: this session, begun with a password alone, is worth nothing any more.
            end_session(request)
            return HttpResponseRedirect(reverse("account_login"))
        if needs_second_factor(request):
            return HttpResponseRedirect(reverse("second_factor"))
        if not is_automatic(request):
            note_input(session, request.acting.at)
        if form_id := kept_for(request):
            return HttpResponseRedirect(reverse("kept_form", args=[form_id]))
        response = self.get_response(request)
        if KEPT_FIELD in request.POST and response.status_code < 400:
            _let_go(request)
        return response


def is_automatic(request: AccountRequest) -> bool:
    return any(name in request.headers for name in AUTOMATIC_HEADERS)


def needs_second_factor(request: AccountRequest) -> bool:
    """Signed in with a password alone: until a second factor is shown, only the pages that set one up are open."""
    session = request.session
    return not session.has_second_factor and not request.path.startswith(BEFORE_SECOND_FACTOR)


def hold_if_known(request: AccountRequest) -> UUID | None:
    """Keep the form of a session that ended by time. A forged form, and one of the sign-in door, is not kept."""
    session = request.session
    former = session.former
    if former is None or former.user_id is None or request.path.startswith(SIGN_IN_PREFIXES) or is_forged(request):
        return None
    return held.hold(request, former.user_id, at=request.acting.at)


def is_forged(request: AccountRequest) -> bool:
    """Django checks this in front of every view; a form that reaches no view has to be checked here."""
    return CsrfViewMiddleware(_no_view).process_view(request, _no_view, (), {}) is not None


def _no_view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def csrf_failure(request: AccountRequest, reason: str = "") -> HttpResponse:
    """Named in settings.CSRF_FAILURE_VIEW."""
    return hold_after_new_sign_in(request) or errors.csrf_failure(request, reason)


def hold_after_new_sign_in(request: AccountRequest) -> HttpResponse | None:
    """A form opened before signing in anew carries an old token against forgery: kept and offered, not thrown away.

    Only when the browser itself says that it comes from a page of ours.
    """
    same_origin = request.headers.get("Sec-Fetch-Site") == "same-origin"
    fit = request.method == "POST" and same_origin and not is_automatic(request)
    if not fit or not request.user.is_authenticated or request.path.startswith(SIGN_IN_PREFIXES):
        return None
    form_id = held.hold(request, request.user.pk, at=request.acting.at)
    return HttpResponseRedirect(reverse("kept_form", args=[form_id])) if form_id else None


def kept_for(request: AccountRequest) -> str | None:
    """What was typed at this address before the session ended: offered once, when the person comes back to it."""
    kept = request.session.get(KEPT_KEY)
    if not kept or request.method != "GET" or request.path not in kept:
        return None
    form_id: str = kept.pop(request.path)
    request.session[KEPT_KEY] = kept
    return form_id


def _let_go(request: AccountRequest) -> None:
    try:
        form_id = UUID(request.POST[KEPT_FIELD])
    except ValueError:
        return
    held.let_go(form_id, request.user.pk)


def _sign_in_and_return(form_id: UUID) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': reverse('kept_form', args=[form_id])})}"
