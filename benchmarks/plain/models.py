from django.db import models


class Note(models.Model):
    """What the plain site inserts; the benchmark makes its table."""

    words = models.TextField()

    class Meta:
        managed = False
        db_table = "benchmark_note"
