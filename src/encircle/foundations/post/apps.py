from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "encircle.foundations.post"
    label = "post"
