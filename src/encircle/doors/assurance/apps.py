from django.apps import AppConfig


class AssuranceDoorConfig(AppConfig):
    name = "encircle.doors.assurance"
    label = "door_assurance"
