"""Addresses of consents, grounds, releases and the ledger. A page about one Circle is named `consents` or `ledger`
and takes the id of the Circle: the sub-navigation of `record.py` finds it by that name."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
