from django.apps import AppConfig


class ReferralFormConfig(AppConfig):
    name = "encircle.doors.referral_form"
    label = "door_referral_form"
