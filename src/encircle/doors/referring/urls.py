"""Addresses of this door."""

from django.urls import URLPattern, URLResolver, path

from encircle.doors.referral_form.mount import Mount
from encircle.doors.referral_form.urls import form_urls

from . import handing_over, home, sent, withdrawing
from .guard import for_referrers

FORM = Mount(namespace="referring", home="referring:home", sent="referring:sent", guard=for_referrers)

app_name = "referring"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("circles/", home.circles, name="circles"),
    *form_urls(FORM),
    path("referrals/<uuid:referral_id>/handover", handing_over.handover, name="handover"),
    path("referrals/<uuid:referral_id>/withdrawal", withdrawing.withdrawal, name="withdrawal"),
    path("referrals/<uuid:referral_id>/", sent.state, name="state"),
    path("referrals/<uuid:referral_id>/sent", sent.sent, name="sent"),
    path("referrals/<uuid:referral_id>/copy/", sent.copy, name="copy"),
    path("documents/<uuid:paper_id>/", sent.copy_paper, name="copy_paper"),
    path("documents/<uuid:paper_id>/pages/<int:number>", sent.copy_paper_page, name="copy_paper_page"),
    path("referrals/<uuid:referral_id>/copy/print", sent.copy_print, name="copy_print"),
]
