"""What a charity has set for prison Circles so far goes on, with a release date kept."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisation", "0006_release_dates_by_kind")]

    operations = [
        migrations.RunSQL(
            "UPDATE organisation_kindstandard SET has_release_date = true WHERE kind = 'prison'",
            migrations.RunSQL.noop,
        )
    ]
