"""Addresses of this door."""

from django.urls import URLPattern, URLResolver

app_name = "outer_circle"
urlpatterns: list[URLPattern | URLResolver] = []
