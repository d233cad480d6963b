"""Agreement to take part: of their own free will, in words somebody could understand, and never a condition.

Rows are appended and never edited: what was agreed is kept with the words it was agreed in, and who agrees no longer
adds a withdrawal to it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from encircle.common.ids import new_id
from encircle.rooms.organisation.models import Area
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.people.models import Carer, CoreMember, PersonDocument

from .vocabulary import Audience, How, Style, Told

USER = settings.AUTH_USER_MODEL


class FormOfWords(models.Model):
    """What somebody is asked to agree to, from a day on. The charity's own: before its first stand shipped words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    audience = models.CharField(max_length=8, choices=Audience)
    style = models.CharField(max_length=10, choices=Style)
    starts_on = models.DateField()
    title = models.CharField(max_length=120)
    lines = models.TextField(db_comment="One statement a line; an empty line begins a new part")
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audience", "style", "starts_on"], name="joining_words_once_a_day")
        ]


class OfPerson(models.Model):
    """What every row about one person carries."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="%(app_label)s_%(class)ss")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Agreement(OfPerson):
    """The core member, or one of a young person's parents and carers, agrees to take part."""

    carer = models.ForeignKey(
        Carer, models.PROTECT, null=True, related_name="+", db_comment="Whose agreement; empty: the core member's"
    )
    kind = models.CharField(max_length=20, choices=CircleKind)
    style = models.CharField(max_length=10, choices=Style)
    words = models.ForeignKey(FormOfWords, models.PROTECT, null=True, related_name="+")
    agreed_on = models.DateField()
    how = models.CharField(max_length=8, choices=How)
    document = models.ForeignKey(PersonDocument, models.PROTECT, null=True, related_name="+")
    is_voluntary = models.BooleanField(db_comment="Whoever took it confirmed that it is of their own free will")
    is_no_condition = models.BooleanField(db_comment="Whoever took it confirmed that no court or licence asks it")
    taken_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_voluntary=True, is_no_condition=True), name="joining_agreement_is_free"
            ),
            models.CheckConstraint(
                condition=Q(how=How.SCREEN) ^ Q(document__isnull=False), name="joining_agreement_paper_is_kept"
            ),
        ]
        indexes = [models.Index(fields=["core_member", "-recorded_at"], name="joining_agreement_newest")]


class AgreementWords(models.Model):
    """How it was taken: content, receipt for the core member."""

    agreement = models.OneToOneField(Agreement, models.PROTECT, primary_key=True, related_name="words_said")
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    who_was_there = models.CharField(max_length=250, blank=True, db_comment="Who was there when somebody agreed")
    help_given = models.TextField(blank=True, db_comment="What helped somebody to understand what they agreed to")


class AgreementWithdrawn(models.Model):
    """They take part no longer, from this moment."""

    agreement = models.OneToOneField(Agreement, models.PROTECT, primary_key=True, related_name="withdrawn")
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(db_comment="When somebody said that they agree no longer")
    told = models.CharField(max_length=10, choices=Told)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class CapacityRecord(OfPerson):
    """Whether somebody could make this one decision when it was to be made, and not whether they can decide at all.

    Mental Capacity Act 2005: sections 2 and 3 (who cannot decide), and 1(3) (nobody is treated as unable until all
    that can be done to help has been done).
    """

    assessed_on = models.DateField()
    understands = models.BooleanField(db_comment="Could understand what matters for the decision: 3(1)(a)")
    retains = models.BooleanField(db_comment="Could keep it in mind: 3(1)(b)")
    weighs = models.BooleanField(db_comment="Could use or weigh it: 3(1)(c)")
    communicates = models.BooleanField(db_comment="Could communicate the decision: 3(1)(d)")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["core_member", "-recorded_at"], name="joining_capacity_newest")]

    @property
    def can_decide(self) -> bool:
        return self.understands and self.retains and self.weighs and self.communicates


class CapacityWords(models.Model):
    """What that rests on: content, receipt for the core member."""

    record = models.OneToOneField(CapacityRecord, models.PROTECT, primary_key=True, related_name="words")
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    seen = models.TextField(db_comment="What was seen and heard about somebody's ability to decide")
    help_given = models.TextField(db_comment="What was done to help somebody decide")
    who_was_there = models.CharField(max_length=250, blank=True, db_comment="Who was there")


class DisclosureScope(OfPerson):
    """What may be talked about in the Circle and what not, agreed with the referrer. The newest counts."""

    agreed_on = models.DateField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["core_member", "-recorded_at"], name="joining_scope_newest")]


class ScopeWords(models.Model):
    """For the staff: content, receipt for the core member."""

    scope = models.OneToOneField(DisclosureScope, models.PROTECT, primary_key=True, related_name="words")
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    may_be_spoken_of = models.TextField(db_comment="What of the person's past may be spoken of in the Circle")
    may_not_be_spoken_of = models.TextField(db_comment="What of the person's past may not be spoken of")
    agreed_with = models.CharField(max_length=250, db_comment="With whom it was agreed")


class ScopeForVolunteers(models.Model):
    """The words meant for the volunteers of the Circle, and no others: content, receipt for the scope."""

    scope = models.OneToOneField(DisclosureScope, models.PROTECT, primary_key=True, related_name="for_volunteers")
    core_member = models.ForeignKey(CoreMember, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    text = models.TextField(db_comment="What volunteers are told of what may be spoken of")
