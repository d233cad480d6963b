"""The charity itself: its areas, venues, topics, on-call rota, and the practice standard (every clock as data)."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from encircle.common.ids import new_id

from .vocabulary import CircleKind, DecidedBy, Part, Respondent

FOR_EVER = date(2000, 1, 1)  # also for what is brought in from the past


def default_chase_hours() -> list[int]:
    return [24, 40, 47]


def default_thanked_after_years() -> list[int]:
    return [1, 5, 10, 15, 20]


def default_questionnaire_chase_days() -> list[int]:
    return [7, 21]


def default_months_after_start() -> list[int]:
    return [12]


def default_months_after_end() -> list[int]:
    return [6, 12, 24]


def everybody_asked() -> list[str]:
    return [str(one) for one in Respondent]


def default_shared_parts() -> list[str]:
    return [Part.WITH_CORE_MEMBER]


class Charity(models.Model):
    """The one charity of this installation, with the choices that are its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    only_row = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(max_length=120)
    colour = models.CharField(
        max_length=7,
        default="#1d5b79",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Enter a colour like #1d5b79")],
    )
    is_demo = models.BooleanField(default=False)
    demo_touched_at = models.DateTimeField(null=True, blank=True, db_comment="First change a visitor made to the demo")
    demo_dated_at = models.DateTimeField(null=True, blank=True, db_comment="The now the demo's dates were made for")
    blocks_without_agreement = models.BooleanField(
        default=False, db_comment="Share nothing with an agency that has no agreement in force"
    )
    second_person_for_corrections = models.BooleanField(
        default=False, db_comment="Corrections beyond names and spelling need a second person's approval"
    )
    answers_exact_reference = models.BooleanField(
        default=False, db_comment="Say whom to ask when an exact reference is outside the asker's reach"
    )
    shared_parts = ArrayField(
        models.CharField(max_length=20, choices=Part),
        default=default_shared_parts,
        db_comment="Parts of a meeting that may leave the inner circle",
    )
    staff_idle_minutes = models.PositiveSmallIntegerField(default=15)
    volunteer_idle_minutes = models.PositiveSmallIntegerField(default=60)
    out_of_hours_number = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only_row=True), name="organisation_charity_only_one")]


