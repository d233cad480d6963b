"""Who wants the newsletter: what somebody said, and when. Supporters are kept for this alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import Volunteer

from ..vocabulary import Said, WhyRemoved

USER = settings.AUTH_USER_MODEL


class Supporter(models.Model):
    """Somebody who is no volunteer and has not applied, and asked for the newsletter.

    Kept for this alone: once removed, neither name nor address stands here any more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True, db_comment="Name of somebody who asked for the newsletter")
    email = models.EmailField(blank=True, db_comment="Where the newsletter goes to, once they confirmed it")
    added_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", db_comment="Empty while kept, or removed by the clock"
    )
    why_removed = models.CharField(max_length=11, choices=WhyRemoved, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "area"], name="messaging_supporter_in_area"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, why_removed="")
                & ~Q(name="")
                & ~Q(email="")
                | Q(removed_at__isnull=False, name="", email="") & ~Q(why_removed=""),
                name="messaging_supporter_removed_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True)
                | Q(why_removed=WhyRemoved.NOT_PROVED, removed_by__isnull=True)
                | ~Q(why_removed=WhyRemoved.NOT_PROVED) & Q(removed_by__isnull=False),
                name="messaging_supporter_removed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["area", "name"], name="messaging_supporter_names")]

    @property
    def full_name(self) -> str:
        return self.name


class AddressAsked(models.Model):
    """One email asked somebody at an address whether they want the newsletter. Pressing the button proves the address.

    Only an address proved so is written to: consent to electronic mail must be the subscriber's own and must be shown
    (Privacy and Electronic Communications Regulations 2003, reg. 22; UK GDPR art. 4(11) and 7(1)).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    supporter = models.ForeignKey(Supporter, models.PROTECT, related_name="asked")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    email = models.EmailField(db_comment="The address that was asked")
    token_hash = models.CharField(max_length=64, unique=True, db_comment="Hash of what the link in that email bears")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    proved_at = models.DateTimeField(null=True, db_comment="When its button was pressed")

    class Meta:
        indexes = [models.Index(fields=["supporter", "-asked_at"], name="messaging_asked_newest")]


class NewsletterStop(models.Model):
    """Somebody at an address wants no newsletter, and is no longer kept: its keyed hash alone, so that nobody adds it
    again unasked. The Information Commissioner asks for such a list instead of forgetting ("suppress", direct
    marketing guidance)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address_hash = models.CharField(max_length=64, db_comment="Keyed hash of an address that is not to be written to")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address_hash"], name="messaging_stop_address")]


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
