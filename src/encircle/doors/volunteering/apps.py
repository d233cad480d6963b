from django.apps import AppConfig


class VolunteeringDoorConfig(AppConfig):
    name = "encircle.doors.volunteering"
    label = "door_volunteering"
