"""Sign in and out."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from encircle.foundations.accounts.models import User
from encircle.foundations.accounts.signing_in import end_session

from .after import next_address
from .cast import CAST


class SignInView(LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"cast": standing_cast(), "next_address": next_address(self.request)}


def standing_cast() -> list[dict[str, str]]:
    """Whom a visitor of the demonstration can be; nobody anywhere else."""
    if not settings.DEMO:
        return []
    found = {user.persona: user for user in User.objects.filter(persona__in=CAST, suspended_at__isnull=True)}
    return [{"persona": key, "name": found[key].name, "is": what} for key, what in CAST.items() if key in found]


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    end_session(request)
    return redirect("/")
