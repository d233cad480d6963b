"""Addresses of messages to groups of volunteers."""

from django.urls import URLPattern, URLResolver, path

from . import messages

DRAFT = "people/messages/drafts/<uuid:writing_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/messages/", messages.messages, name="messages"),
    path("people/messages/new/", messages.message_new, name="message_new"),
    path(DRAFT, messages.message_draft, name="message_draft"),
    path(f"{DRAFT}group/", messages.message_group, name="message_group"),
    path(f"{DRAFT}check/", messages.message_check, name="message_check"),
    path(f"{DRAFT}removal", messages.message_removal, name="message_removal"),
    path("people/messages/<uuid:message_id>/", messages.message, name="message"),
    path("people/messages/<uuid:message_id>/withdrawal/", messages.message_withdrawal, name="message_withdrawal"),
]
