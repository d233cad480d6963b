from django.apps import AppConfig


class EndingsConfig(AppConfig):
    name = "encircle.rooms.endings"
    label = "endings"
