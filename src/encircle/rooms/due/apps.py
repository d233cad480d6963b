from django.apps import AppConfig


class DueConfig(AppConfig):
    name = "encircle.rooms.due"
    label = "due"
