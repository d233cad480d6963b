"""Checks on volunteers. The certificate itself is never kept: its number, day, level and who saw it are."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import Agency
from encircle.rooms.volunteers.models import OfAVolunteer, Volunteer

from .vocabulary import CheckOutcome, ClearanceOutcome, Level, Role, Shows, UpdateOutcome, Workforce

USER = settings.AUTH_USER_MODEL
NEEDS_WORKFORCE = (Level.ENHANCED, Level.ENHANCED_BARRED)


def _workforce_fits() -> Q:
    return Q(level__in=NEEDS_WORKFORCE) ^ Q(workforce="")


class Eligibility(models.Model):
    """What a role in a kind of Circle is eligible for, decided by a named person. The newest that has begun counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    role = models.CharField(max_length=12, choices=Role, default=Role.VOLUNTEER)
    kind = models.CharField(max_length=20, choices=CircleKind)
    level = models.CharField(max_length=10, choices=Level)
    workforce = models.CharField(max_length=6, choices=Workforce, blank=True)
    in_force_from = models.DateField()
    grounds = models.CharField(max_length=400, db_comment="Why the role is eligible: the law or guidance it rests on")
    decided_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "kind", "in_force_from"], name="vetting_eligibility_once_a_day"),
            models.CheckConstraint(condition=_workforce_fits(), name="vetting_eligibility_workforce"),
        ]


class Request(OfAVolunteer):
    """A certificate was asked for: never above what the role was eligible for on that day (the database refuses it)."""

    kind = models.CharField(max_length=20, choices=CircleKind, db_comment="The kind of Circle it is asked for")
    level = models.CharField(max_length=10, choices=Level, db_comment="Level of the DBS check asked for")
    workforce = models.CharField(max_length=6, choices=Workforce, blank=True)
    asked_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=_workforce_fits(), name="vetting_request_workforce")]
        indexes = [
            models.Index(fields=["volunteer", "-at"], name="vetting_request_volunteer"),
            models.Index(fields=["area", "asked_on"], name="vetting_request_area"),
        ]


class Check(OfAVolunteer):
    """A certificate that somebody saw."""

    request = models.OneToOneField(Request, models.PROTECT, null=True, related_name="seen")
    level = models.CharField(max_length=10, choices=Level, db_comment="Level of the DBS certificate")
    workforce = models.CharField(max_length=6, choices=Workforce, blank=True)
    number = models.CharField(max_length=12, db_comment="Number of the DBS certificate")
    issued_on = models.DateField(db_comment="Day the certificate was issued")
    seen_on = models.DateField()
    seen_by = models.ForeignKey(USER, models.PROTECT, related_name="+", db_comment="Who saw the certificate itself")
    on_update_service = models.BooleanField(default=False, db_comment="They subscribed, and let the charity look")
    shows = models.CharField(max_length=10, choices=Shows, db_comment="Whether the certificate shows anything")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_workforce_fits(), name="vetting_check_workforce"),
            models.CheckConstraint(condition=Q(seen_on__gte=models.F("issued_on")), name="vetting_check_seen_after"),
            models.UniqueConstraint(fields=["volunteer", "number"], name="vetting_check_number_once"),
        ]
        indexes = [
            models.Index(fields=["volunteer", "-issued_on"], name="vetting_check_volunteer"),
            models.Index(fields=["area", "issued_on"], name="vetting_check_area"),
        ]


class CheckDecision(OfAVolunteer):
    """What a certificate shows was looked at, and decided by somebody senior. The newest counts."""

    seen = models.ForeignKey(Check, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=CheckOutcome)

    class Meta:
        indexes = [models.Index(fields=["seen", "-at"], name="vetting_decision_newest")]


class CheckDecisionWords(models.Model):
    """Why: content, receipt for the volunteer. Never what the certificate says word for word."""

    decision = models.OneToOneField(CheckDecision, models.PROTECT, primary_key=True, related_name="words")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="How what a certificate shows was weighed")


class UpdateCheck(OfAVolunteer):
    """What the Update Service answered about a certificate."""

    seen = models.ForeignKey(Check, models.PROTECT, related_name="updates")
    checked_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=UpdateOutcome)

    class Meta:
        indexes = [models.Index(fields=["seen", "-checked_on"], name="vetting_update_newest")]


class Clearance(OfAVolunteer):
    """What one prison said about letting somebody in. The newest of an establishment counts."""

    prison = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=ClearanceOutcome)
    decided_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="The last day of the clearance")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=ClearanceOutcome.GRANTED) ^ Q(ends_on__isnull=True), name="vetting_clearance_ends"
            )
        ]
        indexes = [
            models.Index(fields=["volunteer", "prison", "-decided_on"], name="vetting_clearance_newest"),
            models.Index(fields=["area", "ends_on"], name="vetting_clearance_area"),
        ]
