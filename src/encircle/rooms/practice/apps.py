from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "encircle.rooms.practice"
    label = "practice"
