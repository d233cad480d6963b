"""Consents and other grounds: on what information may be shared, with whom, from when until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area, Topic
from encircle.rooms.partners.models import Agency, Professional
from encircle.rooms.people.models import Carer, CoreMember
from encircle.rooms.risk.models import Concern

from ..vocabulary import Answer, Evidence, GivenBy, GroundKind

USER = settings.AUTH_USER_MODEL


class Consent(models.Model):
    """One person's answer about sharing the subjects listed with one agency: a consent, or an outright no.

    A consent may be narrowed to named professionals. A no is said once, at `starts_at`: it never carries anything, and
    beats what its giver agreed to before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="consents")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=3, choices=Answer, default=Answer.YES, db_default=Answer.YES)
    given_by = models.CharField(max_length=12, choices=GivenBy)
    carer = models.ForeignKey(Carer, models.PROTECT, null=True, blank=True, related_name="consents")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(max_length=12, choices=Evidence)
    taken_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Who took the consent")
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(given_by="core_member", carer__isnull=True) | Q(given_by="carer", carer__isnull=False),
                name="sharing_consent_carer_named",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="sharing_consent_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(answer="yes") | Q(ends_at__isnull=True), name="sharing_consent_no_has_no_end"
            ),
        ]
        indexes = [models.Index(fields=["core_member", "agency"], name="sharing_consent_person")]


class ConsentSubject(models.Model):
    """One subject (a topic of the minutes) a consent covers; each can be withdrawn alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="subjects")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consent", "topic"], name="sharing_consent_topic_once")]


class ConsentNarrowing(models.Model):
    """A professional to whom a consent is narrowed; none means the whole agency."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="narrowings")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    professional = models.ForeignKey(Professional, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consent", "professional"], name="sharing_narrowing_once")]


class Withdrawal(models.Model):
    """The moment a subject of a consent was withdrawn. Stops future sharing; undoes nothing that was lawful.

    A subject of an outright no has one as well, of the moment the no was said: what it closed names it.
    """

    subject = models.OneToOneField(ConsentSubject, models.PROTECT, primary_key=True, related_name="withdrawal")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()
    evidence = models.CharField(max_length=12, choices=Evidence)
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()


class OtherGround(models.Model):
    """A ground apart from consent on which information may be shared with an agency, decided by a person who may."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="grounds")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=GroundKind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    professional = models.ForeignKey(Professional, models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    concern = models.ForeignKey(
        Concern,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grounds",
        db_comment="Decided for telling agencies of this concern and for nothing else",
    )


class GroundSubject(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ground = models.ForeignKey(OtherGround, models.PROTECT, related_name="subjects")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ground", "topic"], name="sharing_ground_topic_once")]


class GroundReason(models.Model):
    """Why a ground applies: content, receipt for the ground."""

    ground = models.OneToOneField(OtherGround, models.PROTECT, primary_key=True, related_name="reason")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="Why this ground applies")
