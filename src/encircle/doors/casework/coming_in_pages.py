"""What pages of coming in, and of one volunteer, share: a form on a page of its own, and how many pages a list has."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from encircle.design.forms import GovForm
from encircle.rooms.referrals.models import Referral
from encircle.rooms.volunteers.models import Volunteer

from .answers import page
from .guard import StaffRequest

IN_A_LIST = 20


def last_page(total: int) -> int:
    return max(1, -(-total // IN_A_LIST))


def form_alone(
    request: StaffRequest, form: GovForm, title: str, button: str, *, back: str, back_words: str, **more: Any
) -> HttpResponse:
    """The form with a way back; above its title stands what it is about, unless `caption` says it otherwise."""
    context = {"form": form, "title": title, "button": button, "back": back, "back_words": back_words}
    return page(request, "coming_in_form.html", {"caption": back_words, **context, **more})


def about_referral(request: StaffRequest, form: GovForm, one: Referral, title: str, button: str) -> HttpResponse:
    back = reverse("casework:referral", args=[one.pk])
    return form_alone(request, form, title, button, back=back, back_words=f"Referral {one.reference}")


def about_volunteer(
    request: StaffRequest, form: GovForm, one: Volunteer, title: str, button: str = "Save", *, back: str, **more: str
) -> HttpResponse:
    """A step of one volunteer. Their name stands above its title, and not in the window's."""
    return form_alone(request, form, title, button, back=back, caption=one.full_name, window="Volunteer", **more)
