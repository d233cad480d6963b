"""Meetings of a Circle and their minutes: drafts in tables of their own, versions that are never edited."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.organisation.models import Area, Topic, Venue
from encircle.rooms.organisation.vocabulary import Part

from .vocabulary import CancelReason, ChaseKind, CorrectionKind, Outcome, Presence, RemarkKind, VersionKind

USER = settings.AUTH_USER_MODEL


class Meeting(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="meetings")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    planned_starts_at = models.DateTimeField(db_comment="As first planned")
    starts_at = models.DateTimeField(db_comment="As planned now")
    ends_at = models.DateTimeField(db_comment="As planned now")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    cancel_reason = models.CharField(max_length=20, choices=CancelReason, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    held_from = models.DateTimeField(null=True, blank=True, db_comment="Recorded start")
    held_until = models.DateTimeField(null=True, blank=True, db_comment="Recorded end: the minutes clock starts here")
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    minutes_elsewhere = models.BooleanField(
        default=False, db_comment="No minutes are waited for: kept elsewhere, or never written"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meetings_meeting_ends_after_start"),
            models.CheckConstraint(
                condition=Q(held_until__isnull=True) | Q(held_until__gt=F("held_from")),
                name="meetings_meeting_held_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="meetings_meeting_cancelled_with_reason",
            ),
            models.UniqueConstraint(
                fields=["circle", "starts_at"],
                condition=Q(cancelled_at__isnull=True),  # what was cancelled may be planned again
                name="meetings_meeting_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["circle", "-starts_at"], name="meetings_meeting_circle"),
            models.Index(fields=["area", "starts_at"], name="meetings_meeting_area"),
            models.Index(
                fields=["ends_at"], condition=Q(cancelled_at__isnull=True), name="meetings_meeting_over"
            ),  # for the clock: what ended lately
        ]


class MinutesChase(models.Model):
    """That missing minutes, or minutes that came back, were chased at one of the set moments: each of them once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="chases")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ChaseKind)
    number = models.PositiveSmallIntegerField(db_comment="Which of the moments of this kind")
    returned = models.ForeignKey(
        "MinutesVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_comment="The version that had come back; empty: none had been submitted",
    )
    chased_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "number", "returned"], nulls_distinct=False, name="meetings_chase_once"
            )
        ]


class MeetingMove(models.Model):
    """A meeting moved to another time, with its reason as a code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="moves")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    moved_from = models.DateTimeField()
    moved_to = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=CancelReason)
    moved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField()


class Attendance(models.Model):
    """Whether the holder of a seat came, and the time a volunteer gave."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendance")
    presence = models.CharField(max_length=10, choices=Presence)
    minutes_given = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="Volunteer's time, minutes")
    travel_minutes = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="Travel, minutes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="meetings_attendance_once")]


class EarlierAttendance(models.Model):
    """What stood of one seat before it was recorded anew: with minutes that had come back, or as a correction."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="earlier_attendance")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    presence = models.CharField(max_length=10, choices=Presence, db_comment="Whether the holder of the seat came")
    minutes_given = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="Volunteer's time, minutes")
    travel_minutes = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="Travel, minutes")
    replaced_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField()


class MinutesDraft(models.Model):
    """The one draft of a meeting's minutes, shared by the Circle's volunteers until it is submitted."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, primary_key=True, related_name="draft")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    body = models.JSONField(db_comment="Everything typed so far: times, attendance, passages by part and topic")
    edited_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    returned = models.BooleanField(default=False, db_comment="Made from a version the coordinator returned")


class DraftRevision(models.Model):
    """What a draft said at a revision: the common ground when two people edit at once. Cleared on submission."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    body = models.JSONField(db_comment="The whole draft at this revision")
    edited_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    typed_over = models.PositiveIntegerField(
        null=True, db_comment="Set while these words wait for their writer's choice: the revision they were typed over"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "revision"], name="meetings_draft_revision_once")]


class MinutesVersion(models.Model):
    """Minutes as submitted, corrected or keyed. Never edited: a correction is another version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="versions")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=VersionKind)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    correction_kind = models.CharField(max_length=20, choices=CorrectionKind, blank=True)
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    written_on = models.DateField(
        null=True, blank=True, db_comment="Keyed from paper: the day the paper was written; submitted_at: keyed"
    )
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="meetings_version_number_once"),
            models.CheckConstraint(
                condition=(Q(kind="correction", based_on__isnull=False) & ~Q(correction_kind=""))
                | (~Q(kind="correction") & Q(correction_kind="")),
                name="meetings_version_correction_says_of_what",
            ),
            models.CheckConstraint(
                condition=Q(written_on__isnull=True) | Q(kind="keyed"), name="meetings_version_only_keyed_from_paper"
            ),
        ]
        indexes = [models.Index(fields=["area", "submitted_at"], name="meetings_version_area")]


class Passage(models.Model):
    """One headed passage of a version: content, read only against a receipt for the version.

    The table has one column more, `search`, that only the searcher may read: see row_policies.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(MinutesVersion, models.PROTECT, related_name="passages")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=Part)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(db_comment="What was written")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="meetings_passage_position_once")]


class MinutesReturn(models.Model):
    """A version sent back to the volunteers to change; the reason is a remark."""

    version = models.OneToOneField(MinutesVersion, models.PROTECT, primary_key=True, related_name="returned")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    returned_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    returned_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["returned_at"], name="meetings_return_at")]


class Approval(models.Model):
    """The one version of a meeting's minutes that stands."""

    version = models.OneToOneField(MinutesVersion, models.PROTECT, primary_key=True, related_name="approval")
    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="approval")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["area", "approved_at"], name="meetings_approval_area")]


class Remark(models.Model):
    """That something was said about a version: thanks, a question, a return, an answer. The words stand apart."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(MinutesVersion, models.PROTECT, related_name="remarks")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RemarkKind)
    to_user = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Whom it is said to")
    said_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()


class RemarkText(models.Model):
    """The words of a remark: content, read only against a receipt for its version."""

    remark = models.OneToOneField(Remark, models.PROTECT, primary_key=True, related_name="words")
    version = models.ForeignKey(MinutesVersion, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What was said")
