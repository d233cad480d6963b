"""Releases as immutable copies of what went to whom, on which ground, and what stayed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.meetings.models import Meeting, MinutesVersion
from encircle.rooms.organisation.models import Area, Topic
from encircle.rooms.organisation.vocabulary import Part
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.risk.models import Concern

from ..vocabulary import Channel, EventKind, RecallReason, ReleaseKind
from .consents import ConsentSubject, OtherGround, Withdrawal

USER = settings.AUTH_USER_MODEL
_OF_ONE_THING = ("meeting", "version", "concern", "review_id", "pack_id", "report_id", "open_until")


def _only(kind: str, *columns: str) -> Q:
    """A release of this kind says these, and nothing of what the other kinds say."""
    return Q(kind=kind, **{f"{column}__isnull": column not in columns for column in _OF_ONE_THING})


class Release(models.Model):
    """What went to one recipient once. Immutable; a later release of the same minutes is another row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="releases")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ReleaseKind)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="releases")
    version = models.ForeignKey(MinutesVersion, models.PROTECT, null=True, blank=True, related_name="releases")
    concern = models.ForeignKey(Concern, models.PROTECT, null=True, blank=True, related_name="releases")
    # Reviews and reports stand in rooms above this one: what went is copied, and where it came from is known by ids.
    review_id = models.UUIDField(null=True, blank=True, db_comment="The review whose pack was released")
    pack_id = models.UUIDField(null=True, blank=True, db_comment="The approved version of that pack")
    report_id = models.UUIDField(null=True, blank=True, db_comment="The approved version of a report at the end")
    open_until = models.DateTimeField(
        null=True,
        blank=True,
        db_comment="Of a report at the end: until when its recipient, whose seat is over, reads it",
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="releases", db_comment="The recipient's seat")
    professional = models.ForeignKey(Professional, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.ONLINE)
    circle_reference = models.CharField(max_length=12, db_comment="As the recipient knows the Circle")
    about_on = models.DateField(db_comment="Day of the meeting, the review, the concern or the ending")
    released_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        db_comment="The recalled or closed release of the same thing that this one stands in for",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_only("minutes", "meeting", "version")
                | _only("concern", "concern")
                | _only("review", "review_id", "pack_id")
                | _only("ending", "report_id", "open_until"),
                name="sharing_release_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["version", "seat"],
                condition=Q(kind="minutes", replaces__isnull=True),
                name="sharing_release_version_once_a_seat",
            ),
            models.UniqueConstraint(
                fields=["pack_id", "seat"],
                condition=Q(kind="review", replaces__isnull=True),
                name="sharing_release_pack_once_a_seat",
            ),
            models.UniqueConstraint(
                fields=["report_id", "seat"],
                condition=Q(kind="ending", replaces__isnull=True),
                name="sharing_release_report_once_a_seat",
            ),
        ]
        indexes = [
            models.Index(fields=["seat", "-released_at"], name="sharing_release_seat"),
            models.Index(fields=["circle", "-released_at"], name="sharing_release_circle"),
            models.Index(fields=["area", "released_at"], name="sharing_release_area"),
            models.Index(fields=["concern"], name="sharing_release_concern", condition=Q(concern__isnull=False)),
            models.Index(
                fields=["professional"], name="sharing_release_still_open", condition=Q(open_until__isnull=False)
            ),
        ]


class ReleasePassage(models.Model):
    """The text as released: content, receipt for the release."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="passages")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    source_id = models.UUIDField(null=True, db_comment="The passage it was taken from")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=20, choices=Part, blank=True)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+")
    heading = models.CharField(max_length=120)
    text = models.TextField(db_comment="The words as released; struck words are absent")
    struck = models.BooleanField(default=False, db_comment="Words were struck out by hand")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "position"], name="sharing_passage_position_once")]


class Strike(models.Model):
    """A place in a passage that somebody struck out when releasing it: positions, never the words.

    The next release of the same version starts from the same strikes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    paper_id = models.UUIDField(
        db_comment="The version of minutes, of a review pack or of a report it was struck out of"
    )
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    passage_id = models.UUIDField(db_comment="The passage of that version")
    start = models.PositiveIntegerField(db_comment="Place of the first character struck out")
    end = models.PositiveIntegerField(db_comment="Place after the last one")
    struck_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    struck_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="sharing_strike_ends_after_start"),
            models.UniqueConstraint(fields=["passage_id", "start", "end"], name="sharing_strike_once"),
        ]
        indexes = [models.Index(fields=["paper_id"], name="sharing_strike_paper")]


class PassageBasis(models.Model):
    """One consent subject or other ground a released passage rests on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    passage = models.ForeignKey(ReleasePassage, models.PROTECT, related_name="bases", db_constraint=True)
    release = models.ForeignKey(Release, models.PROTECT, related_name="bases")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    consent_subject = models.ForeignKey(ConsentSubject, models.PROTECT, null=True, related_name="bases")
    ground = models.ForeignKey(OtherGround, models.PROTECT, null=True, related_name="bases")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_subject__isnull=False, ground__isnull=True)
                | Q(consent_subject__isnull=True, ground__isnull=False),
                name="sharing_basis_is_one_thing",
            )
        ]


class PassageClosure(models.Model):
    """A released passage that rested only on a consent now withdrawn: unreadable from then on, opened or not."""

    passage = models.OneToOneField(ReleasePassage, models.PROTECT, primary_key=True, related_name="closure")
    release = models.ForeignKey(Release, models.PROTECT, related_name="closures")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    withdrawal = models.ForeignKey(Withdrawal, models.PROTECT, related_name="closures")
    closed_at = models.DateTimeField()


class Withheld(models.Model):
    """A passage that stayed, and why, as a code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="withheld")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    source_id = models.UUIDField(db_comment="The passage that stayed")
    part = models.CharField(max_length=20, choices=Part)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40, db_comment="Code of sharing.policy.Reason")


class ReleaseEvent(models.Model):
    """Notice sent, opened, acknowledged, reminded: the recipient's side of a release."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="events")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=EventKind)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    spoke_to = models.CharField(max_length=120, blank=True, db_comment="Name given when acknowledged on the telephone")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "kind"],
                condition=Q(kind__in=["opened", "acknowledged"]),
                name="sharing_event_once",
            )
        ]
        indexes = [models.Index(fields=["release", "at"], name="sharing_event_release")]


class Recall(models.Model):
    """A release closed at once because it should not have gone."""

    release = models.OneToOneField(Release, models.PROTECT, primary_key=True, related_name="recall")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=RecallReason)
    was_opened = models.BooleanField()
    recalled_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recalled_at = models.DateTimeField()
