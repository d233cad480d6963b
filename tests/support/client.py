"""Somebody of the standing cast in front of the site: Django's client, signed in as the demonstration signs in."""

import re
from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client

from encircle.foundations.accounts.models import User


def signed_in(user: User, **options: object) -> Client:
    client = Client(**options)
    answer = client.post("/demo/sign-in", {"persona": user.persona})
    assert answer.status_code == 302, answer.content
    return client


def look_the_same(one: Callable[[], HttpResponse], other: Callable[[], HttpResponse]) -> bool:
    """Whether two requests get the same answer to the letter, but for the token of a form and how long a session lasts.

    A page says the minute it was opened: a pair between which a clock moved is asked again. What differs for any other
    reason differs each time.
    """
    return any(_unmarked(one()) == _unmarked(other()) for _ in range(3))


def _unmarked(answer: HttpResponse) -> tuple[int, list[bytes]]:
    content = re.sub(rb'data-absolute="\d+"', b"", answer.content)
    return answer.status_code, [line for line in content.splitlines() if b"csrfmiddlewaretoken" not in line]