class SettingChange(models.Model):
    """One of the charity's own choices as it was and as it is since; what may be shared never changes without a why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    field = models.CharField(max_length=60)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    why = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)


class PracticeStandard(models.Model):
    """The clocks and lengths in force from a day on. The newest that has begun counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    in_force_from = models.DateField(unique=True)
    # 48 hours for minutes is the field's published practice; the rest are the charity's choice.
    minutes_due_hours = models.PositiveSmallIntegerField(default=48)
    minutes_chase_hours = ArrayField(models.PositiveSmallIntegerField(), default=default_chase_hours)
    manager_told_after_hours = models.PositiveSmallIntegerField(default=48, db_comment="After minutes fall due")
    read_within_working_days = models.PositiveSmallIntegerField(default=2)
    release_within_working_days = models.PositiveSmallIntegerField(default=2)
    chase_unopened_after_days = models.PositiveSmallIntegerField(default=5)
    kept_words_days = models.PositiveSmallIntegerField(
        default=14, db_comment="Words of a draft that stayed out of submitted minutes are cleared after this"
    )
    quorum = models.PositiveSmallIntegerField(default=2, validators=[MinValueValidator(1), MaxValueValidator(6)])
    # [assume] No time limits for concerns are published in the field: these defaults are the design's own.
    imminent_ask_again_minutes = models.PositiveSmallIntegerField(default=10)
    serious_same_day_until_hour = models.PositiveSmallIntegerField(default=18)
    other_working_days = models.PositiveSmallIntegerField(default=2)
    climb_to_senior_hours = models.PositiveSmallIntegerField(default=4)
    climb_to_manager_hours = models.PositiveSmallIntegerField(default=8)
    # An imminent concern climbs in minutes; an agency that was told is given this long to say that it knows.
    imminent_climb_to_senior_minutes = models.PositiveSmallIntegerField(default=10)
    imminent_climb_to_manager_minutes = models.PositiveSmallIntegerField(default=20)
    imminent_acknowledged_hours = models.PositiveSmallIntegerField(default=1)
    serious_acknowledged_working_days = models.PositiveSmallIntegerField(default=1)
    other_acknowledged_working_days = models.PositiveSmallIntegerField(default=5)
    # No time limits are published for these either, but for reviews each quarter.
    review_invite_days = models.PositiveSmallIntegerField(default=28, db_comment="Before the day of a review")
    consent_warning_days = models.PositiveSmallIntegerField(default=28, db_comment="Before a consent ends")
    agreement_warning_days = models.PositiveSmallIntegerField(
        default=60, db_comment="Before an agreement with an agency is to be reviewed"
    )
    questionnaire_chase_days = ArrayField(models.PositiveSmallIntegerField(), default=default_questionnaire_chase_days)
    ending_report_working_days = models.PositiveSmallIntegerField(
        default=10, db_comment="From a Circle's ending to its report"
    )
    # [assume] Nothing is published: long enough for the report to be written, sent and read, and then no longer.
    ending_open_days = models.PositiveSmallIntegerField(
        default=90, db_comment="From a Circle's ending: how long its report may be sent to, and read by, agencies"
    )
    referral_read_working_days = models.PositiveSmallIntegerField(
        default=2, db_comment="From a referral's arrival until a coordinator has read it"
    )
    # [assume] Nothing is published: people who offer their time and hear nothing offer it elsewhere.
    volunteer_answer_working_days = models.PositiveSmallIntegerField(
        default=3, db_comment="From somebody asking to volunteer, or a reference coming, to an answer"
    )
    application_read_working_days = models.PositiveSmallIntegerField(
        default=10, db_comment="From an application to volunteer until somebody goes on with it"
    )
    reference_chase_days = models.PositiveSmallIntegerField(
        default=14, db_comment="From a letter to a referee to the next"
    )
    # [assume] A DBS certificate has no expiry: three years is what the field commonly chooses.
    check_again_months = models.PositiveSmallIntegerField(default=36, db_comment="Until a check is made again")
    check_warning_days = models.PositiveSmallIntegerField(default=90, db_comment="Before a check has to be renewed")
    # [assume] No time limits are published for looking after volunteers: these defaults are the design's own.
    call_asked_again_minutes = models.PositiveSmallIntegerField(
        default=60, db_comment="While nobody has rung a volunteer who needs a call today"
    )
    call_climb_to_senior_hours = models.PositiveSmallIntegerField(default=2)
    call_climb_to_manager_hours = models.PositiveSmallIntegerField(default=4)
    call_working_days = models.PositiveSmallIntegerField(
        default=2, db_comment="Until a volunteer who would like a call was rung"
    )
    debrief_working_days = models.PositiveSmallIntegerField(
        default=3, db_comment="From a volunteer's answer that asks for a call to the debrief"
    )
    supervision_months = models.PositiveSmallIntegerField(default=3, db_comment="Between one-to-one supervisions")
    group_supervision_months = models.PositiveSmallIntegerField(default=3, db_comment="Between group supervisions")
    hard_meetings = models.PositiveSmallIntegerField(
        default=3, db_comment="Meetings in a row after which a volunteer asked for a call: shown to the coordinator"
    )
    silent_meetings = models.PositiveSmallIntegerField(
        default=3, db_comment="Meetings in a row after which a volunteer did not say how they are: shown"
    )
    # [assume] Nothing is published: the morning after, when a night has passed; once, and not for long.
    check_asked_hour = models.PositiveSmallIntegerField(
        default=9, db_comment="Hour of the morning after a meeting at which volunteers are asked how it left them"
    )
    check_asked_days = models.PositiveSmallIntegerField(
        default=3, db_comment="Days after a meeting on which they may still be asked; 0: no letter asks them"
    )
    # [assume] A quarter is the field's rhythm of reviews; a fortnight to find a day for a talk.
    rest_open_days = models.PositiveSmallIntegerField(
        default=92, db_comment="Days for which a volunteer may be away without a last day before they are talked with"
    )
    rest_talk_days = models.PositiveSmallIntegerField(
        default=14, db_comment="Days before its last day from which a conversation about coming back is owed"
    )
    # [assume] Long enough to bring the papers of a running Circle in, and to have a check made again.
    gate_exception_days = models.PositiveSmallIntegerField(
        default=90, db_comment="How long a seat that an import brings in may lack what its kind of Circle asks"
    )
    gate_exception_longest_days = models.PositiveSmallIntegerField(
        default=180, db_comment="How long an exception from what a kind of Circle asks may last at most"
    )
    # [assume] Nothing is published: few enough that a message is still read, and that a slip reaches few.
    messages_a_day = models.PositiveSmallIntegerField(
        default=5, db_comment="Messages to groups of volunteers that one person may send in a day"
    )
    messages_confirmed_above = models.PositiveSmallIntegerField(
        default=50, db_comment="Recipients of a message above which the sender confirms their number"
    )
    # [assume] Consent has to be shown (UK GDPR art. 7(1)) and no more kept than is needed (art. 5(1)(c), (e)): long
    # enough for somebody who reads their post once a week.
    supporter_proof_days = models.PositiveSmallIntegerField(
        default=14, db_comment="Days after which an address that nobody confirmed is taken off the newsletter's list"
    )
    # [field] An assessment centre has two coordinators, besides experienced volunteers.
    assessing_coordinators = models.PositiveSmallIntegerField(
        default=2, db_comment="Coordinators who must have scored somebody before the assessment centre decides of them"
    )
    # [assume] While the Circle is fresh in mind; and the years that are commonly marked.
    end_talk_days = models.PositiveSmallIntegerField(
        default=28, db_comment="Days after the end of a seat within which a volunteer is talked with"
    )
    # [assume] Nothing is published: a fortnight to bring things back, a week to weigh a certificate, four weeks to ask
    # round for volunteers.
    lent_back_days = models.PositiveSmallIntegerField(
        default=14, db_comment="Days after their last day within which a volunteer gives back what they were lent"
    )
    check_decision_working_days = models.PositiveSmallIntegerField(
        default=5, db_comment="From a certificate that shows something to a decision on it"
    )
    few_volunteers_days = models.PositiveSmallIntegerField(
        default=28, db_comment="Days for which a Circle may have fewer volunteers than its kind needs"
    )
    thanked_after_years = ArrayField(
        models.PositiveSmallIntegerField(),
        default=default_thanked_after_years,
        db_comment="Years of service after which a volunteer is thanked",
    )
    # [assume] Half a year of Circles that ended, and a quarter of the rest: what is older is on the person's own page.
    end_talk_listed_days = models.PositiveSmallIntegerField(
        default=183, db_comment="Days for which a conversation after a Circle that nobody kept stays on the list"
    )
    service_near_days = models.PositiveSmallIntegerField(
        default=92, db_comment="Days before and after years of service in which whoever reaches them is listed"
    )
    left_listed_days = models.PositiveSmallIntegerField(
        default=92, db_comment="Days for which whoever has left stays on the list"
    )
    # [assume] 5 is usual in figures of health and social care (NHS England's disclosure control); never fewer.
    smallest_shown = models.PositiveSmallIntegerField(
        default=5, db_comment="The smallest number of people that figures show"
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()


class KindStandard(models.Model):
    """What differs between kinds of Circle, from a day on. Never edited: the newest that has begun counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=CircleKind)
    in_force_from = models.DateField(default=FOR_EVER)
    least_volunteers = models.PositiveSmallIntegerField()
    most_volunteers = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    needs_carers = models.BooleanField(default=False)
    has_release_date = models.BooleanField(
        default=False, db_comment="The core member is in prison at first: a planned release date is kept"
    )
    expected_agencies = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, db_comment="Kinds of agency its outer circle has"
    )
    decision_working_days = models.PositiveSmallIntegerField(
        default=10, db_comment="From a referral's arrival to its decision"
    )
    decided_by = models.CharField(max_length=12, choices=DecidedBy, default=DecidedBy.SENIOR)
    panel_quorum = models.PositiveSmallIntegerField(default=2, db_comment="Views a panel needs before its decision")
    referral_sections = ArrayField(
        models.CharField(max_length=30),
        default=list,
        blank=True,
        db_comment="What a referral asks; empty: the usual sections",
    )
    easy_read = models.BooleanField(default=False, db_comment="Forms and letters are printed in easy read")
    needs_capacity = models.BooleanField(default=False, db_comment="Capacity to agree is looked at and recorded")
    needs_disclosure_scope = models.BooleanField(
        default=False, db_comment="What may be talked about in the Circle is agreed with the referrer"
    )
    briefing_agencies = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, db_comment="Kinds of agency a briefing waits for"
    )
    briefing_open_days = models.PositiveSmallIntegerField(
        default=14, db_comment="How long volunteers can open a briefing pack"
    )
    review_agencies = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, db_comment="Kinds of agency invited to reviews"
    )
    review_every_months = models.PositiveSmallIntegerField(default=3)
    pause_longest_days = models.PositiveSmallIntegerField(default=42)
    first_meeting_after_release_days = models.PositiveSmallIntegerField(
        default=7, db_comment="From the release from prison to the first meeting outside"
    )
    follow_up_months_after_start = ArrayField(
        models.PositiveSmallIntegerField(), default=default_months_after_start, blank=True
    )
    follow_up_months_after_end = ArrayField(
        models.PositiveSmallIntegerField(), default=default_months_after_end, blank=True
    )
    questionnaires_to = ArrayField(
        models.CharField(max_length=20, choices=Respondent), default=everybody_asked, blank=True
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "in_force_from"], name="organisation_kind_once_a_day"),
            models.CheckConstraint(
                condition=Q(least_volunteers__lte=F("most_volunteers")),
                name="organisation_kind_sizes_in_order",
            ),
        ]


class Criterion(models.Model):
    """One thing a referral is judged by, for some kinds of Circle, from one day to another. Ended, never reworded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    words = models.CharField(max_length=160)
    hint = models.CharField(max_length=250, blank=True)
    kinds = ArrayField(models.CharField(max_length=20, choices=CircleKind))
    judged_as = models.CharField(
        max_length=10, blank=True, db_comment="Asked once in an assessment: by a check that is made for everybody"
    )
    position = models.PositiveSmallIntegerField()
    starts_on = models.DateField(default=FOR_EVER)
    ends_on = models.DateField(null=True, blank=True, db_comment="Last day it is asked")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "starts_on"]


class Area(models.Model):
    """A police area the charity works in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80, unique=True)
    code = models.SlugField(max_length=20, unique=True)
    cost_code = models.CharField(
        max_length=20, blank=True, default="", db_comment="What the bookkeeper books expenses of the area under"
    )


class Venue(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="venues")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=250, blank=True)
    place = models.CharField(max_length=12, blank=True, db_comment="National Grid reference, for journeys")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="organisation_venue_name_once")]


class Topic(models.Model):
    """A heading of the minutes and, at the same time, a subject of consent."""

    code = models.SlugField(primary_key=True, max_length=30)
    name = models.CharField(max_length=80)
    hint = models.CharField(max_length=200, blank=True)
    part = models.CharField(max_length=20, choices=Part, default=Part.WITH_CORE_MEMBER)
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]


class ClosureDay(models.Model):
    """A day the charity is closed besides the bank holidays of England and Wales."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=80)


class OnCallShift(models.Model):
    """Who answers out of hours, and on which number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, db_comment="Name as volunteers see it")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(max_length=30)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="organisation_oncall_ends_after_start")
        ]
        indexes = [models.Index(fields=["ends_at", "starts_at"], name="organisation_oncall_period")]
