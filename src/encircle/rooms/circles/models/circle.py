"""A Circle and its seats. A seat is a person's place in the Circle for a period; when it ends, access ends by itself.

Every row that belongs to a Circle carries its area too, so that a policy compares columns of the row itself; a
composite foreign key (see row_policies) keeps the pair true and moves with the Circle.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.foundations.access.models import Period
from encircle.rooms.organisation.models import Area, Venue
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Professional
from encircle.rooms.people.models import CoreMember
from encircle.rooms.volunteers.models import Volunteer

from ..vocabulary import EndingDecision, EndingReason, PauseReason, PhaseName, SeatPart


class Circle(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=12, unique=True, db_comment="Read aloud; says nothing about anybody")
    name = models.CharField(max_length=60, db_comment="The Circle's name inside the charity, never a person's")
    area = models.ForeignKey(Area, models.PROTECT, related_name="circles")
    kind = models.CharField(max_length=20, choices=CircleKind)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    weekday = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="0 is Monday")
    slot_time = models.TimeField(null=True, blank=True, db_comment="Usual start, London time")
    meeting_minutes = models.PositiveSmallIntegerField(default=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "area"], name="circles_circle_with_area"),
            models.CheckConstraint(
                condition=Q(weekday__isnull=True) | Q(weekday__lte=6), name="circles_circle_weekday"
            ),
        ]
        indexes = [models.Index(fields=["area", "opened_at"], name="circles_circle_area")]


class Phase(models.Model):
    """Forming, running weekly, fortnightly …: one at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="phases")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    name = models.CharField(max_length=20, choices=PhaseName)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="circles_phase_one_at_a_time",
                expressions=[
                    ("circle", RangeOperators.EQUAL),
                    (Period("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            )
        ]
        indexes = [models.Index(fields=["circle", "starts_at"], name="circles_phase_circle")]


class Pause(models.Model):
    """Time in which a Circle's clocks stand still."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="pauses")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=PauseReason, blank=True, db_comment="Empty: nobody was asked yet")
    expected_back_on = models.DateField(null=True, blank=True, db_comment="As first said; see PauseReturn")
    ends_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["circle", "starts_at"], name="circles_pause_circle")]


class Ending(models.Model):
    """A Circle that has ended, why, and whose decision it was."""

    circle = models.OneToOneField(Circle, models.PROTECT, primary_key=True, related_name="ending")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=EndingReason)
    decision_of = models.CharField(
        max_length=12, choices=EndingDecision, blank=True, db_comment="Whose decision; empty: nobody was asked yet"
    )
    with_words = models.BooleanField(default=False, db_comment="Somebody wrote down why, in words")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


class EndingWords(models.Model):
    """Why it ended, in words: content for the staff of the area, receipt for these very words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ending = models.OneToOneField(Ending, models.PROTECT, related_name="words")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Why the Circle ended, in a few words")


class Seat(models.Model):
    """One person's place in one Circle for one period: core member, volunteer, coordinator or outer circle."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="seats")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=SeatPart)
    core_member = models.ForeignKey(CoreMember, models.PROTECT, null=True, blank=True, related_name="seats")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, null=True, blank=True, related_name="seats")
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_comment="Login of the coordinator who runs the Circle",
    )
    professional = models.ForeignKey(Professional, models.PROTECT, null=True, blank=True, related_name="seats")
    display_name = models.CharField(max_length=80, db_comment="Name inside the Circle: never a volunteer's surname")
    letter = models.CharField(max_length=2, blank=True, db_comment="A volunteer's name outside: Volunteer A")
    position = models.CharField(max_length=80, blank=True, db_comment="A professional's part in the outer circle")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    sees_from = models.DateTimeField(
        null=True, blank=True, db_comment="Meetings before this stay closed to a volunteer"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="circles_seat_has_its_person",
                condition=(
                    Q(
                        part="core_member",
                        core_member__isnull=False,
                        volunteer__isnull=True,
                        coordinator__isnull=True,
                        professional__isnull=True,
                    )
                    | Q(
                        part="volunteer",
                        volunteer__isnull=False,
                        core_member__isnull=True,
                        coordinator__isnull=True,
                        professional__isnull=True,
                        sees_from__isnull=False,
                    )
                    | Q(
                        part="coordinator",
                        coordinator__isnull=False,
                        core_member__isnull=True,
                        volunteer__isnull=True,
                        professional__isnull=True,
                    )
                    | Q(
                        part="outer_circle",
                        professional__isnull=False,
                        core_member__isnull=True,
                        volunteer__isnull=True,
                        coordinator__isnull=True,
                    )
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="circles_seat_ends_after_start",
            ),
            *[
                ExclusionConstraint(
                    name=f"circles_seat_{who}_once_at_a_time",
                    expressions=[
                        ("circle", RangeOperators.EQUAL),
                        (who, RangeOperators.EQUAL),
                        (Period("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                    ],
                    condition=Q(**{f"{who}__isnull": False}),
                )
                for who in ("volunteer", "professional", "coordinator")
            ],
            ExclusionConstraint(
                name="circles_seat_one_core_member_at_a_time",
                expressions=[
                    ("circle", RangeOperators.EQUAL),
                    (Period("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(part="core_member"),
            ),
        ]
        indexes = [
            models.Index(fields=["circle", "part"], name="circles_seat_circle"),
            models.Index(fields=["volunteer"], name="circles_seat_volunteer", condition=Q(volunteer__isnull=False)),
            models.Index(
                fields=["professional"],
                name="circles_seat_professional",
                condition=Q(professional__isnull=False),
            ),
        ]
