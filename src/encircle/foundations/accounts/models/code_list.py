"""A printed list of one-time codes, for a person with neither a phone nor a passkey."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from encircle.common.ids import new_id


class CodeList(models.Model):
    """The codes are shown once, to the person; here lies what recognises each unused one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="code_list")
    change = models.OneToOneField("accounts.AccountChange", models.PROTECT, related_name="+", db_comment="Who approved")
    made_at = models.DateTimeField()
    unused = ArrayField(models.CharField(max_length=64), db_comment="Keyed hashes of the codes not used yet")
