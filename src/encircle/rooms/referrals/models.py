"""Enquiries, and referrals from the invitation to what was submitted. State is rows: nothing here is a status column.

Before a decision nothing of the person referred is known outside these tables: `subject_id` is the identity the person
will have if the charity accepts them, and no row of `people` bears it until then.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Q

from encircle.common.ids import new_id
from encircle.foundations.access.models import Period
from encircle.foundations.files.models import DocumentLock, DocumentScan, StoredDocument
from encircle.rooms.organisation.models import Area, Criterion
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.people.vocabulary import PaperKind

from .vocabulary import TO_DO, Answer, DeclineReason, Outcome, StepKind, StepReason, WithdrawalReason

USER = settings.AUTH_USER_MODEL


class Enquiry(models.Model):
    """Somebody rang about a Circle. Counted even if nothing follows; no name of the person concerned is asked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=CircleKind)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    agency_name = models.CharField(max_length=160, blank=True, db_comment="As typed, where the agency is not known")
    asked_by_name = models.CharField(max_length=120, db_comment="Name of the professional who rang")
    phone = models.CharField(max_length=30, blank=True, db_comment="Work telephone of the professional who rang")
    email = models.EmailField(blank=True, db_comment="Work address of the professional who rang")
    taken_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "area"], name="referrals_enquiry_in_area")]
        indexes = [
            models.Index(fields=["area", "-taken_at"], name="referrals_enquiry_area"),
            models.Index(fields=["-taken_at"], name="referrals_enquiry_newest"),
        ]


class EnquiryNote(models.Model):
    """What was said on the telephone: content, receipt for the enquiry."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="notes")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What was said")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["enquiry", "at"], name="referrals_note_enquiry")]


class EnquiryCheck(models.Model):
    """One criterion of the practice standard, talked through on the telephone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="checks")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer, db_comment="Whether the person met the criterion")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enquiry", "criterion"], name="referrals_check_once")]


class EnquiryStep(models.Model):
    """What the enquiry came to, and when to ring again. Appended: the newest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="steps")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=StepKind)
    reason = models.CharField(max_length=16, choices=StepReason, blank=True)
    call_back_on = models.DateField(null=True, db_comment="The day something is to be done about it")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TO_DO) ^ Q(call_back_on__isnull=True),
                name="referrals_step_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[StepKind.UNSUITABLE, StepKind.CLOSED]) ^ Q(reason=""),
                name="referrals_step_has_its_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["enquiry", "-at"], name="referrals_step_newest"),
            models.Index(
                fields=["area", "call_back_on"], name="referrals_step_due", condition=Q(call_back_on__isnull=False)
            ),
        ]


class Referral(models.Model):
    """A person is to be referred: who invited it, for which area and kind. Nothing of the person stands here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=CircleKind)
    subject_id = models.UUIDField(
        unique=True, default=new_id, editable=False, db_comment="The person referred: the core member's id if accepted"
    )
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, null=True, related_name="referrals")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_comment="Whose information it will be")
    invited_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    on_paper = models.BooleanField(default=False, db_comment="Came as a paper form and is keyed by staff")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "area"], name="referrals_referral_in_area")]
        indexes = [
            models.Index(fields=["area", "-invited_at"], name="referrals_referral_area"),
            models.Index(fields=["-invited_at"], name="referrals_referral_newest"),
            models.Index(fields=["enquiry"], name="referrals_referral_enquiry", condition=Q(enquiry__isnull=False)),
        ]


