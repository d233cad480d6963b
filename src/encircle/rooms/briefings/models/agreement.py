"""What all members of a Circle agree on, in versions, and who has signed which of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Seat
from encircle.rooms.people.models import PersonDocument

from ..vocabulary import HowSigned
from .briefing import OfACircle

USER = settings.AUTH_USER_MODEL


class AgreementTemplate(models.Model):
    """The charity's own wording, one point a line. The newest counts for what is written from then on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    points = models.CharField(max_length=6000, db_comment="One point a line; says nothing about anybody")
    easy_points = models.CharField(
        max_length=6000, blank=True, default="", db_comment="The same in easy read; empty: the usual ones"
    )
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-set_at"], name="briefings_template_newest")]


class Agreement(OfACircle):
    """One version of a Circle's agreement. Never edited: another version asks everybody again."""

    number = models.PositiveSmallIntegerField()
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "number"], name="briefings_agreement_number_once")]


class AgreementText(models.Model):
    """What it says: content, read only against a receipt for the version."""

    agreement = models.OneToOneField(Agreement, models.PROTECT, primary_key=True, related_name="words")
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    area = models.ForeignKey("organisation.Area", models.PROTECT, related_name="+")
    points = models.TextField(db_comment="The charity's points as they were, one a line")
    own_points = models.TextField(blank=True, db_comment="What this Circle added, one point a line")


class AgreementAsked(OfACircle):
    """Somebody of the outer circle who is asked to sign too. The inner circle is asked without a row."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="asked")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "seat"], name="briefings_asked_once")]
        indexes = [models.Index(fields=["seat"], name="briefings_asked_seat")]


class Signature(OfACircle):
    """That the holder of a seat agreed to one version: by name, at a moment, and how."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, db_comment="The name they signed with")
    how = models.CharField(max_length=20, choices=HowSigned)
    signed_at = models.DateTimeField(db_comment="Of a page: the start of the day written on it")
    document = models.ForeignKey(
        PersonDocument, models.PROTECT, null=True, related_name="+", db_comment="The scanned page"
    )
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "seat"], name="briefings_signature_once"),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(how="paper"), name="briefings_signature_page_is_paper"
            ),
        ]
        indexes = [models.Index(fields=["circle", "-signed_at"], name="briefings_signature_circle")]
