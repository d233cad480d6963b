"""A change to how somebody signs in that takes two named people."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id


class ChangeKind(models.TextChoices):
    FACTORS = "factors", "Set up signing in again"
    ADDRESS = "address", "Change the email address"
    CODE_LIST = "code_list", "Sign in with a printed list of codes"


class AccountChange(models.Model):
    """Asked for by one person and decided by another. Only a list of codes may be asked for oneself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="account_changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    new_email = models.EmailField(blank=True, db_comment="Replaces the old one once a letter to it was used")
    reason = models.CharField(max_length=500, db_comment="Why, and how the person's identity was checked")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    done_at = models.DateTimeField(null=True, db_comment="When an approved change took hold")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, approved__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, approved__isnull=False),
                name="accounts_accountchange_decision_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~(Q(decided_by=F("asked_by")) | Q(decided_by=F("user"))),
                name="accounts_accountchange_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.CODE_LIST) | ~Q(asked_by=F("user")),
                name="accounts_accountchange_not_for_oneself",
            ),
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.ADDRESS) & ~Q(new_email="") | ~Q(kind=ChangeKind.ADDRESS) & Q(new_email=""),
                name="accounts_accountchange_new_address_where_due",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(approved=True), name="accounts_accountchange_done_when_approved"
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(decided_at__isnull=True),
                name="accounts_accountchange_one_waiting",
            ),
        ]
