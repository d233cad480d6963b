"""What every page knows: the charity's name and colour, who is signed in, where they can go."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.constants import ERROR, INFO, SUCCESS, WARNING
from django.http import HttpRequest
from django.urls import reverse

from encircle.common.clock import system_now
from encircle.config.doors import nav_for
from encircle.design.brand import DEFAULT_BRAND
from encircle.design.page import FooterLink, Notice, Page
from encircle.rooms.organisation.queries import present_charity

KINDS: dict[int, Any] = {SUCCESS: "success", INFO: "information", WARNING: "warning", ERROR: "error"}


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor named in settings.TEMPLATES. After an error the database is not asked anything."""
    if getattr(request, "encircle_error_page", False):
        return {"page": Page(charity_name="Encircle", now=system_now(), demo=settings.DEMO)}
    charity = present_charity()
    acting = request.acting  # type: ignore[attr-defined]
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "page": Page(
            charity_name=charity.name if charity else "Encircle",
            now=acting.at,
            demo=settings.DEMO,
            user_name=user.name if signed_in else "",  # type: ignore[union-attr]
            nav=nav_for(request),
            notices=[Notice(str(said), KINDS.get(said.level, "information")) for said in get_messages(request)],
            footer_links=[FooterLink("Get help now", "/about/help/"), FooterLink("About Circles", "/about/")],
            home_url="/home/" if signed_in else "/",
            account_url="/account/" if signed_in else "",
            sign_in_url="" if signed_in else reverse("account_login"),
            idle_seconds=request.session.idle_seconds if signed_in else 0,  # type: ignore[attr-defined]
            absolute_until=getattr(request, "session_until", None),
            brand_colour=charity.colour if charity else DEFAULT_BRAND,
        )
    }
