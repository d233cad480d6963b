"""Addresses of concerns and of the on-call rota. `concerns` is the list, `concern` one; the page of one Circle's is
`circle_concerns`, which takes the id of the Circle: the sub-navigation of `record.py` finds it by that name."""

from django.urls import URLPattern, URLResolver, path

from . import concern_acts, concern_new, concern_telling, concerns, rota

ONE = "concerns/<uuid:concern_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/new", concern_new.concern_new, name="concern_new"),
    path(f"{ONE}/", concerns.concern, name="concern"),
    path(f"{ONE}/taking", concern_acts.taking, name="concern_taking"),
    path(f"{ONE}/triage", concern_acts.triage, name="concern_triage"),
    path(f"{ONE}/call", concern_acts.call, name="concern_call"),
    path(f"{ONE}/disclosure", concern_telling.disclosure, name="concern_disclosure"),
    path(f"{ONE}/disclosure/outside", concern_telling.disclosure_outside, name="concern_disclosure_outside"),
    path(f"{ONE}/acknowledgement", concern_telling.acknowledgement, name="concern_acknowledgement"),
    path(f"{ONE}/addition", concern_acts.addition, name="concern_addition"),
    path(f"{ONE}/closing", concern_acts.closing, name="concern_closing"),
    path(f"{ONE}/reopening", concern_acts.reopening, name="concern_reopening"),
    path("circles/<uuid:circle_id>/concerns/disclosure", concern_new.disclosure_new, name="disclosure_new"),
    path("circles/<uuid:circle_id>/concerns/", concerns.circle_concerns, name="circle_concerns"),
    path("rota/", rota.rota, name="rota"),
    path("rota/new", rota.rota_new, name="rota_new"),
    path("rota/<uuid:shift_id>/", rota.rota_shift, name="rota_shift"),
    path("rota/<uuid:shift_id>/removal", rota.rota_removal, name="rota_removal"),
]
