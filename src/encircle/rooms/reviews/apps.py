from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "encircle.rooms.reviews"
    label = "reviews"
