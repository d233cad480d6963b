"""Addresses of this door."""

from django.urls import URLPattern, URLResolver

from . import urls_concerns, urls_search, urls_sharing

app_name = "casework"
urlpatterns: list[URLPattern | URLResolver] = [
    *urls_concerns.urlpatterns,
    *urls_sharing.urlpatterns,
    *urls_search.urlpatterns,
]
