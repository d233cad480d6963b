from django.apps import AppConfig


class OuterCircleDoorConfig(AppConfig):
    name = "encircle.doors.outer_circle"
    label = "door_outer_circle"
