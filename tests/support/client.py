"""Somebody of the standing cast in front of the site: Django's client, signed in as the demonstration signs in."""

from django.test import Client

from encircle.foundations.accounts.models import User


def signed_in(user: User, **options: object) -> Client:
    client = Client(**options)
    answer = client.post("/demo/sign-in", {"persona": user.persona})
    assert answer.status_code == 302, answer.content
    return client
