"""Addresses of leaving and staying."""

from django.urls import URLPattern, URLResolver, path

from . import leaving

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/leaving/", leaving.leaving_list, name="leavings"),
    path("people/leaving/<uuid:leaving_id>/calling-off", leaving.leaving_calling_off, name="leaving_calling_off"),
    path("people/volunteers/<uuid:volunteer_id>/staying/", leaving.staying, name="staying"),
    path("people/volunteers/<uuid:volunteer_id>/return", leaving.rejoining, name="rejoining"),
    path("people/volunteers/<uuid:volunteer_id>/last-day", leaving.volunteer_leaving, name="volunteer_leaving"),
]
