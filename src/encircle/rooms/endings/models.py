"""The planned end of a Circle, questionnaires with what came back, and the end-of-Circle report. Nothing is edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle, Goal
from encircle.rooms.circles.vocabulary import ProgressKind
from encircle.rooms.organisation.models import Area, Topic
from encircle.rooms.organisation.vocabulary import Respondent
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.people.models import CoreMember
from encircle.rooms.reviews.vocabulary import Onward, Section
from encircle.rooms.volunteers.models import Volunteer

from .vocabulary import Asks, Channel, MovedBecause, ReportPart

USER = settings.AUTH_USER_MODEL


class OfACircle(models.Model):
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class PlannedEnd(OfACircle):
    """The planned end, moved by somebody to another day. The newest counts; without any it is worked out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ends_on = models.DateField(db_comment="Last planned day")
    because = models.CharField(max_length=12, choices=MovedBecause)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["circle", "-recorded_at"], name="endings_plannedend_circle")]


# --- questions: the charity's own data, nothing about anybody ---


class QuestionSet(models.Model):
    """One version of what a kind of respondent is asked. Never edited: the newest of its kind counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    respondent = models.CharField(max_length=12, choices=Respondent)
    easy_read = models.BooleanField(default=False)
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Empty: shipped")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["respondent", "easy_read", "number"], name="endings_questionset_number")
        ]


class Question(models.Model):
    """One question of a version. `code` stays the same from version to version where the question does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=30)
    words = models.CharField(max_length=250)
    asks = models.CharField(max_length=12, choices=Asks)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["question_set", "position"], name="endings_question_position"),
            models.UniqueConstraint(fields=["question_set", "code"], name="endings_question_code"),
        ]


# --- who was asked, and what came back ---


class Questionnaire(OfACircle):
    """One person asked about one Circle, in one part of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle_reference = models.CharField(max_length=12, db_comment="What the respondent may know of the Circle")
    respondent = models.CharField(max_length=12, choices=Respondent)
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="+")
    professional = models.ForeignKey(Professional, models.PROTECT, null=True, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, null=True, related_name="+")
    core_member = models.ForeignKey(CoreMember, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="endings_questionnaire_of_one_person",
                condition=(
                    Q(
                        respondent__in=(Respondent.REFERRER, Respondent.PROFESSIONAL),
                        professional__isnull=False,
                        volunteer__isnull=True,
                        core_member__isnull=True,
                    )
                    | Q(
                        respondent=Respondent.VOLUNTEER,
                        professional__isnull=True,
                        volunteer__isnull=False,
                        core_member__isnull=True,
                    )
                    | Q(
                        respondent=Respondent.CORE_MEMBER,
                        professional__isnull=True,
                        volunteer__isnull=True,
                        core_member__isnull=False,
                    )
                ),
            ),
            *[
                models.UniqueConstraint(
                    fields=["circle", "respondent", who],
                    condition=Q(**{f"{who}__isnull": False}),
                    name=f"endings_questionnaire_once_{who}",
                )
                for who in ("professional", "volunteer", "core_member")
            ],
        ]
        indexes = [
            models.Index(fields=["circle", "asked_at"], name="endings_questionnaire_circle"),
            models.Index(fields=["area", "asked_at"], name="endings_questionnaire_area"),
            models.Index(fields=["professional"], name="endings_questionnaire_prof"),
            models.Index(fields=["volunteer"], name="endings_questionnaire_vol"),
        ]


class OfAQuestionnaire(OfACircle):
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class QuestionnaireLink(OfAQuestionnaire):
    """A personal address that answers one questionnaire once. Only its hash is kept; a newer one ends the older."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Empty: a reminder")
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["questionnaire", "-made_at"], name="endings_link_newest")]


