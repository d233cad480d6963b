"""How often something was tried of late: wrong passwords, wrong codes, asked-for resets."""

from django.db import models


class AttemptCount(models.Model):
    """`key` is a keyed hash of what is counted (an account, an address, both): the row names nobody."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_comment="When it is forgotten")

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="accounts_attempt_ends")]
