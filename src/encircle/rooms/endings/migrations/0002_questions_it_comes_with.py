"""The questions Encircle comes with, for charities that are there already and those to come."""

from django.db import migrations
from django.utils import timezone

from encircle.rooms.endings.shipped import ship_questions


def ship(apps, schema_editor):
    ship_questions(apps.get_model("endings", "QuestionSet"), apps.get_model("endings", "Question"), timezone.now())


class Migration(migrations.Migration):
    dependencies = [("endings", "0001_initial")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
