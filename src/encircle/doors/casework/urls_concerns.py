"""Addresses of concerns. `concerns` is the list, `concern` one; the page of one Circle's is `circle_concerns`,
which takes the id of the Circle: the sub-navigation of `record.py` finds it by that name."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
