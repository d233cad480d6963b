from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "encircle.rooms.joining"
    label = "joining"
