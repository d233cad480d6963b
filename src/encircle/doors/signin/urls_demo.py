"""Addresses that only the demonstration has."""

from django.urls import path

from . import views_demo

urlpatterns = [path("sign-in", views_demo.demo_sign_in, name="demo_sign_in")]
