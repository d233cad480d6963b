"""Addresses of those who come forward to volunteer."""

from django.urls import URLPattern, URLResolver, path

from . import applicant_figures, applicant_interviews, applicant_references, applicant_steps, applicants

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/coming-forward/", applicants.applicants, name="applicants"),
    path("people/coming-forward/new", applicants.new_applicant, name="new_applicant"),
    path("people/coming-forward/equal-opportunity", applicant_figures.equal_opportunity, name="equal_opportunity"),
    path("people/coming-forward/<uuid:applicant_id>/", applicants.applicant, name="applicant"),
    path(
        "people/coming-forward/<uuid:applicant_id>/information",
        applicant_steps.information,
        name="applicant_information",
    ),
    path(
        "people/coming-forward/<uuid:applicant_id>/invitation", applicant_steps.invitation, name="applicant_invitation"
    ),
    path(
        "people/coming-forward/<uuid:applicant_id>/application/", applicants.application, name="applicant_application"
    ),
    path("people/coming-forward/<uuid:applicant_id>/notes", applicant_steps.notes, name="applicant_notes"),
    path("people/coming-forward/<uuid:applicant_id>/decline", applicant_steps.declining, name="applicant_decline"),
    path("people/coming-forward/<uuid:applicant_id>/letter", applicant_steps.letter, name="applicant_letter"),
    path(
        "people/coming-forward/<uuid:applicant_id>/withdrawal",
        applicant_steps.withdrawal,
        name="applicant_withdrawal",
    ),
    path(
        "people/coming-forward/<uuid:applicant_id>/interview",
        applicant_interviews.interview,
        name="applicant_interview",
    ),
    path(
        "people/coming-forward/<uuid:applicant_id>/acceptance",
        applicant_references.acceptance,
        name="applicant_acceptance",
    ),
    path(
        "people/coming-forward/<uuid:applicant_id>/references/new",
        applicant_references.new_reference,
        name="new_reference",
    ),
    path("people/references/<uuid:reference_id>/", applicant_references.one_reference, name="reference"),
    path("people/references/<uuid:reference_id>/letter", applicant_references.letter, name="reference_letter"),
    path("people/references/<uuid:reference_id>/keying", applicant_references.keying, name="reference_keying"),
    path("people/references/<uuid:reference_id>/judgement", applicant_references.judgement, name="reference_judgement"),
]
