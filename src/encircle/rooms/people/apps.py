from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "encircle.rooms.people"
    label = "people"
