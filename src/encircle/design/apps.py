from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "encircle.design"
    label = "design"
