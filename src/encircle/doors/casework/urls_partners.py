"""Addresses of the MAPPA register, of contacts and signed copies, and of what was corrected."""

from django.urls import URLPattern, URLResolver, path

from . import contacts, corrections, mappa, signed_copies

AGREEMENTS = "people/agreements"
PERSON = "people/core-members/<uuid:core_member_id>/mappa"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{AGREEMENTS}/<uuid:agreement_id>/signed-copy", signed_copies.signed_copy_new, name="signed_copy_new"),
    path(f"{AGREEMENTS}/signed-copies/<uuid:signed_copy_id>/", signed_copies.signed_copy, name="signed_copy"),
    path(
        f"{AGREEMENTS}/signed-copies/<uuid:signed_copy_id>/pages/<int:number>",
        signed_copies.signed_copy_page,
        name="signed_copy_page",
    ),
    path(f"{PERSON}/", mappa.mappa, name="mappa"),
    path(f"{PERSON}/level", mappa.placing, name="mappa_placing"),
    path(f"{PERSON}/meetings/new", mappa.meeting_new, name="mappa_meeting_new"),
    path("people/mappa/meetings/<uuid:mappa_meeting_id>/", mappa.attendance, name="mappa_meeting"),
    path("people/mappa/meetings/<uuid:mappa_meeting_id>/actions", mappa.action_new, name="mappa_action_new"),
    path("people/mappa/actions/<uuid:action_id>/completion", mappa.action_completion, name="mappa_action_completion"),
    path("people/contacts/", contacts.contacts, name="contacts"),
    path("people/agencies/<uuid:agency_id>/contacts/new", contacts.contact_new, name="contact_new"),
    path("corrections/<uuid:corrected_id>/", corrections.corrections, name="corrections"),
]
