"""Who wants the newsletter: what somebody said, and when. Supporters are kept for this alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import Volunteer

from ..vocabulary import Said

USER = settings.AUTH_USER_MODEL


class Supporter(models.Model):
    """Somebody who is no volunteer and has not applied, and asked for the newsletter. Never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, db_comment="Name of somebody who asked for the newsletter")
    email = models.EmailField(db_comment="Where the newsletter goes to")
    added_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "area"], name="messaging_supporter_in_area")]
        indexes = [models.Index(fields=["area", "name"], name="messaging_supporter_names")]

    @property
    def full_name(self) -> str:
        return self.name


class NewsletterWord(models.Model):
    """Somebody said whether they want the newsletter. The newest counts; nobody has to say anything."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, null=True, related_name="+")
    supporter = models.ForeignKey(Supporter, models.PROTECT, null=True, related_name="words")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    wants = models.BooleanField(db_comment="Consent to the newsletter; false is its withdrawal")
    said = models.CharField(max_length=10, choices=Said, db_comment="How they said it")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_comment="Empty: by the link")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(volunteer__isnull=False, supporter__isnull=True)
                | Q(volunteer__isnull=True, supporter__isnull=False),
                name="messaging_newsletter_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(said=Said.LETTER, by__isnull=True, wants=False)
                | (~Q(said=Said.LETTER) & Q(by__isnull=False)),
                name="messaging_newsletter_said_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "-at"], name="messaging_newsletter_newest"),
            models.Index(fields=["supporter", "-at"], name="messaging_newsletter_supporter"),
            models.Index(fields=["area"], name="messaging_newsletter_area"),
        ]
