"""Ends the newsletter by the link in one, or says yes to it by the link in the email that asks a supporter.

Opening either changes nothing: mail servers open links too. The button does it.

A mail programme's own button sends the same form without having opened the page (RFC 8058): the link itself is what
proves who asks, so that no token against forged requests is wanted, and ending it is all it can do.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from encircle.foundations.accounts import attempts
from encircle.foundations.accounts.afterwards import afterwards
from encircle.rooms.messaging.actions.newsletter import end_by_link
from encircle.rooms.messaging.actions.supporters import prove_by_link
from encircle.rooms.messaging.newsletter import is_wanted_behind
from encircle.rooms.messaging.proving import waits_behind

from .link import TRIES


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, token: str) -> HttpResponse:
    acting = request.acting  # type: ignore[attr-defined]
    limits = [attempts.limit("newsletter from", attempts.client_address(request), most=TRIES)]
    if attempts.is_reached(limits, acting.at):
        return render(request, "answering/too_many.html", status=429)
    is_wanted = is_wanted_behind(token)
    if is_wanted is None:
        afterwards(request, lambda again: attempts.count(limits, again.at))
        return render(request, "answering/newsletter_unknown.html", status=404)
    if request.method == "POST":
        end_by_link(token, by=acting)
    is_over = request.method == "POST" or not is_wanted
    return render(request, "answering/newsletter_ended.html" if is_over else "answering/newsletter.html")


@require_http_methods(["GET", "HEAD", "POST"])
def confirming(request: HttpRequest, token: str) -> HttpResponse:
    acting = request.acting  # type: ignore[attr-defined]
    limits = [attempts.limit("newsletter from", attempts.client_address(request), most=TRIES)]
    if attempts.is_reached(limits, acting.at):
        return render(request, "answering/too_many.html", status=429)
    waits = waits_behind(token)
    if waits is None:
        afterwards(request, lambda again: attempts.count(limits, again.at))
        return render(request, "answering/confirming_unknown.html", status=404)
    if request.method == "POST":
        prove_by_link(token, by=acting)
    is_done = request.method == "POST" or not waits
    return render(request, "answering/confirmed.html" if is_done else "answering/confirming.html")
