from django.apps import AppConfig


class SigninDoorConfig(AppConfig):
    name = "encircle.doors.signin"
    label = "door_signin"
