from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "encircle.rooms.partners"
    label = "partners"
