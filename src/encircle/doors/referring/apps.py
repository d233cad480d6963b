from django.apps import AppConfig


class ReferringDoorConfig(AppConfig):
    name = "encircle.doors.referring"
    label = "door_referring"
