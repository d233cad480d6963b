"""The courses Encircle comes with, for charities that are there already and those to come."""

from django.db import migrations

from encircle.rooms.training.shipped import ship_courses


def ship(apps, schema_editor):
    ship_courses(apps.get_model("training", "Course"))


class Migration(migrations.Migration):
    dependencies = [("training", "0001_events_outcomes_and_courses")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
