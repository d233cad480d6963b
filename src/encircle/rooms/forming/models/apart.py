"""Who must not meet whom: what volunteers say of it themselves, and what staff note."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area
from encircle.rooms.people.models import CoreMember
from encircle.rooms.volunteers.models import OfAVolunteer, Volunteer

from ..vocabulary import Because, Came, ClearOf

USER = settings.AUTH_USER_MODEL


class Exclusion(models.Model):
    """These two never sit in one Circle. Ended by a row of its own, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_comment="The core member's area")
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    because = models.CharField(max_length=10, choices=Because)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["core_member", "volunteer"], name="forming_exclusion_pair")]


class ExclusionWords(models.Model):
    """Why, in words: content, receipt for the exclusion."""

    exclusion = models.OneToOneField(Exclusion, models.PROTECT, primary_key=True, related_name="words")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Why a volunteer and a core member must not meet in a Circle")


class ExclusionEnded(models.Model):
    """It was a mistake, or holds no longer."""

    exclusion = models.OneToOneField(Exclusion, models.PROTECT, primary_key=True, related_name="ended")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class KeepClear(OfAVolunteer):
    """Somebody or somewhere a volunteer says they must keep clear of. Taken back by them, never edited.

    It is no exclusion: staff look at it, and note one where there is one to note.
    """

    kind = models.CharField(max_length=8, choices=ClearOf, db_comment="Somebody, a place or something else")
    withdrawn_at = models.DateTimeField(null=True, blank=True, db_comment="When the volunteer took it back")

    class Meta:
        indexes = [
            models.Index(fields=["volunteer", "-at"], name="forming_keepclear_newest"),
            models.Index(fields=["area"], name="forming_keepclear_area"),
        ]


class KeepClearWords(models.Model):
    """Whom or what, in the volunteer's own words: content, receipt for the volunteer."""

    keep_clear = models.OneToOneField(KeepClear, models.PROTECT, primary_key=True, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Whom or what a volunteer must keep clear of, in their words")


class ClearLook(OfAVolunteer):
    """Staff looked at what a volunteer said, and noted an exclusion or had nothing to do. The volunteer is not told."""

    keep_clear = models.ForeignKey(KeepClear, models.PROTECT, related_name="looks")
    came = models.CharField(max_length=8, choices=Came)
    exclusion = models.ForeignKey(
        Exclusion, models.PROTECT, null=True, blank=True, related_name="+", db_comment="The exclusion that was noted"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(came=Came.NOTED, exclusion__isnull=False) | Q(came=Came.NOTHING, exclusion__isnull=True),
                name="forming_clearlook_names_what_was_noted",
            )
        ]
        indexes = [models.Index(fields=["keep_clear", "at"], name="forming_clearlook_of")]


class ClearLookWords(models.Model):
    """Why there was nothing to do: content, receipt for the volunteer. It may be about a core member."""

    look = models.OneToOneField(ClearLook, models.PROTECT, primary_key=True, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Why staff had nothing to do about what a volunteer must keep clear of")
