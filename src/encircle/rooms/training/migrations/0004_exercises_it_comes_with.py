"""The exercises and criteria Encircle comes with, for charities that are there already and those to come."""

from django.db import migrations

from encircle.rooms.training.shipped import ship_exercises


def ship(apps, schema_editor):
    ship_exercises(*(apps.get_model("training", name) for name in ("Exercise", "Criterion", "LookedFor")))


class Migration(migrations.Migration):
    dependencies = [("training", "0003_the_assessment_centre")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
