"""Addresses of the assurance door."""

from django.urls import URLPattern, URLResolver, path

from . import breaches, views

app_name = "assurance"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("trail/", views.trail_page, name="trail"),
    path("breaches/", breaches.breaches, name="breaches"),
    path("breaches/<uuid:breach_id>/", breaches.breach, name="breach"),
    path("breaches/<uuid:breach_id>/closing", breaches.breach_closing, name="breach_closing"),
    path("openings/<uuid:opening_id>/review", views.opening_review, name="opening_review"),
]
