from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "encircle.rooms.briefings"
    label = "briefings"
