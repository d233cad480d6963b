from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "encircle.rooms.circles"
    label = "circles"
