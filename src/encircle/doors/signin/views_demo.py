"""Sign-in of the demonstration: a button for each person of the standing cast."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from encircle.design.answering import say
from encircle.foundations.accounts.models import User
from encircle.foundations.accounts.signing_in import begin_session

from .after import next_address


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    persona = request.POST.get("persona", "")
    user = User.objects.filter(persona=persona, suspended_at__isnull=True).first() if persona else None
    if user is None:
        raise Http404
    if user.has_ended(request.acting.at):  # type: ignore[attr-defined]
        say(request, f"{user.name} has left the charity. Nobody signs in with this account any more.")
        return redirect("account_login")
    begin_session(request, user, second_factor=True)
    return redirect(next_address(request))
