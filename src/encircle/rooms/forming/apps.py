from django.apps import AppConfig


class FormingConfig(AppConfig):
    name = "encircle.rooms.forming"
    label = "forming"
