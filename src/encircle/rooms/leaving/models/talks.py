"""The conversation each volunteer is owed when their Circle, or their seat in it, has ended."""

from django.db import models
from django.db.models import Q

from encircle.rooms.circles.models import Seat
from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import OfAVolunteer, Volunteer

from ..vocabulary import Next


class EndTalk(OfAVolunteer):
    """How it was, and what comes next for them."""

    seat = models.OneToOneField(Seat, models.PROTECT, related_name="+")
    on = models.DateField(db_comment="Day of the conversation with a volunteer whose seat had ended")
    next = models.CharField(max_length=8, choices=Next, db_comment="What a volunteer would like to do next")
    free_from = models.DateField(
        null=True, blank=True, db_comment="Day from which a volunteer is free for a next Circle, where they said one"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(next=Next.STOP) | Q(free_from__isnull=True), name="leaving_endtalk_stop_has_no_day"
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "-at"], name="leaving_endtalk_newest"),
            models.Index(fields=["area", "-at"], name="leaving_endtalk_area"),
        ]


class EndTalkWords(models.Model):
    """How it was: content, receipt for the volunteer. For the staff of the area."""

    talk = models.OneToOneField(EndTalk, models.PROTECT, primary_key=True, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="How a Circle was for a volunteer, as staff wrote it down")
