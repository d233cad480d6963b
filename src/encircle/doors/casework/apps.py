from django.apps import AppConfig


class CaseworkDoorConfig(AppConfig):
    name = "encircle.doors.casework"
    label = "door_casework"
