from django.apps import AppConfig


class ReceivedConfig(AppConfig):
    name = "encircle.rooms.received"
    label = "received"
