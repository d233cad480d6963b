"""References the charity gives about a volunteer: asked for, agreed to by the volunteer, written and sent on."""

from django.db import models

from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import OfAVolunteer, Volunteer

from ..vocabulary import SentBy


class GivenReference(OfAVolunteer):
    """Somebody asked the charity for a reference about a volunteer."""

    asker = models.CharField(max_length=120, db_comment="Who asked for a reference about a volunteer")
    asked_on = models.DateField(db_comment="Day a reference about a volunteer was asked for")

    class Meta:
        indexes = [
            models.Index(fields=["volunteer", "-at"], name="leaving_given_newest"),
            models.Index(fields=["area"], name="leaving_given_area"),
        ]


class ReferenceAnswer(OfAVolunteer):
    """The volunteer agrees or does not, on their own page, or as they told staff. Without it nothing is sent."""

    reference = models.OneToOneField(GivenReference, models.PROTECT, related_name="answer")
    agrees = models.BooleanField(db_comment="Whether a volunteer agrees to a reference about them")

    class Meta:
        indexes = [models.Index(fields=["area"], name="leaving_refanswer_area")]


class ReferenceSent(OfAVolunteer):
    """It was sent on. Whoever wrote it is `by`; it is never edited."""

    reference = models.OneToOneField(GivenReference, models.PROTECT, related_name="sent")
    sent_on = models.DateField(db_comment="Day a reference about a volunteer was sent on")
    channel = models.CharField(max_length=8, choices=SentBy, db_comment="How a reference about a volunteer was sent")

    class Meta:
        indexes = [models.Index(fields=["area"], name="leaving_refsent_area")]


class ReferenceWords(models.Model):
    """The letter itself: content, receipt for the volunteer. For the staff of the area."""

    sent = models.OneToOneField(ReferenceSent, models.PROTECT, primary_key=True, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What a reference says about a volunteer")
