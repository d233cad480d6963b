"""People with a password of their own and a second factor, as in the life outside the demonstration."""

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from encircle.doors.signin.adapter import FACTORS
from encircle.foundations.accounts.models import User
from encircle.foundations.accounts.secrets import seal_text
from tests.support.database import as_owner

PASSWORD = "gravel-lantern-otter-9"
SECRET = base64.b32encode(b"twenty bytes of seed").decode()


def give_password(user: User, password: str = PASSWORD) -> User:
    """As if the person had accepted their invitation."""
    with as_owner():
        user.set_password(password)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def give_app(user: User, secret: str = SECRET) -> Authenticator:
    with as_owner():
        return Authenticator.objects.create(
            user=user, type=Authenticator.Type.TOTP, data={"secret": seal_text(secret, purpose=FACTORS)}
        )


def code_of(secret: str = SECRET, steps: int = 0) -> str:
    """What the person's app shows now, or some half-minutes from now."""
    counter = struct.pack(">Q", int(time.time() // 30) + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def type_password(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/sign-in/", {"login": email, "password": password, **more})


def sign_in(user: User, client: Client | None = None, steps: int = 0) -> Client:
    """With password and app, through the pages."""
    client = client or Client()
    assert type_password(client, user.email).headers["Location"] == "/sign-in/second-factor"
    answer = client.post("/sign-in/second-factor", {"code": code_of(steps=steps)})
    assert answer.status_code == 302, answer.content
    return client
