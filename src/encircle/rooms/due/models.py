"""What is owed, worked out from the facts of other rooms: a kind, dates and an opaque reference, never content.

The whole table can be thrown away and worked out anew. Nobody ticks anything: a row is met when the facts say so.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle
from encircle.rooms.organisation.models import Area

from .vocabulary import Owner, Rule, Scope

USER = settings.AUTH_USER_MODEL
STILL_OWED = Q(met_at__isnull=True, closed_at__isnull=True)


class Obligation(models.Model):
    """One thing owed once. Overdue is `due_at < now`: no clock has to run for it to become so."""

    id = models.UUIDField(primary_key=True, editable=False, db_comment="Worked out from rule, item and turn")
    rule = models.CharField(max_length=24, choices=Rule)
    scope = models.CharField(max_length=12, choices=Scope, db_comment="What it is worked out with, as a whole")
    subject_id = models.UUIDField(
        db_comment="A Circle, referral, enquiry, core member, agency, concern, applicant or volunteer"
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, related_name="+", db_comment="Empty: of no area, or behind a wall"
    )
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, related_name="+")
    item_id = models.UUIDField(db_comment="What it is about: a meeting, a version of minutes, a consent …")
    owner = models.CharField(max_length=12, choices=Owner)
    owner_user = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", db_comment="Whose it is, where that is one person"
    )
    opened_at = models.DateTimeField(db_comment="From when on it is owed")
    due_at = models.DateTimeField(null=True, db_comment="Empty while the clock stands still")
    met_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, db_comment="No longer owed, without having been met")
    stands_still_since = models.DateTimeField(null=True, db_comment="Its clock stands still: a pause without an end")
    paused = models.DurationField(default=timedelta, db_comment="Time that did not count because of pauses")
    walled = models.BooleanField(default=False, db_comment="About someone who works here")
    about_user = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", db_comment="For whom it does not exist"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(walled=False) | Q(area__isnull=True, circle__isnull=True), name="due_walled_has_no_place"
            ),
            models.CheckConstraint(condition=Q(walled=True) | Q(about_user__isnull=True), name="due_obligation_wall"),
        ]
        indexes = [
            models.Index(fields=["subject_id"], name="due_obligation_subject"),
            models.Index(fields=["area", "due_at", "id"], name="due_area_open", condition=STILL_OWED),
            models.Index(fields=["owner_user", "due_at", "id"], name="due_owner_open", condition=STILL_OWED),
            models.Index(fields=["circle", "due_at"], name="due_circle_open", condition=STILL_OWED),
            models.Index(fields=["due_at", "id"], name="due_open", condition=STILL_OWED),
            models.Index(
                fields=["area", "due_at", "id"], name="due_follow_up_open", condition=STILL_OWED & Q(rule="follow_up")
            ),
            models.Index(
                fields=["area", "due_at", "id"], name="due_concern_open", condition=STILL_OWED & Q(scope="concern")
            ),
            models.Index(fields=["area", "rule", "due_at"], name="due_rule_open", condition=STILL_OWED),
            models.Index(fields=["rule", "due_at"], name="due_evidence"),
            models.Index(fields=["circle", "rule", "-opened_at"], name="due_circle_rule"),
        ]


class Stale(models.Model):
    """A fact changed: what is owed about this is to be worked out again. Gone once it is."""

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(max_length=12, choices=Scope)
    subject_id = models.UUIDField(null=True)
    at = models.DateTimeField()


class Clause(models.Model):
    """One clause of a code of practice the charity works by, and the rules that show whether it is kept.

    Loaded from a sheet; a later load retires what it replaces.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=30)
    words = models.CharField(max_length=1000, db_comment="As the code of practice has it")
    rules = ArrayField(models.CharField(max_length=24, choices=Rule))
    position = models.PositiveSmallIntegerField()
    loaded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(retired_at__isnull=True), name="due_clause_code_once")
        ]
