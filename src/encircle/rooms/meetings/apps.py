from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "encircle.rooms.meetings"
    label = "meetings"
