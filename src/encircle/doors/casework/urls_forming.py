"""Addresses of forming Circles."""

from django.urls import URLPattern, URLResolver, path

from . import exclusions, forming, venues

urlpatterns: list[URLPattern | URLResolver] = [
    path("forming/", forming.forming, name="forming"),
    path("forming/<uuid:forming_id>/", forming.forming_run, name="forming_run"),
    path("forming/proposals/<uuid:proposal_id>/change", forming.forming_change, name="forming_change"),
    path("core-members/<uuid:core_member_id>/exclusions/", exclusions.exclusions, name="exclusions"),
    path("exclusions/<uuid:exclusion_id>/", exclusions.exclusion, name="exclusion"),
    path("exclusions/<uuid:exclusion_id>/ending", exclusions.exclusion_ending, name="exclusion_ending"),
    path("venues/", venues.venues, name="venues"),
    path("venues/<uuid:venue_id>/", venues.one_venue, name="venue"),
]
