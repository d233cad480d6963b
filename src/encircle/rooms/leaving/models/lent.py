"""What the charity lends a volunteer, and what became of it."""

from django.db import models

from encircle.rooms.volunteers.models import OfAVolunteer

from ..vocabulary import Became, Thing


class Lent(OfAVolunteer):
    """A thing of the charity's in a volunteer's hands."""

    kind = models.CharField(max_length=8, choices=Thing, db_comment="What was lent to a volunteer")
    which = models.CharField(
        max_length=80, blank=True, db_comment="Which of its kind was lent to a volunteer: its number or mark"
    )
    lent_on = models.DateField(db_comment="Day a thing was lent to a volunteer")

    class Meta:
        indexes = [
            models.Index(fields=["volunteer", "-lent_on"], name="leaving_lent_newest"),
            models.Index(fields=["area"], name="leaving_lent_area"),
        ]

    @property
    def named(self) -> str:
        kind = Thing(self.kind).label
        return f"{kind}: {self.which}" if self.which else kind


class LentOver(OfAVolunteer):
    """It came back, or it does not, with the reason."""

    lent = models.OneToOneField(Lent, models.PROTECT, related_name="over")
    became = models.CharField(
        max_length=8, choices=Became, db_comment="Whether a lent thing was given back, or why it was written off"
    )
    on = models.DateField(db_comment="Day a lent thing was given back or written off")

    class Meta:
        indexes = [models.Index(fields=["area"], name="leaving_lentover_area")]
