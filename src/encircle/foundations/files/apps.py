from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "encircle.foundations.files"
    label = "files"
