from django.apps import AppConfig


class SuitabilityConfig(AppConfig):
    name = "encircle.rooms.suitability"
    label = "suitability"
