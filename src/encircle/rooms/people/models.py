"""The person at the centre of a Circle, and a young person's carers. Identity stands apart from the case."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area


class CoreMember(models.Model):
    """Known to the staff of the area. Volunteers and professionals meet them through a seat's name only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=80, db_comment="Given name of the core member")
    family_name = models.CharField(max_length=80, db_comment="Family name of the core member")
    known_as = models.CharField(max_length=80, db_comment="Name used in the Circle")
    born_on = models.DateField(null=True, blank=True, db_comment="Date of birth")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["area", "family_name"], name="people_coremember_area")]


class HomeContact(models.Model):
    """Where the core member lives and how to ring: content, read only against a receipt for the core member."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    address = models.CharField(max_length=250, blank=True, db_comment="Home address")
    postcode = models.CharField(max_length=10, blank=True, db_comment="Home postcode")
    phone = models.CharField(max_length=30, blank=True, db_comment="Telephone of the core member")
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["core_member", "-since"], name="people_homecontact_newest")]


class Carer(models.Model):
    """A parent or carer of a young core member; while required, their consent is needed until the 18th birthday."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="carers")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, db_comment="Name of the parent or carer")
    standing = models.CharField(max_length=120, blank=True, db_comment="Parent, foster carer, local authority …")
    consent_required = models.BooleanField(default=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="people_carer_ends_after_start",
            )
        ]
