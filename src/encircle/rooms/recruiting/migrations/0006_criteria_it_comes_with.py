"""The criteria Encircle comes with, for charities that are there already and those to come."""

from django.db import migrations

from encircle.rooms.recruiting.shipped import ship_criteria


def ship(apps, schema_editor):
    ship_criteria(apps.get_model("recruiting", "VolunteerCriterion"))


class Migration(migrations.Migration):
    dependencies = [("recruiting", "0005_interviews")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
