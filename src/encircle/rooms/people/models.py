"""The person at the centre of a Circle, and a young person's carers. Identity stands apart from the case."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.foundations.files.models import DocumentLock, DocumentScan, StoredDocument
from encircle.rooms.organisation.models import Area
from encircle.rooms.partners.models import Agency

from .vocabulary import Onward, PaperKind, Tool


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


class PersonDocument(StoredDocument):
    """Its agency’s information about a person, who may only be referred yet: `subject_id` stays theirs."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", db_comment="Whose information it is"
    )
    kind = models.CharField(max_length=12, choices=PaperKind)
    written_on = models.DateField(null=True, db_comment="The date on the document")
    onward = models.CharField(max_length=20, choices=Onward, default=Onward.COORDINATOR_ONLY)

    class Meta:
        indexes = [models.Index(fields=["subject_id", "-uploaded_at"], name="people_document_subject")]


class PersonDocumentLock(DocumentLock):
    """What opens it, and the name it came under: content, receipt for the document."""

    document = models.OneToOneField(PersonDocument, models.PROTECT, primary_key=True, related_name="lock")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")


class PersonDocumentScan(DocumentScan):
    document = models.OneToOneField(PersonDocument, models.PROTECT, primary_key=True, related_name="scan")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")


class OnwardPermission(models.Model):
    """Its agency lets the volunteers of the person's Circle read a document in their briefing pack: who said so, when.

    Without it nothing of the document reaches them: the database leaves its pages out of every pack.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(PersonDocument, models.PROTECT, related_name="permissions")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    given_by = models.CharField(max_length=120, db_comment="Name and post of who gave it at the agency")
    given_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["document", "-recorded_at"], name="people_permission_newest")]
        constraints = [models.CheckConstraint(condition=~Q(given_by=""), name="people_permission_says_who")]


class OnwardWithdrawal(models.Model):
    """The permission is taken back: from this moment the document's pages are in no pack."""

    permission = models.OneToOneField(OnwardPermission, models.PROTECT, primary_key=True, related_name="withdrawal")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class ReportedAssessment(models.Model):
    """What an agency’s assessment came to, in the tool’s own terms. Never edited: a newer one supersedes it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_id = models.UUIDField(db_comment="Who was assessed")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    tool = models.CharField(max_length=12, choices=Tool)
    other_tool = models.CharField(max_length=80, blank=True, db_comment="Name of a tool that is not on the list")
    version = models.CharField(max_length=40, blank=True)
    result = models.CharField(max_length=80, db_comment="Band, level or priority in the tool's own terms")
    assessed_on = models.DateField()
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", db_comment="Whose assessment it is")
    assessor = models.CharField(max_length=120, blank=True, db_comment="Who assessed, where it is none of the agencies")
    document = models.ForeignKey(PersonDocument, models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_id", "-assessed_on"], name="people_assessment_subject")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(result="") & (Q(tool="other") | Q(other_tool="")), name="people_assessment_says_what"
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(assessor=""), name="people_assessment_says_whose"
            ),
        ]
