"""Payment runs: what is handed to the bookkeeper. A run is never edited; a payment that fell through has a row."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id
from encircle.rooms.volunteers.models import OfAVolunteer

from ..vocabulary import FellThrough, FileKind
from .claims import Claim

USER = settings.AUTH_USER_MODEL


class PaymentRun(models.Model):
    """Approved claims, handed over together. It holds no bank details: those are the bookkeeper's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    claims = models.PositiveIntegerField(db_comment="How many claims it pays")
    pence = models.PositiveIntegerField(db_comment="What it pays altogether")
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="expenses_run_newest")]


class Payment(OfAVolunteer):
    """A claim in a run: in one only, unless that payment fell through."""

    run = models.ForeignKey(PaymentRun, models.PROTECT, related_name="payments")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="payments")
    attempt = models.PositiveSmallIntegerField(default=1, db_comment="2 where the first payment fell through")
    pence = models.PositiveIntegerField(db_comment="What is paid to the volunteer")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "attempt"], name="expenses_paid_once"),
            models.CheckConstraint(condition=Q(attempt__gte=1), name="expenses_payment_attempts"),
        ]
        indexes = [models.Index(fields=["run"], name="expenses_payment_run")]


class PaymentFailed(OfAVolunteer):
    """A payment fell through. The claim may go into a later run."""

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="failed")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    attempt = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=10, choices=FellThrough, db_comment="Why a payment fell through")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "attempt"], name="expenses_failed_once")]


class BuiltFile(models.Model):
    """A file built for one person: encrypted, handed out once, gone in an hour."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=FileKind)
    item_id = models.UUIDField(null=True, db_comment="The run it tells of")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_comment="From then on nobody can read it; the next sweep removes it")
    content = models.BinaryField(db_comment="The file, encrypted for this row")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="expenses_file_expires_after")
        ]
        indexes = [
            models.Index(fields=["user", "-made_at"], name="expenses_file_user"),
            models.Index(fields=["expires_at"], name="expenses_file_expires"),
        ]
