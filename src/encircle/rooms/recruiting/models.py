"""Those who come forward to volunteer. State is rows: where somebody stands is their newest step."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import Volunteer

from .vocabulary import OVER, About, Came, Channel, Contact, Heard, Mark, Reason, Stage

USER = settings.AUTH_USER_MODEL
FOR_EVER = date(2000, 1, 1)
WITH_REASON = (Stage.DECLINED, Stage.WITHDRAWN)


class Applicant(models.Model):
    """Somebody who asked about volunteering. Nothing but how to answer them is asked at first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=80, db_comment="Given name of somebody who asked about volunteering")
    family_name = models.CharField(max_length=80, db_comment="Family name of somebody who asked about volunteering")
    email = models.EmailField(blank=True, db_comment="Address of somebody who asked about volunteering")
    phone = models.CharField(max_length=30, blank=True, db_comment="Telephone of somebody who asked")
    post_to = models.CharField(max_length=250, blank=True, db_comment="Where letters to somebody who asked go")
    prefers = models.CharField(max_length=10, choices=Contact)
    heard = models.CharField(max_length=10, choices=Heard, blank=True)
    channel = models.CharField(max_length=10, choices=Channel)
    asked_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Empty: by themselves")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "area"], name="recruiting_applicant_in_area"),
            models.CheckConstraint(
                condition=Q(channel=Channel.FORM) | Q(noted_by__isnull=False), name="recruiting_applicant_noted_by_whom"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "asked_at"], name="recruiting_applicant_area"),
            models.Index(fields=["asked_at"], name="recruiting_applicant_oldest"),
        ]

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class OfAnApplicant(models.Model):
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Step(OfAnApplicant):
    """One thing done, and by whom. Appended: the newest says where somebody stands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stage = models.CharField(max_length=10, choices=Stage)
    reason = models.CharField(max_length=16, choices=Reason, blank=True)
    sent_by = models.CharField(max_length=10, choices=Contact, blank=True, db_comment="How information went out")
    happened_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=WITH_REASON) ^ Q(reason=""), name="recruiting_step_has_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.INFORMED) ^ Q(sent_by=""), name="recruiting_step_says_how_sent"
            ),
            models.CheckConstraint(condition=~Q(stage=Stage.ASKED), name="recruiting_step_is_no_question"),
            models.UniqueConstraint(
                fields=["applicant"], condition=Q(stage__in=OVER), name="recruiting_step_ends_it_once"
            ),
        ]
        indexes = [models.Index(fields=["applicant", "-at"], name="recruiting_step_newest")]


class Words(OfAnApplicant):
    """What was said or written of somebody by staff: content, receipt for the applicant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.CharField(max_length=10, choices=About)
    text = models.TextField(db_comment="What staff wrote of an applicant, or to them")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["applicant", "at"], name="recruiting_words_applicant")]


# --- the application ---


class Application(models.Model):
    """Somebody was invited to apply: their record as a volunteer to be, and through it their login."""

    applicant = models.OneToOneField(Applicant, models.PROTECT, primary_key=True, related_name="application")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    volunteer = models.OneToOneField(Volunteer, models.PROTECT, related_name="application")


class SectionDraft(OfAnApplicant):
    """One section as far as the applicant has written it: theirs alone, and gone once they send it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    section = models.SlugField(max_length=30)
    answers = models.JSONField(default=dict, db_comment="What an applicant wrote of themselves so far")
    done = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["applicant", "section"], name="recruiting_draft_section_once")]


class Submission(models.Model):
    """The application was sent. `asked_apart`: they finished the page of questions that are kept apart."""

    applicant = models.OneToOneField(Applicant, models.PROTECT, primary_key=True, related_name="submission")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_apart = models.BooleanField(default=False)


class SubmittedSection(OfAnApplicant):
    """A section as it was sent: content, receipt for the applicant. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    section = models.SlugField(max_length=30)
    answers = models.JSONField(db_comment="What an applicant wrote of themselves")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["applicant", "section"], name="recruiting_submitted_section_once")
        ]


class SaidApart(models.Model):
    """Answers about equal opportunity, of nobody: no name, no day, no area, nothing that leads back to a person.

    No application login may read a row of it. Figures with small numbers left out come of a function of their own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField()
    answers = models.JSONField(db_comment="Codes of answers about equal opportunity, of nobody in particular")


# --- references ---


class Reference(OfAnApplicant):
    """Somebody who knows the applicant was asked for a reference. Never seen by the applicant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120, db_comment="Name of a referee")
    knows = models.CharField(max_length=200, blank=True, db_comment="How a referee knows the applicant")
    email = models.EmailField(blank=True, db_comment="Address of a referee")
    post_to = models.CharField(max_length=250, blank=True, db_comment="Where letters to a referee go")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "applicant"], name="recruiting_reference_of_applicant")]
        indexes = [models.Index(fields=["applicant", "asked_at"], name="recruiting_reference_person")]


class OfAReference(OfAnApplicant):
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ReferenceLetter(OfAReference):
    """A letter with a personal address that works once. Only its hash is kept; a newer letter ends the older."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["reference", "-made_at"], name="recruiting_letter_newest")]


class ReferenceCame(models.Model):
    """That it came: one a reference, so that a second sending changes nothing."""

    reference = models.OneToOneField(Reference, models.PROTECT, primary_key=True, related_name="came")
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=Came)
    written_on = models.DateField(db_comment="The day on the letter, or the day it came")
    received_at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Who keyed it")


class ReferenceText(OfAReference):
    """What the referee wrote: content, receipt for the reference."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    answers = models.JSONField(db_comment="What a referee wrote of an applicant")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reference"], name="recruiting_reference_text_once")]


class ReferenceTaken(models.Model):
    """Taken as satisfactory, or not, by whom. The reason stands among the words about the applicant."""

    reference = models.OneToOneField(Reference, models.PROTECT, primary_key=True, related_name="taken")
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    satisfactory = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")


# --- the interview ---


class VolunteerCriterion(models.Model):
    """One thing an interview looks at, from one day to another. Ended, never reworded. About nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    words = models.CharField(max_length=160)
    hint = models.CharField(max_length=250, blank=True)
    position = models.PositiveSmallIntegerField()
    starts_on = models.DateField(default=FOR_EVER)
    ends_on = models.DateField(null=True, blank=True, db_comment="Last day it is looked at")
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Empty: shipped")

    class Meta:
        ordering = ["position", "starts_on"]


class Interview(OfAnApplicant):
    """Somebody was met, by whom, and whether it goes on. The newest counts; what it showed stands among the words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    held_on = models.DateField()
    interviewers = models.CharField(max_length=200, db_comment="Who met the applicant")
    goes_on = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "applicant"], name="recruiting_interview_of_applicant")]
        indexes = [models.Index(fields=["applicant", "-at"], name="recruiting_interview_newest")]


class InterviewMark(OfAnApplicant):
    """How they stood against one criterion: never seen by the applicant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(VolunteerCriterion, models.PROTECT, related_name="+")
    mark = models.CharField(max_length=10, choices=Mark, db_comment="How an applicant stood against a criterion")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "criterion"], name="recruiting_mark_once")]
