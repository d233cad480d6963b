"""Addresses of search."""

from django.urls import URLPattern, URLResolver, path

from . import search

urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", search.search, name="search"),
    path("search/<uuid:search_id>/", search.search_answer, name="search_answer"),
]