class Holder(models.Model):
    """Who has the draft in hand, for a period: a professional, or one of the staff keying a paper form.

    A handover is a new row from the moment the one before ends; the constraint looks at the end of the transaction,
    because the new holder is written while the old one still may.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="holders")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    professional = models.ForeignKey(Professional, models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(professional__isnull=False, staff__isnull=True)
                | Q(professional__isnull=True, staff__isnull=False),
                name="referrals_holder_is_one_person",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="referrals_holder_ends_after_start",
            ),
            ExclusionConstraint(
                name="referrals_holder_one_at_a_time",
                expressions=[
                    ("referral", RangeOperators.EQUAL),
                    (Period("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                deferrable=Deferrable.DEFERRED,
            ),
        ]
        indexes = [
            models.Index(
                fields=["professional"], name="referrals_holder_professional", condition=Q(professional__isnull=False)
            ),
            models.Index(fields=["staff"], name="referrals_holder_staff", condition=Q(staff__isnull=False)),
            models.Index(fields=["referral", "-starts_at"], name="referrals_holder_newest"),
        ]


class SectionDraft(models.Model):
    """One section of the form as far as it is written. Only the holder reads it; gone once submitted or withdrawn."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="drafts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    section = models.SlugField(max_length=30)
    answers = models.JSONField(default=dict, db_comment="What the referrer wrote about the person so far")
    done = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "section"], name="referrals_draft_section_once")]


class ReferralDocument(StoredDocument):
    """A document that came with the form: its holder's alone while a draft, fixed once sent, then read with the form.

    `subject_id` is the referral's, so that the same key opens it when the person is accepted and it becomes theirs.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="documents")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_comment="Whose information it is")
    kind = models.CharField(max_length=12, choices=PaperKind)
    written_on = models.DateField(null=True, db_comment="The date on the document")

    class Meta:
        indexes = [models.Index(fields=["referral", "uploaded_at"], name="referrals_document_referral")]


class ReferralDocumentLock(DocumentLock):
    """What opens it, and the name it came under: content, receipt for the document."""

    document = models.OneToOneField(ReferralDocument, models.PROTECT, primary_key=True, related_name="lock")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")


class ReferralDocumentScan(DocumentScan):
    document = models.OneToOneField(ReferralDocument, models.PROTECT, primary_key=True, related_name="scan")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")


class Submission(models.Model):
    """That the form was sent, by whom and when. From here on nothing in it changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="submission")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    professional = models.ForeignKey(Professional, models.PROTECT, null=True, related_name="+")
    paper_received_on = models.DateField(null=True, db_comment="The day a paper form came in")

    class Meta:
        indexes = [
            models.Index(fields=["area", "-submitted_at"], name="referrals_submission_area"),
            models.Index(
                fields=["professional", "-submitted_at"],
                name="referrals_submission_by",
                condition=Q(professional__isnull=False),
            ),
        ]


class ReferralRead(models.Model):
    """Who of the staff has read what was submitted first, and when. No more than that it was read: how it is judged
    stays out of the referrer's reach, and so does this."""

    referral = models.OneToOneField(Referral, models.PROTECT, primary_key=True, related_name="first_read")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    read_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()


class SubmittedSection(models.Model):
    """One section as it was submitted: content, receipt for the referral."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="sections")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    section = models.SlugField(max_length=30)
    answers = models.JSONField(db_comment="What the referrer submitted about the person")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "section"], name="referrals_submitted_section_once")]


class ReferralWithdrawn(models.Model):
    """It goes no further, by the referrer's wish or the coordinator's, before any decision."""

    referral = models.OneToOneField(Referral, models.PROTECT, primary_key=True, related_name="withdrawn")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=16, choices=WithdrawalReason)


class Decision(models.Model):
    """What the charity decided, as the referrer may know it. One for good; before that it may be put off, and again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="decisions")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=16, choices=DeclineReason, blank=True)
    put_off_until = models.DateField(null=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=~Q(outcome=Outcome.DEFER), name="referrals_decision_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DECLINE) ^ Q(reason=""), name="referrals_decision_has_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DEFER) ^ Q(put_off_until__isnull=True),
                name="referrals_decision_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["referral", "-decided_at"], name="referrals_decision_newest")]


class DecisionWords(models.Model):
    """What the referrer is told of a decision: content, receipt for the referral."""

    decision = models.OneToOneField(Decision, models.PROTECT, primary_key=True, related_name="words")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What the referrer is told about the decision")
