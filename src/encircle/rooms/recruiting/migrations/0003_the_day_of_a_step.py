from django.db import migrations, models


class Migration(migrations.Migration):
    """`on` is a word of SQL's own."""

    dependencies = [("recruiting", "0002_applications")]

    operations = [
        migrations.RenameField("step", "on", "happened_on"),
        migrations.AlterField("step", "happened_on", models.DateField()),
    ]
