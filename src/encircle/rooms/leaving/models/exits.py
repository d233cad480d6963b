"""The talk with somebody who leaves: offered, taken or not, and what they say when they are asked."""

from django.db import models

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import OfAVolunteer, Volunteer

from ..vocabulary import AtTheEnd, Back, Question
from .leaving import Leaving


class ExitOffer(OfAVolunteer):
    """Staff offered an exit interview. Until they have left, a volunteer answers its questions on their own page."""

    leaving = models.OneToOneField(Leaving, models.PROTECT, related_name="exit_offer")
    offered_on = models.DateField(db_comment="Day an exit interview was offered to a volunteer")

    class Meta:
        indexes = [
            models.Index(fields=["volunteer", "-at"], name="leaving_exitoffer_newest"),
            models.Index(fields=["area", "-at"], name="leaving_exitoffer_area"),
        ]


class ExitOutcome(OfAVolunteer):
    """What came of the offer."""

    offer = models.OneToOneField(ExitOffer, models.PROTECT, related_name="outcome")
    outcome = models.CharField(max_length=10, choices=AtTheEnd, db_comment="What came of an exit interview")
    on = models.DateField(db_comment="Day of an exit interview, or of the answer to the offer")

    class Meta:
        indexes = [models.Index(fields=["area"], name="leaving_exitoutcome_area")]


class ExitWords(models.Model):
    """What was said in it: content, receipt for the volunteer. For the staff of the area."""

    outcome = models.OneToOneField(ExitOutcome, models.PROTECT, primary_key=True, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What a volunteer said in their exit interview, as staff wrote it down")


class ExitReply(OfAVolunteer):
    """Answers to the questions at the end: their own, or keyed for them by staff."""

    offer = models.OneToOneField(ExitOffer, models.PROTECT, related_name="reply")
    back = models.CharField(max_length=8, choices=Back, db_comment="Whether a volunteer would come back one day")

    class Meta:
        indexes = [models.Index(fields=["area"], name="leaving_exitreply_area")]


class ExitReplyWords(models.Model):
    """One answer in words: content, receipt for the volunteer. For the staff of the area and the volunteer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reply = models.ForeignKey(ExitReply, models.PROTECT, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    question = models.CharField(max_length=8, choices=Question, db_comment="Which question it answers")
    text = models.TextField(db_comment="A volunteer's answer to a question at the end")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "question"], name="leaving_exit_question_once")]
