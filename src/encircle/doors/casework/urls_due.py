"""Addresses of what is due, and of the evidence for the code of practice."""

from django.urls import URLPattern, URLResolver, path

from . import due, evidence

urlpatterns: list[URLPattern | URLResolver] = [
    path("due/", due.due, name="due"),
    path("due/areas/", due.due_areas, name="due_areas"),
    path("due/areas/<slug:code>/<slug:age>/", due.due_age, name="due_age"),
    path("due/<slug:slot>/", due.due_slot, name="due_slot"),
    path("circles/<uuid:circle_id>/due/", due.circle_due, name="circle_due"),
    path("evidence/", evidence.evidence, name="evidence"),
    path("evidence/<uuid:clause_id>/", evidence.evidence_clause, name="evidence_clause"),
    path("evidence/<uuid:clause_id>/csv", evidence.evidence_csv, name="evidence_csv"),
]
