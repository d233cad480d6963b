from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    name = "encircle.foundations.corrections"
    label = "corrections"
