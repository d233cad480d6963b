from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "encircle.rooms.organisation"
    label = "organisation"
