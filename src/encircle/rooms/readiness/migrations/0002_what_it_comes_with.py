"""What each kind of Circle asks, and the agreement to begin with, for charities that are there and those to come."""

from django.db import migrations

from encircle.rooms.readiness.shipped import ship


def ship_both(apps, schema_editor):
    ship(apps.get_model("readiness", "Requirement"), apps.get_model("readiness", "Wording"))


class Migration(migrations.Migration):
    dependencies = [("readiness", "0001_what_circles_ask_of_volunteers")]
    operations = [migrations.RunPython(ship_both, migrations.RunPython.noop)]
