from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    name = "encircle.rooms.readiness"
    label = "readiness"
