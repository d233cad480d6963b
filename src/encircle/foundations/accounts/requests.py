"""A request as the sign-in door meets it, for the type checker: who is signed in, in which session, who acts."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from encircle.foundations.access.identity import Acting

from .models import User
from .sessions import SessionStore


class AccountRequest(HttpRequest):
    user: User  # type: ignore[assignment]
    session: SessionStore
    acting: Acting
    afterwards: list[object]
    _login_stage: Any  # the library's, while somebody is half signed in
    session_until: datetime | None
