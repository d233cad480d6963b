"""Addresses under /account/: what a signed-in person sees and changes about their own login."""

from django.urls import path

from . import views

urlpatterns = [path("sign-out", views.sign_out, name="account_logout")]
