"""Addresses of the assurance door."""

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "assurance"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("trail/", views.trail_page, name="trail"),
    path("openings/<uuid:opening_id>/review", views.opening_review, name="opening_review"),
]
