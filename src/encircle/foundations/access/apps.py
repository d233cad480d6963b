from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "encircle.foundations.access"
    label = "access"
