"""Thanks that were given, and for how many years."""

from django.db import models

from encircle.rooms.volunteers.models import OfAVolunteer

from ..vocabulary import Thanked


class Thanks(OfAVolunteer):
    """Somebody was thanked: for years of service, or for what they did."""

    on = models.DateField(db_comment="Day on which a volunteer was thanked")
    how = models.CharField(max_length=8, choices=Thanked, db_comment="How a volunteer was thanked")
    years = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="Years of service a volunteer was thanked for; empty: for something else"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["volunteer", "years"], name="leaving_thanked_once_for_years")]
        indexes = [
            models.Index(fields=["volunteer", "-on"], name="leaving_thanks_newest"),
            models.Index(fields=["area"], name="leaving_thanks_area"),
        ]
