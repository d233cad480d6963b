from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "encircle.rooms.referrals"
    label = "referrals"
