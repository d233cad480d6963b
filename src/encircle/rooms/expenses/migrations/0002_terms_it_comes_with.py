"""The rates and limits Encircle comes with, for charities that are there already and those to come."""

from django.db import migrations

from encircle.rooms.expenses.shipped import ship_terms


def ship(apps, schema_editor):
    ship_terms(apps.get_model("expenses", "Terms"))


class Migration(migrations.Migration):
    dependencies = [("expenses", "0001_hours_claims_and_payments")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
