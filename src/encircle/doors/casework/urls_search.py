"""Addresses of search and of the emergency opening."""

from django.urls import URLPattern, URLResolver, path

from . import emergency, search

urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", search.search, name="search"),
    path("search/<uuid:search_id>/", search.search_answer, name="search_answer"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergency/<uuid:opening_id>/end", emergency.emergency_end, name="emergency_end"),
]
