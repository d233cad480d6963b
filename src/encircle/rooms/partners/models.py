"""Agencies, the professionals who work there, and the agreements the charity has with them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from encircle.common.ids import new_id
from encircle.foundations.files.models import DocumentLock, DocumentScan, StoredDocument
from encircle.rooms.organisation.models import Area


class AgencyKind(models.TextChoices):
    POLICE = "police", "Police"
    PROBATION = "probation", "Probation"
    PRISON = "prison", "Prison or approved premises"
    SOCIAL_CARE = "social_care", "Social care"
    YOUTH_JUSTICE = "youth_justice", "Youth justice"
    HEALTH = "health", "Health"
    BOARD = "board", "MAPPA Strategic Management Board"
    OTHER = "other", "Other"


class Agency(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind)
    email_domains = ArrayField(
        models.CharField(max_length=120), db_comment="The only domains its professionals' addresses may have"
    )


class AgencyArea(models.Model):
    """That an agency works in one of the charity's areas."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="in_areas")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "area"], name="partners_agencyarea_once")]


class AgencyAgreement(models.Model):
    """A memorandum of understanding about sharing information. A new version is a new row that replaces the last."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="agreements")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Last day in force")
    review_on = models.DateField()
    scope = models.CharField(max_length=400, blank=True, db_comment="What may be shared, with whom and for what")
    signed_by = models.CharField(max_length=160, blank=True, db_comment="Who signed for the charity")
    signed_for_agency = models.CharField(max_length=160, blank=True, db_comment="Who signed for the agency")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", db_comment="The version before"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="partners_agreement_ends_after_start",
            )
        ]
        indexes = [models.Index(fields=["agency", "starts_on"], name="partners_agreement_agency")]


class SignedCopy(StoredDocument):
    """The signed copy of an agreement, kept as any document is. `subject_id` is the agency: the key is its own."""

    agreement = models.OneToOneField(AgencyAgreement, models.PROTECT, related_name="signed_copy")


class SignedCopyLock(DocumentLock):
    """What opens it, and the name it came under: content, receipt for the copy."""

    document = models.OneToOneField(SignedCopy, models.PROTECT, primary_key=True, related_name="lock")


class SignedCopyScan(DocumentScan):
    document = models.OneToOneField(SignedCopy, models.PROTECT, primary_key=True, related_name="scan")


class ContactAbout(models.TextChoices):
    """What a contact was about. Coded, so that no list and no register of contacts ever holds a word of a case."""

    AGREEMENT = "agreement", "The agreement between us"
    REFERRALS = "referrals", "Who might be referred"
    MEETINGS = "meetings", "Being invited to meetings"
    SHARING = "sharing", "How information is shared"
    TRAINING = "training", "Training, or telling their staff about Circles"
    INTRODUCTION = "introduction", "Getting to know a new coordinator"
    OTHER = "other", "Something else"


class PartnerContact(models.Model):
    """That a coordinator was in touch with a board or an agency of the area."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="contacts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    with_whom = models.CharField(max_length=120, db_comment="Name of the MAPPA coordinator or colleague")
    about = models.CharField(max_length=12, choices=ContactAbout)
    contacted_on = models.DateField()
    next_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["area", "agency", "-contacted_on"], name="partners_contact_area")]


class Professional(models.Model):
    """A person at one agency for a period. Who moves to another agency becomes another row there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="professionals")
    name = models.CharField(max_length=120, db_comment="Full name")
    job_title = models.CharField(max_length=120, blank=True)
    email = models.EmailField(db_comment="Work address at one of the agency's domains")
    phone = models.CharField(max_length=30, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="professionals"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=Q(ends_at__isnull=True), name="partners_professional_email_once"
            )
        ]
        indexes = [models.Index(fields=["user"], name="partners_professional_user")]
