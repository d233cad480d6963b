import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("suitability", "0002_known_already")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="area",
            field=models.ForeignKey(
                default=uuid.UUID(int=0),  # nothing is settled yet
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.area",
            ),
            preserve_default=False,
        )
        for name in ("settlement", "settlementwords")
    ]
