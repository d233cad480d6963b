from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "encircle.rooms.sharing"
    label = "sharing"
