"""Addresses of the checks on volunteers."""

from django.urls import URLPattern, URLResolver, path

from . import vetting, vetting_steps

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/checks/", vetting.checks, name="checks"),
    path("people/volunteers/<uuid:volunteer_id>/checks/", vetting.volunteer_checks, name="volunteer_checks"),
    path("people/volunteers/<uuid:volunteer_id>/checks/asked", vetting_steps.asked, name="check_asked"),
    path("people/volunteers/<uuid:volunteer_id>/checks/seen", vetting_steps.seen, name="check_seen"),
    path("people/volunteers/<uuid:volunteer_id>/checks/prison", vetting_steps.prison, name="check_prison"),
    path("people/checks/<uuid:certificate_id>/update", vetting_steps.update, name="check_update"),
    path("people/checks/<uuid:certificate_id>/decision", vetting_steps.decision, name="check_decision"),
]
