from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("due", "0015_conversations_about_coming_back")]

    operations = [
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                fields=["area", "rule", "due_at"],
                name="due_rule_open",
                condition=Q(met_at__isnull=True, closed_at__isnull=True),
            ),
        ),
    ]
