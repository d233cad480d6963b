"""Addresses under /sign-in/."""

from django.urls import path

from . import views

urlpatterns = [path("", views.SignInView.as_view(), name="account_login")]
