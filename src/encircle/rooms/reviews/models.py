"""Reviews of a Circle: planned, answered, held; each person's view a row of its own; the pack in versions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle, Phase, Seat
from encircle.rooms.organisation.models import Area, Topic, Venue
from encircle.rooms.organisation.vocabulary import Part
from encircle.rooms.partners.models import Agency

from .vocabulary import (
    Came,
    CancelReason,
    Coming,
    DecisionKind,
    Onward,
    PackKind,
    ReviewKind,
    Section,
    ViewHeading,
    ViewOf,
)

USER = settings.AUTH_USER_MODEL


class Review(models.Model):
    """One review: day, time and place. It holds no words, so that those invited may see it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="reviews")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ReviewKind)
    circle_reference = models.CharField(max_length=12, db_comment="As those invited from outside know the Circle")
    starts_at = models.DateTimeField(db_comment="As planned now")
    ends_at = models.DateTimeField(db_comment="As planned now")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=380, blank=True, db_comment="The venue in words, as invitations show it")
    online = models.BooleanField(default=False)
    planned_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    cancel_reason = models.CharField(max_length=20, choices=CancelReason, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="reviews_review_ends_after_start"),
            models.CheckConstraint(
                condition=Q(online=False) | Q(venue__isnull=True), name="reviews_review_online_or_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="reviews_review_cancelled_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["circle", "-starts_at"], name="reviews_review_circle"),
            models.Index(fields=["area", "starts_at"], name="reviews_review_area"),
            models.Index(
                fields=["starts_at"], condition=Q(cancelled_at__isnull=True), name="reviews_review_coming"
            ),  # for the clock: who is to be told
        ]


class OfAReview(models.Model):
    """What every row about a review carries, so that a policy compares columns of the row itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Invitation(OfAReview):
    """A seat asked to come. `notified_at`: when its holder was told that something is waiting."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "seat"], name="reviews_invitation_once")]
        indexes = [models.Index(fields=["seat"], name="reviews_invitation_seat")]


class Answer(OfAReview):
    """What somebody answered to an invitation; the newest counts, the others stay."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    coming = models.CharField(max_length=10, choices=Coming)
    answered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    # Where the coordinator was told, on the telephone say: answered_by is then who keyed it.
    given_on = models.DateField(null=True, blank=True, db_comment="The day it was said to whoever keyed it")
    said_by = models.CharField(max_length=120, blank=True, db_comment="Who said it to whoever keyed it")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(given_on__isnull=True, said_by="") | (Q(given_on__isnull=False) & ~Q(said_by="")),
                name="reviews_answer_as_it_was_said",
            )
        ]
        indexes = [models.Index(fields=["review", "seat", "-answered_at"], name="reviews_answer_review")]


class View(OfAReview):
    """That somebody gave their view: side by side with the others, never merged, never edited. A later one is new."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", db_comment="Whose view it is")
    of = models.CharField(max_length=12, choices=ViewOf)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", db_comment="Whose information it is"
    )
    onward = models.CharField(max_length=20, choices=Onward, blank=True, db_comment="An agency's view alone has one")
    given_on = models.DateField(db_comment="The day it was said or written")
    taken_down = models.BooleanField(default=False, db_comment="Written down by somebody else, in the person's words")
    sent_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(of="agency", agency__isnull=False) & ~Q(onward=""))
                | (~Q(of="agency") & Q(agency__isnull=True, onward="")),
                name="reviews_view_onward_of_an_agency",
            ),
            models.CheckConstraint(
                condition=~Q(of="core_member") | Q(taken_down=True), name="reviews_view_core_member"
            ),
        ]
        indexes = [
            models.Index(fields=["review", "sent_at"], name="reviews_view_review"),
            models.Index(fields=["area", "sent_at"], name="reviews_view_area"),
        ]


class ViewPassage(OfAReview):
    """What somebody said under one heading: content, receipt for the review."""

    view = models.ForeignKey(View, models.PROTECT, related_name="passages")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    heading = models.CharField(max_length=10, choices=ViewHeading)
    text = models.TextField(db_comment="In the words of the person whose view it is")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "heading"], name="reviews_viewpassage_once")]


