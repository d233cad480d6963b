"""Addresses of concerns. `concerns` is the list, `concern` one of them; the page of one Circle's is `circle_concerns` and
takes the id of the Circle: the sub-navigation of `record.py` finds it by that name."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
