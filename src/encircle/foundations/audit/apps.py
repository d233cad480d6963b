from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "encircle.foundations.audit"
    label = "audit"
