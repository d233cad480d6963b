"""Addresses of documents about people and of reported assessments."""

from django.urls import URLPattern, URLResolver, path

from . import assessments, documents

ABOUT = "people/core-members/<uuid:core_member_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{ABOUT}/assessments/", assessments.assessments, name="assessments"),
    path(f"{ABOUT}/assessments/new", assessments.new_assessment, name="new_assessment"),
    path(f"{ABOUT}/documents/", documents.documents, name="documents"),
    path(f"{ABOUT}/documents/new", documents.new_document, name="new_document"),
    path("people/documents/<uuid:document_id>/", documents.document, name="document"),
    path("people/documents/<uuid:document_id>/pages/<int:number>", documents.document_page, name="document_page"),
    path("people/documents/<uuid:document_id>/original", documents.document_original, name="document_original"),
]
