"""Addresses of messages to groups of volunteers."""

from django.urls import URLPattern, URLResolver, path

from . import messages, newsletter_readers

DRAFT = "people/messages/drafts/<uuid:writing_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/messages/", messages.messages, name="messages"),
    path("people/messages/new/", messages.message_new, name="message_new"),
    path(DRAFT, messages.message_draft, name="message_draft"),
    path(f"{DRAFT}group/", messages.message_group, name="message_group"),
    path(f"{DRAFT}check/", messages.message_check, name="message_check"),
    path(f"{DRAFT}removal", messages.message_removal, name="message_removal"),
    path("people/messages/supporters/", newsletter_readers.supporters, name="supporters"),
    path("people/messages/supporters/new/", newsletter_readers.supporter_new, name="supporter_new"),
    path("people/messages/supporters/<uuid:supporter_id>/", newsletter_readers.supporter, name="supporter"),
    path(
        "people/volunteers/<uuid:volunteer_id>/newsletter/",
        newsletter_readers.volunteer_newsletter,
        name="volunteer_newsletter",
    ),
    path("people/messages/<uuid:message_id>/", messages.message, name="message"),
    path("people/messages/<uuid:message_id>/withdrawal/", messages.message_withdrawal, name="message_withdrawal"),
]
