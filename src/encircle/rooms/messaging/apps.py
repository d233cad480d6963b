from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Not "messages": Django has an app of that name."""

    name = "encircle.rooms.messaging"
    label = "messaging"
