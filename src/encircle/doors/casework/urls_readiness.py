"""Addresses of the readiness of volunteers."""

from django.urls import URLPattern, URLResolver, path

from . import readiness, readiness_steps

_ONE = "people/volunteers/<uuid:volunteer_id>/readiness/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/exceptions/", readiness.exceptions, name="exceptions"),
    path("people/exceptions/<uuid:exception_id>/ending", readiness_steps.exception_ending, name="exception_ending"),
    path("people/papers/<uuid:noted_paper_id>/taken-back", readiness_steps.paper_taken_back, name="paper_taken_back"),
    path(_ONE, readiness.volunteer_readiness, name="volunteer_readiness"),
    path(f"{_ONE}exception", readiness_steps.exception_new, name="exception_new"),
    path(f"{_ONE}paper", readiness_steps.paper_noted, name="paper_noted"),
    path(f"{_ONE}agreement", readiness_steps.agreement_keyed, name="agreement_keyed"),
]
