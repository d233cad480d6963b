from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "encircle.rooms.outcomes"
    label = "outcomes"
