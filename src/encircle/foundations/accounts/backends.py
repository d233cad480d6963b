"""Who a login is, and whether a password is theirs. Unknown, suspended, gone and wrong look and last the same."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from .doorkeeper import as_doorkeeper
from .models import User


class AccountBackend(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, email: str = "", password: str = "", **_other: Any
    ) -> User | None:
        if not email or not password:
            return None
        with as_doorkeeper() as acting:
            user = User.objects.filter(email__iexact=email).first()
            if user is None or not user.has_usable_password() or user.has_ended(acting.at):
                make_password(password)  # costs the same as a wrong one
                return None
            return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: UUID) -> User | None:
        """The signed-in person of each request; nobody from the moment they are suspended or their access ends."""
        with as_doorkeeper() as acting:
            user = User.objects.filter(pk=user_id).first()
        return user if user is not None and user.is_active and not user.has_ended(acting.at) else None