class Holding(models.Model):
    """That a review was held, when, which quarter of the calendar it answered, and when the next one is meant to be."""

    review = models.OneToOneField(Review, models.PROTECT, primary_key=True, related_name="holding")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    held_from = models.DateTimeField()
    held_until = models.DateTimeField()
    number = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="Which quarter of the Circle it was for; empty: an extra review"
    )
    next_on = models.DateField(null=True, blank=True, db_comment="The day agreed for the next review")
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(held_until__gt=F("held_from")), name="reviews_holding_ends_after_start")
        ]
        indexes = [
            models.Index(fields=["circle", "-held_from"], name="reviews_holding_circle"),
            models.Index(fields=["area", "held_from"], name="reviews_holding_area"),
        ]


class Attendance(OfAReview):
    """Whether the holder of a seat came; for a professional, of which agency, so that it can be seen who never does."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    came = models.CharField(max_length=10, choices=Came)
    held_from = models.DateTimeField(db_comment="When the review was")
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "seat"], name="reviews_attendance_once")]
        indexes = [
            models.Index(fields=["circle", "held_from"], name="reviews_attendance_circle"),
            models.Index(fields=["area", "held_from"], name="reviews_attendance_area"),
        ]


class Decision(OfAReview):
    """That something was decided or left open: who is to do it and by when. The words stand apart."""

    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=DecisionKind)
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", db_comment="Who is to do it"
    )
    due_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "position"], name="reviews_decision_position_once")]


class DecisionWords(models.Model):
    """What was decided, or what was left open: content, receipt for the review."""

    decision = models.OneToOneField(Decision, models.PROTECT, primary_key=True, related_name="words")
    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What was decided or left open")


class DecisionDone(models.Model):
    """That what was decided is done, or the open question answered."""

    decision = models.OneToOneField(Decision, models.PROTECT, primary_key=True, related_name="done")
    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class PhaseDecision(models.Model):
    """The review that decided on a phase: the move to a lower rhythm belongs to one."""

    phase = models.OneToOneField(Phase, models.PROTECT, primary_key=True, related_name="review_decision")
    review = models.ForeignKey(Review, models.PROTECT, related_name="phases")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class PackVersion(OfAReview):
    """A review pack as drafted from the record or as corrected. Never edited: a correction is another version."""

    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=PackKind)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField(db_comment="The record from here …")
    until = models.DateTimeField(db_comment="… up to here was looked at")
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="reviews_pack_number_once"),
            models.CheckConstraint(
                condition=Q(kind="drafted", based_on__isnull=True) | Q(kind="correction", based_on__isnull=False),
                name="reviews_pack_correction_of_what",
            ),
        ]


class PackPassage(models.Model):
    """One headed passage of a pack: content, receipt for the version.

    `topic` is the subject of consent it is asked for when it goes outside. `agency` and `onward` stand with words that
    are an agency's own: a copy for others leaves them out where their permission does not reach.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(PackVersion, models.PROTECT, related_name="passages")
    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=12, choices=Section)
    part = models.CharField(max_length=20, choices=Part, default=Part.WITH_CORE_MEMBER)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    heading = models.CharField(max_length=120)
    text = models.TextField(db_comment="What the pack says")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    onward = models.CharField(max_length=20, choices=Onward, blank=True)
    source_id = models.UUIDField(null=True, blank=True, db_comment="The view or development its words came from")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="reviews_packpassage_position_once"),
            models.CheckConstraint(
                condition=Q(agency__isnull=True, onward="")
                | Q(agency__isnull=False, onward__in=["outer_circle", "whole_circle"]),
                name="reviews_packpassage_with_permission",
            ),
        ]


class PackApproval(models.Model):
    """A version that stands and may be released. The newest approved version of a review is the one in force."""

    version = models.OneToOneField(PackVersion, models.PROTECT, primary_key=True, related_name="approval")
    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
