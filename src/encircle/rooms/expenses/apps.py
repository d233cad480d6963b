from django.apps import AppConfig


class ExpensesConfig(AppConfig):
    name = "encircle.rooms.expenses"
    label = "expenses"
