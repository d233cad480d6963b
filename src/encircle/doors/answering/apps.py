from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    name = "encircle.doors.answering"
    label = "door_answering"
