from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "encircle.rooms.training"
    label = "training"
