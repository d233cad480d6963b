from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "encircle.rooms.support"
    label = "support"
