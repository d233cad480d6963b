"""What the views of this door share: the way between its pages."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from encircle.design.answering import form_page
from encircle.foundations.access.roles import May

from .guard import OfficeRequest

# (words, URL name, who sees it), in the order shown
PAGES = (
    ("Overview", "home", May.MANAGE_ACCOUNTS),
    ("People", "people", May.MANAGE_ACCOUNTS),
    ("Roles", "appointments", May.APPOINT_OTHERS),
    ("Settings", "settings", May.CHANGE_SETTINGS),
    ("Standard", "standard", May.CHANGE_SETTINGS),
    ("Import", "imports", May.IMPORT),
)


def page(request: OfficeRequest, template: str, current: str, context: dict[str, Any]) -> HttpResponse:
    """The page under its tab; 422 while its form is wrong."""
    tabs = [
        (words, reverse(f"administration:{name}"), name == current)
        for words, name, who in PAGES
        if request.actor.may(who)
    ]
    return form_page(request, f"administration/{template}", {"tabs": tabs, **context})
