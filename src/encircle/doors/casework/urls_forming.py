"""Addresses of forming Circles."""

from django.urls import URLPattern, URLResolver, path

from . import exclusions, forming, keeping_clear, venues

urlpatterns: list[URLPattern | URLResolver] = [
    path("forming/", forming.forming, name="forming"),
    path("forming/<uuid:forming_id>/", forming.forming_run, name="forming_run"),
    path("forming/proposals/<uuid:proposal_id>/change", forming.forming_change, name="forming_change"),
    path("core-members/<uuid:core_member_id>/exclusions/", exclusions.exclusions, name="exclusions"),
    path("exclusions/<uuid:exclusion_id>/", exclusions.exclusion, name="exclusion"),
    path("exclusions/<uuid:exclusion_id>/ending", exclusions.exclusion_ending, name="exclusion_ending"),
    path("people/volunteers/<uuid:volunteer_id>/keeping-clear", keeping_clear.keeping_clear, name="keeping_clear"),
    path("people/keeping-clear/<uuid:keep_clear_id>/look", keeping_clear.clear_look, name="clear_look"),
    path("venues/", venues.venues, name="venues"),
    path("venues/<uuid:venue_id>/", venues.one_venue, name="venue"),
]
