"""Judging a referral, and waiting for a Circle: the charity's own, and never the referrer's to read.

The referrers' door does not import this room: what is found out, who thinks what and what a panel could not agree on
cannot show there in wording, state or time. What they are told is `referrals.Decision`.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area, Criterion
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency
from encircle.rooms.people.models import CoreMember
from encircle.rooms.referrals.models import Referral

from .policy import Birthday, Name, Number, Strength
from .vocabulary import (
    About,
    Check,
    Found,
    KnownAs,
    LeftReason,
    NextAction,
    Opinion,
    Priority,
    Settled,
    WaitsFor,
)

USER = settings.AUTH_USER_MODEL


class OfReferral(models.Model):
    """What every row about one referral carries."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="%(app_label)s_%(class)ss")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Assessment(OfReferral):
    """One look at whether somebody is suitable. Never edited: a later one stands beside it, and the newest counts."""

    met_on = models.DateField(null=True, db_comment="Day of the interview with the person; empty: on paper alone")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["referral", "-at"], name="suitability_assessment_newest")]


class Finding(OfReferral):
    """One criterion, or one of the checks made for everybody: met, not met or unsure."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="findings")
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, related_name="+")
    check_made = models.CharField(max_length=10, choices=Check, blank=True)
    found = models.CharField(max_length=10, choices=Found)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(criterion__isnull=True) ^ Q(check_made=""), name="suitability_finding_of_one_thing"
            ),
            models.UniqueConstraint(
                fields=["assessment", "criterion", "check_made"],
                nulls_distinct=False,
                name="suitability_finding_once",
            ),
        ]


class Evidence(OfReferral):
    """What a finding rests on, or (without one) what is to be said of the whole: content, receipt for the referral."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="evidence")
    finding = models.OneToOneField(Finding, models.PROTECT, null=True, related_name="evidence")
    text = models.TextField(db_comment="What was seen or heard about the person")


class PanelMember(OfReferral):
    """Somebody asked for their view on a referral."""

    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    wanted_by = models.DateField(db_comment="The day by which the view is wanted")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "user"], name="suitability_member_once")]
        indexes = [models.Index(fields=["user", "wanted_by"], name="suitability_member_user")]


class View(OfReferral):
    """What one member of the panel thinks. Never edited: who thinks again gives another, and the newest counts."""

    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    opinion = models.CharField(max_length=10, choices=Opinion)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["referral", "user", "-at"], name="suitability_view_newest")]


class ViewWords(OfReferral):
    """Why they think so: content, receipt for the referral. Dissent is kept as it was said."""

    view = models.OneToOneField(View, models.PROTECT, related_name="words")
    text = models.TextField(db_comment="Why a member of the panel thinks so")


class WaitingPlace(models.Model):
    """Accepted, and waiting for a Circle until the person has a seat in one or leaves the list."""

    core_member = models.OneToOneField(CoreMember, models.PROTECT, primary_key=True, related_name="waiting_place")
    referral = models.OneToOneField(Referral, models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=CircleKind)
    since = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["area", "since"], name="suitability_waiting_area")]


class WaitingReview(models.Model):
    """Why they wait, how urgent it is, what is done next and when it is looked at again. The newest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(WaitingPlace, models.PROTECT, related_name="reviews")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    priority = models.CharField(max_length=10, choices=Priority)
    waits_for = models.CharField(max_length=12, choices=WaitsFor)
    next_action = models.CharField(max_length=16, choices=NextAction)
    review_on = models.DateField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["place", "-at"], name="suitability_review_newest")]


class WaitingFree(models.Model):
    """When the person can meet each week, and in which prison they are. The newest counts.

    Nothing was asked of who has no such row: any slot. No prison: none, or it is not known yet.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(WaitingPlace, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    slots = ArrayField(
        models.CharField(max_length=12), db_comment="Weekly slots in which a person who waits for a Circle can meet"
    )
    prison = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="The prison in which a person who waits would meet the Circle",
    )
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["place", "-at"], name="suitability_free_newest")]


class WaitingLeft(models.Model):
    """Left the list without a Circle."""

    place = models.OneToOneField(WaitingPlace, models.PROTECT, primary_key=True, related_name="left")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=LeftReason)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()


def _choices(words: type[Name | Birthday | Number | Strength]) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in words]


class Resemblance(OfReferral):
    """Somebody in a referral resembles somebody known. Found by the database, never by a person.

    Walled: a conflict, told only to those who may know of it (`encircle.conflicts_in_sight()`). For everybody else it
    is not there. The others are told to the staff who judge the referral.
    """

    about = models.CharField(max_length=8, choices=About)
    kind = models.CharField(max_length=12, choices=KnownAs)
    walled = models.BooleanField()
    other_id = models.UUIDField(db_comment="Whom they resemble: a core member, a referral, a volunteer or a login")
    other_area_id = models.UUIDField(null=True, db_comment="The area whose coordinators know the other")
    other_user_id = models.UUIDField(null=True, db_comment="Login of the other, who is never told")
    name = models.CharField(max_length=8, choices=_choices(Name))
    birthday = models.CharField(max_length=8, choices=_choices(Birthday))
    number = models.CharField(max_length=8, choices=_choices(Number))
    strength = models.CharField(max_length=8, choices=_choices(Strength))
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "about", "kind", "other_id"], name="suitability_resemblance_once"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "-found_at"], name="suitability_known_area"),
            models.Index(fields=["-found_at"], name="suitability_known_walled", condition=Q(walled=True)),
        ]


class Settlement(models.Model):
    """What came of asking. Never edited: a later one stands beside it, and the newest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resemblance = models.ForeignKey(Resemblance, models.PROTECT, related_name="settlements")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Settled)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["resemblance", "-at"], name="suitability_settled_newest")]


class SettlementWords(models.Model):
    """Why: content, receipt for the resemblance."""

    settlement = models.OneToOneField(Settlement, models.PROTECT, primary_key=True, related_name="words")
    resemblance = models.ForeignKey(Resemblance, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Why somebody is or is not the person who is known already")


class DecisionHold(OfReferral):
    """Nobody is accepted before this day. It says whom to ask, and never why."""

    not_before = models.DateField(db_comment="The first day on which the referral may be accepted")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["referral", "-at"], name="suitability_hold_newest")]


class HoldLifted(models.Model):
    """The hold is over before its day."""

    hold = models.OneToOneField(DecisionHold, models.PROTECT, primary_key=True, related_name="lifted")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
