"""What the charity pays back, and on which terms: dated rows, the newest begun counts."""

from django.conf import settings
from django.db import models

from encircle.common.ids import new_id

USER = settings.AUTH_USER_MODEL


class Terms(models.Model):
    """Rates in tenths of a penny a mile, limits in pence. About nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    starts_on = models.DateField(unique=True, db_comment="First day of journeys and costs they count for")
    source = models.CharField(max_length=200, blank=True, db_comment="Where the rates come from")
    car = models.PositiveIntegerField(db_comment="Car or van, up to the threshold: tenths of a penny a mile")
    car_beyond = models.PositiveIntegerField(db_comment="Car or van, beyond it: tenths of a penny a mile")
    car_threshold = models.PositiveIntegerField(db_comment="Miles in a tax year until the second rate")
    motorcycle = models.PositiveIntegerField(db_comment="Tenths of a penny a mile")
    bicycle = models.PositiveIntegerField(db_comment="Tenths of a penny a mile")
    passenger = models.PositiveIntegerField(db_comment="For each volunteer carried: tenths of a penny a mile")
    receipt_transport = models.PositiveIntegerField(db_comment="A receipt is asked for above so many pence")
    receipt_parking = models.PositiveIntegerField(db_comment="A receipt is asked for above so many pence")
    receipt_care = models.PositiveIntegerField(db_comment="A receipt is asked for above so many pence")
    receipt_meal = models.PositiveIntegerField(db_comment="A receipt is asked for above so many pence")
    receipt_other = models.PositiveIntegerField(db_comment="A receipt is asked for above so many pence")
    oldest_days = models.PositiveSmallIntegerField(db_comment="How old an expense may be when it is claimed")
    second_above = models.PositiveIntegerField(db_comment="A second person approves a claim above so many pence")
    decide_days = models.PositiveSmallIntegerField(db_comment="Working days in which a claim is to be decided")
    supervision_minutes = models.PositiveSmallIntegerField(db_comment="How long a supervision counts among the hours")
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Empty: shipped")
    set_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts_on"]
