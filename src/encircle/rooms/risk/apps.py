from django.apps import AppConfig


class RiskConfig(AppConfig):
    name = "encircle.rooms.risk"
    label = "risk"
