from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "encircle.foundations.accounts"
    label = "accounts"
