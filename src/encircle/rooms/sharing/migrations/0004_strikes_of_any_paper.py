from django.db import migrations, models


class Migration(migrations.Migration):
    """A strike is of a paper: minutes, or the pack of a review, which stands in a room above."""

    dependencies = [("sharing", "0003_an_outright_no")]

    operations = [
        migrations.RemoveConstraint(model_name="strike", name="sharing_strike_once"),
        # The columns keep their rows: only the foreign keys go.
        migrations.AlterField(model_name="strike", name="version", field=models.UUIDField(db_column="version_id")),
        migrations.RenameField(model_name="strike", old_name="version", new_name="paper_id"),
        migrations.AlterField(
            model_name="strike",
            name="paper_id",
            field=models.UUIDField(db_comment="The version of minutes, or of a review pack, it was struck out of"),
        ),
        migrations.AlterField(model_name="strike", name="passage", field=models.UUIDField(db_column="passage_id")),
        migrations.RenameField(model_name="strike", old_name="passage", new_name="passage_id"),
        migrations.AlterField(
            model_name="strike",
            name="passage_id",
            field=models.UUIDField(db_comment="The passage of that version"),
        ),
        migrations.AddConstraint(
            model_name="strike",
            constraint=models.UniqueConstraint(fields=["passage_id", "start", "end"], name="sharing_strike_once"),
        ),
    ]
