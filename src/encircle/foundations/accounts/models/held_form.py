"""A form that arrived after its session had ended by time: kept for a day, for its writer alone."""

from django.conf import settings
from django.db import models

from encircle.common.ids import new_id


class HeldForm(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form_hash = models.CharField(max_length=64, db_comment="Keyed hash of the address and the names of the fields")
    sealed = models.BinaryField(db_comment="The address and what was typed, encrypted for this row and this person")
    held_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "form_hash"], name="accounts_heldform_one_a_form")]
        indexes = [models.Index(fields=["expires_at"], name="accounts_heldform_expires")]