class QuestionnaireChase(OfAQuestionnaire):
    """A reminder that went out, after so many days; each once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    after_days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "after_days"], name="endings_questionnaire_chased_once")
        ]


class Return(OfACircle):
    """That answers came: one per questionnaire, so that a second sending changes nothing."""

    questionnaire = models.OneToOneField(Questionnaire, models.PROTECT, primary_key=True, related_name="came_back")
    channel = models.CharField(max_length=10, choices=Channel)
    answered_on = models.DateField(db_comment="The day on the paper, or the day it came")
    received_at = models.DateTimeField()
    with_words = models.BooleanField(default=False, db_comment="Something is to be screened for names")
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Who answered, or keyed it")

    class Meta:
        indexes = [models.Index(fields=["circle"], name="endings_return_circle")]


class Answer(OfAQuestionnaire):
    """The answer to one question, as a code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    code = models.CharField(max_length=15)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["questionnaire", "question"], name="endings_answer_once")]
        indexes = [models.Index(fields=["question", "code"], name="endings_answer_counted")]


class AnswerWords(OfAQuestionnaire):
    """What somebody wrote, as they wrote it: read by whoever screens it for names, and by nobody else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="An answer in words, before names were struck out")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["questionnaire", "question"], name="endings_answerwords_once")]


class Screener(OfAQuestionnaire):
    """A named person who strikes out names before anybody else reads what was written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["questionnaire", "user"], name="endings_screener_once")]


class Screening(OfACircle):
    """Names were struck out: from here on the screened words are what everybody reads."""

    questionnaire = models.OneToOneField(Questionnaire, models.PROTECT, primary_key=True, related_name="screening")
    screened_at = models.DateTimeField()
    screened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")


class ScreenedWords(OfAQuestionnaire):
    """The same answer without what was struck out: content, receipt for the questionnaire."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="An answer in words, names struck out")
    struck = models.PositiveSmallIntegerField(default=0, db_comment="How many places")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["questionnaire", "question"], name="endings_screenedwords_once")]


# --- the end-of-Circle report ---


class ReportVersion(OfACircle):
    """One version of the report. Corrected in a version of its own; what was approved is never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveSmallIntegerField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    meetings_planned = models.PositiveSmallIntegerField()
    meetings_held = models.PositiveSmallIntegerField()
    core_member_came = models.PositiveSmallIntegerField()
    volunteers_came = models.PositiveSmallIntegerField(db_comment="Volunteers present, all meetings held together")
    reviews_held = models.PositiveSmallIntegerField()
    concerns_imminent = models.PositiveSmallIntegerField()
    concerns_serious = models.PositiveSmallIntegerField()
    concerns_other = models.PositiveSmallIntegerField()
    words_agreed_on = models.DateField(
        null=True, db_comment="The day the core member agreed that their own words stand in it"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "number"], name="endings_reportversion_number")]


class ReportPassage(OfACircle):
    """What a version says under a heading, or of a goal: content, receipt for the version.

    `topic` is the subject of consent it is asked for when it goes outside (none in earlier versions).
    `agency`, `onward`, `section` and `source_id` stand with words that are an agency's own, as in a review pack.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="passages")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=12, choices=ReportPart)
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=ProgressKind, blank=True)
    heading = models.TextField(
        blank=True, db_comment="A goal in the core member's words, or which agency told something"
    )
    text = models.TextField(blank=True, db_comment="What the report says")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    onward = models.CharField(max_length=20, choices=Onward, blank=True)
    section = models.CharField(max_length=12, choices=Section, blank=True, db_comment="Of the pack it came from")
    source_id = models.UUIDField(null=True, db_comment="The view or development its words came from")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="endings_reportpassage_position"),
            models.CheckConstraint(
                name="endings_reportpassage_of_a_goal",
                condition=Q(part=ReportPart.GOAL, goal__isnull=False)
                | (~Q(part=ReportPart.GOAL) & Q(goal__isnull=True, outcome="")),
            ),
            models.CheckConstraint(
                name="endings_reportpassage_with_permission",
                condition=Q(
                    part=ReportPart.AGENCIES,
                    agency__isnull=False,
                    source_id__isnull=False,
                    onward__in=(Onward.OUTER_CIRCLE, Onward.WHOLE_CIRCLE),
                    section__in=(Section.DEVELOPMENTS, Section.VIEWS),
                )
                | (
                    ~Q(part=ReportPart.AGENCIES) & Q(agency__isnull=True, source_id__isnull=True, onward="", section="")
                ),
            ),
        ]


class ReportApproval(OfACircle):
    version = models.OneToOneField(ReportVersion, models.PROTECT, primary_key=True, related_name="approval")
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["circle"], name="endings_reportapproval_circle")]
