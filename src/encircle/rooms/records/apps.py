from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "encircle.rooms.records"
    label = "records"
