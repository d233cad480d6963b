from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "encircle.rooms.volunteers"
    label = "volunteers"
