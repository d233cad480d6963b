import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_signed_copies"), ("suitability", "0004_when_who_waits_can_meet")]

    operations = [
        migrations.AddField(
            model_name="waitingfree",
            name="prison",
            field=models.ForeignKey(
                db_comment="The prison in which a person who waits would meet the Circle",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.agency",
            ),
        ),
    ]
