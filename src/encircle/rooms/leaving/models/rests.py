"""The conversation about coming back that a volunteer is owed when a rest comes to its end."""

from django.db import models
from django.db.models import Q

from encircle.rooms.organisation.models import Area
from encircle.rooms.support.models import Away
from encircle.rooms.volunteers.models import OfAVolunteer, Volunteer

from ..vocabulary import AfterRest


class RestTalk(OfAVolunteer):
    """What came of it, once for each time away."""

    away = models.OneToOneField(Away, models.PROTECT, related_name="+")
    on = models.DateField(db_comment="Day of the conversation with a volunteer about coming back")
    outcome = models.CharField(max_length=8, choices=AfterRest, db_comment="Whether a volunteer comes back")
    rests_until = models.DateField(
        null=True, blank=True, db_comment="Last day of the longer rest of a volunteer, where they said one"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=AfterRest.LONGER) | Q(rests_until__isnull=True),
                name="leaving_resttalk_until_longer",
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "-at"], name="leaving_resttalk_newest"),
            models.Index(fields=["area", "-at"], name="leaving_resttalk_area"),
        ]


class RestTalkWords(models.Model):
    """What was said: content, receipt for the volunteer. For the staff of the area."""

    talk = models.OneToOneField(RestTalk, models.PROTECT, primary_key=True, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What a volunteer said about coming back, as staff wrote it down")
