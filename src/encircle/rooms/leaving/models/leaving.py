"""Volunteers who leave: what they asked for, what was noted, and what ended with it."""

from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import OfAVolunteer, Volunteer

from ..vocabulary import Decided, Reason
from .rests import RestTalk
from .talks import EndTalk


class Wish(OfAVolunteer):
    """A volunteer said that they would like to stop: on their own page, or in the conversation after a Circle or about
    coming back from a rest, where `by` is whom they told. They can take it back."""

    last_day = models.DateField(null=True, blank=True, db_comment="Day a volunteer would like to be their last")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    talk = models.OneToOneField(
        EndTalk,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="wish",
        db_comment="The conversation in which a volunteer said it; empty: on their own page",
    )
    rest_talk = models.OneToOneField(
        RestTalk,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="wish",
        db_comment="The conversation about coming back in which a volunteer said it",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer"], condition=Q(withdrawn_at__isnull=True), name="leaving_wish_open_once"
            ),
            models.CheckConstraint(
                condition=Q(talk__isnull=True) | Q(rest_talk__isnull=True), name="leaving_wish_told_once"
            ),
        ]
        indexes = [models.Index(fields=["area", "-at"], name="leaving_wish_area")]

    @property
    def is_told(self) -> bool:
        """To staff, in a conversation."""
        return self.talk_id is not None or self.rest_talk_id is not None


class WishWords(models.Model):
    """Why: content, receipt for the volunteer. For the staff of the area and the volunteer."""

    wish = models.OneToOneField(Wish, models.PROTECT, primary_key=True, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Why a volunteer would like to stop, in their words")


class Leaving(OfAVolunteer):
    """Staff noted that a volunteer leaves. Never edited: it is called off, and noted anew."""

    last_day = models.DateField(db_comment="Last day of a volunteer with the charity")
    ends_at = models.DateTimeField(db_comment="The instant everything ends: the end of that day, or at once")
    reason = models.CharField(max_length=12, choices=Reason, db_comment="Why a volunteer leaves")
    decided = models.CharField(max_length=10, choices=Decided, db_comment="Whose decision it was")
    login_ends = models.BooleanField(db_comment="False: they have no login, or work here too and keep it for that")

    class Meta:
        indexes = [
            models.Index(fields=["volunteer", "-at"], name="leaving_leaving_newest"),
            models.Index(fields=["area", "-last_day"], name="leaving_leaving_area"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=Reason.CHARITY) | Q(decided=Decided.CHARITY), name="leaving_ended_by_the_charity"
            ),
            models.CheckConstraint(
                condition=~Q(reason=Reason.DIED) | Q(decided=Decided.NOBODY), name="leaving_nobody_decides_to_die"
            ),
        ]


class LeavingWords(models.Model):
    """What staff noted about it: content, receipt for the volunteer. For the staff of the area."""

    leaving = models.OneToOneField(Leaving, models.PROTECT, primary_key=True, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What staff noted about a volunteer's leaving")


class EndedSeat(models.Model):
    """A seat that ends with the leaving, and what its end was before: calling off puts that back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    leaving = models.ForeignKey(Leaving, models.PROTECT, related_name="seats")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    ended_before = models.DateTimeField(null=True, blank=True, db_comment="Empty: the seat had no end")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["leaving", "seat"], name="leaving_seat_once")]


class CalledOff(OfAVolunteer):
    """A planned leaving does not happen, or not as planned."""

    leaving = models.OneToOneField(Leaving, models.PROTECT, related_name="called_off")

    class Meta:
        indexes = [models.Index(fields=["volunteer"], name="leaving_calledoff_volunteer")]


class Rejoining(OfAVolunteer):
    """Somebody who had left comes back. `leaving` is empty where they left before leaving was kept here."""

    leaving = models.OneToOneField(Leaving, models.PROTECT, null=True, related_name="rejoining")
    left_on = models.DateField(db_comment="Last day of the period of service before")

    class Meta:
        indexes = [models.Index(fields=["volunteer", "-at"], name="leaving_rejoining_newest")]


class CarriedOut(models.Model):
    """The last day is over: sessions, letters and second factors are gone. The database refused them before that."""

    leaving = models.OneToOneField(Leaving, models.PROTECT, primary_key=True, related_name="carried_out")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    at = models.DateTimeField()
