from django.apps import AppConfig


class RecruitingConfig(AppConfig):
    name = "encircle.rooms.recruiting"
    label = "recruiting"
