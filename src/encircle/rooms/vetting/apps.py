from django.apps import AppConfig


class VettingConfig(AppConfig):
    name = "encircle.rooms.vetting"
    label = "vetting"
