"""Addresses of looking after volunteers."""

from django.urls import URLPattern, URLResolver, path

from . import minutes_turns, supervision, support, volunteer_support

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/support/", support.support, name="support"),
    path("people/support/answers/<uuid:wellbeing_id>/", support.call_back, name="call_back"),
    path("people/support/supervision/", supervision.supervisions, name="supervisions"),
    path("people/support/supervision/new/", supervision.supervision_new, name="supervision_new"),
    path("people/support/supervision/<uuid:supervision_id>/", supervision.supervision, name="supervision"),
    path(
        "people/support/supervision/<uuid:supervision_id>/note", supervision.supervision_note, name="supervision_note"
    ),
    path(
        "people/support/supervision/<uuid:supervision_id>/cancellation",
        supervision.supervision_cancellation,
        name="supervision_cancellation",
    ),
    path(
        "people/support/counselling/<uuid:offer_id>/", volunteer_support.counselling_outcome, name="counselling_outcome"
    ),
    path(
        "people/volunteers/<uuid:volunteer_id>/support/", volunteer_support.volunteer_support, name="volunteer_support"
    ),
    path(
        "people/volunteers/<uuid:volunteer_id>/support/counselling",
        volunteer_support.counselling_offer,
        name="counselling_offer",
    ),
    path("circles/<uuid:circle_id>/turns/", minutes_turns.turns, name="minutes_turns"),
]
