from django.apps import AppConfig


class PublicDoorConfig(AppConfig):
    name = "encircle.doors.public"
    label = "door_public"
