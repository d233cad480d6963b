"""What the volunteers of a Circle read for its briefing: words under headings, and chosen pages of documents.

A version is never edited: a change is another version, with everything in it. Volunteers see the newest, and only
while an opening lasts by the clock of the database.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.rooms.circles.models import Seat
from encircle.rooms.people.models import PersonDocument

from ..vocabulary import PackSection, ReopenReason
from .briefing import OfABriefing

USER = settings.AUTH_USER_MODEL


class PackVersion(OfABriefing):
    number = models.PositiveSmallIntegerField()
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "number"], name="briefings_packversion_number_once")]


class PackText(OfABriefing):
    """One section of a version: content, read only against a receipt for the version."""

    version = models.ForeignKey(PackVersion, models.PROTECT, related_name="texts")
    section = models.CharField(max_length=20, choices=PackSection)
    text = models.TextField(db_comment="What volunteers are told of the core member under this heading")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "section"], name="briefings_packtext_once")]


class PackPage(OfABriefing):
    """One page of a document of the core member, shown as an image with the reader's name across it."""

    version = models.ForeignKey(PackVersion, models.PROTECT, related_name="pages")
    document = models.ForeignKey(PersonDocument, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(db_comment="Page of the document")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "document", "number"], name="briefings_packpage_once")
        ]
        indexes = [models.Index(fields=["document"], name="briefings_packpage_document")]


class PackOpening(OfABriefing):
    """A time in which the pack is there for the Circle's volunteers, or for the one with this seat."""

    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+", db_comment="Empty: all volunteers")
    follows_start = models.BooleanField(db_comment="From the briefing's start: it moves along with the briefing")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=ReopenReason, blank=True, db_comment="Why one volunteer again")
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_comment="When it was decided")
    closed_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", db_comment="Closed before its time by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gte=F("opens_at")), name="briefings_packopening_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=True, reason="") | (Q(seat__isnull=False) & ~Q(reason="")),
                name="briefings_packopening_one_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["circle", "-closes_at"], name="briefings_packopening_circle"),
            models.Index(fields=["briefing", "-opened_at"], name="briefings_packopening_newest"),
        ]
