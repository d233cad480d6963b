from django.apps import AppConfig


class LeavingConfig(AppConfig):
    name = "encircle.rooms.leaving"
    label = "leaving"
