"""Where the pages of the form stand, and who may come to them: the one thing they know of the door they are in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import Acting

from .rows import rows_of

View = Callable[..., HttpResponse]


class FormRequest(HttpRequest):
    """A request of somebody who is signed in."""

    actor: Actor
    acting: Acting


@dataclass(frozen=True)
class Mount:
    """`before` stands before every address, `prefix` before every name: `casework:` and `paper_`, for example.

    `home` and `sent` are names of the door's own pages: the list the form came from, and what follows when it is sent
    (with the referral's id).
    """

    namespace: str
    home: str
    sent: str
    guard: Callable[[View], View]
    before: str = "referrals/<uuid:referral_id>/form/"
    prefix: str = ""
    home_text: str = "Your referrals"
    on_paper: bool = False

    def name(self, page: str) -> str:
        return f"{self.prefix}{page}"

    def url(self, page: str, *arguments: object) -> str:
        return reverse(f"{self.namespace}:{self.name(page)}", args=list(arguments))

    @property
    def home_url(self) -> str:
        return reverse(self.home)

    def sent_url(self, referral_id: UUID) -> str:
        return reverse(self.sent, args=[referral_id])

    def context(self, referral: Any, **more: Any) -> dict[str, Any]:
        return {"mount": self, "referral": referral, "rows_of": rows_of, **more}
