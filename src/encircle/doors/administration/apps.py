from django.apps import AppConfig


class AdministrationDoorConfig(AppConfig):
    name = "encircle.doors.administration"
    label = "door_administration"
