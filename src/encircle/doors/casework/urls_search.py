"""Addresses of search: posted, and answered at an opaque address."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
