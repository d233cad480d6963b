"""Addresses of messages to groups of volunteers."""

from django.urls import URLPattern, URLResolver, path

from . import messages, newsletter_readers, supporters

DRAFT = "people/messages/drafts/<uuid:writing_id>/"
SUPPORTER = "people/messages/supporters/<uuid:supporter_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/messages/", messages.messages, name="messages"),
    path("people/messages/new/", messages.message_new, name="message_new"),
    path(DRAFT, messages.message_draft, name="message_draft"),
    path(f"{DRAFT}group/", messages.message_group, name="message_group"),
    path(f"{DRAFT}check/", messages.message_check, name="message_check"),
    path(f"{DRAFT}removal", messages.message_removal, name="message_removal"),
    path("people/messages/supporters/", supporters.supporters, name="supporters"),
    path("people/messages/supporters/new/", supporters.supporter_new, name="supporter_new"),
    path(SUPPORTER, supporters.supporter, name="supporter"),
    path(f"{SUPPORTER}asking", supporters.supporter_asking, name="supporter_asking"),
    path(f"{SUPPORTER}correction/", supporters.supporter_correction, name="supporter_correction"),
    path(f"{SUPPORTER}removal/", supporters.supporter_removal, name="supporter_removal"),
    path(
        "people/volunteers/<uuid:volunteer_id>/newsletter/",
        newsletter_readers.volunteer_newsletter,
        name="volunteer_newsletter",
    ),
    path("people/messages/<uuid:message_id>/", messages.message, name="message"),
    path("people/messages/<uuid:message_id>/withdrawal/", messages.message_withdrawal, name="message_withdrawal"),
]
