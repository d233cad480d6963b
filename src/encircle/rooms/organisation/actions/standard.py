"""Set the practice standard from a day on, and what differs between kinds of Circle.

Neither is ever edited: what was due under an earlier one stays as it was due.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..models import KindStandard, PracticeStandard
from ..rules import require_setting_standard
from ..vocabulary import CircleKind

# What is plainly a slip of the pen, not a choice: field -> least and most.
LIMITS = {
    "minutes_due_hours": (1, 336),
    "manager_told_after_hours": (0, 336),
    "read_within_working_days": (0, 20),
    "release_within_working_days": (0, 20),
    "chase_unopened_after_days": (1, 60),
    "kept_words_days": (1, 90),
    "quorum": (1, 6),
    "imminent_ask_again_minutes": (1, 60),
    "serious_same_day_until_hour": (0, 23),
    "other_working_days": (0, 20),
    "climb_to_senior_hours": (1, 168),
    "climb_to_manager_hours": (1, 336),
    "imminent_climb_to_senior_minutes": (1, 120),
    "imminent_climb_to_manager_minutes": (1, 240),
    "imminent_acknowledged_hours": (1, 48),
    "serious_acknowledged_working_days": (0, 20),
    "other_acknowledged_working_days": (0, 20),
    "review_invite_days": (1, 90),
    "consent_warning_days": (1, 180),
    "agreement_warning_days": (1, 365),
    "ending_report_working_days": (1, 60),
    "ending_open_days": (7, 365),
    "referral_read_working_days": (0, 20),
    "volunteer_answer_working_days": (0, 20),
    "application_read_working_days": (1, 60),
    "reference_chase_days": (3, 60),
    "check_again_months": (6, 120),
    "check_warning_days": (7, 365),
    "call_asked_again_minutes": (10, 240),
    "call_climb_to_senior_hours": (1, 48),
    "call_climb_to_manager_hours": (1, 96),
    "call_working_days": (0, 10),
    "debrief_working_days": (0, 20),
    "supervision_months": (1, 24),
    "group_supervision_months": (1, 24),
    "hard_meetings": (2, 12),
    "silent_meetings": (2, 12),
    "check_asked_hour": (0, 23),
    "check_asked_days": (0, 14),
    "gate_exception_days": (1, 365),
    "gate_exception_longest_days": (1, 365),
    "messages_a_day": (1, 50),
    "messages_confirmed_above": (1, 1000),
    "supporter_proof_days": (2, 60),
    "assessing_coordinators": (1, 4),
    "end_talk_days": (1, 183),
    "lent_back_days": (1, 183),
    "check_decision_working_days": (0, 40),
    "few_volunteers_days": (1, 183),
    "end_talk_listed_days": (28, 731),
    "rest_open_days": (7, 731),
    "rest_talk_days": (1, 92),
    "service_near_days": (7, 366),
    "left_listed_days": (7, 366),
    "smallest_shown": (5, 50),
}
# The same for what differs between kinds.
KIND_LIMITS = {
    "months": (1, 60),
    "decision_working_days": (1, 60),
    "panel_quorum": (2, 12),
    "briefing_open_days": (1, 90),
    "review_every_months": (1, 12),
    "pause_longest_days": (1, 365),
    "first_meeting_after_release_days": (1, 60),
}
LATEST_FOLLOW_UP = 120  # months
LATEST_THANKS = 60  # years
LATEST_CHASE = 120  # days


@dataclass(frozen=True, kw_only=True)
class Clocks:
    minutes_due_hours: int
    minutes_chase_hours: list[int]
    manager_told_after_hours: int
    read_within_working_days: int
    release_within_working_days: int
    chase_unopened_after_days: int
    kept_words_days: int
    quorum: int
    imminent_ask_again_minutes: int
    serious_same_day_until_hour: int
    other_working_days: int
    climb_to_senior_hours: int
    climb_to_manager_hours: int
    imminent_climb_to_senior_minutes: int
    imminent_climb_to_manager_minutes: int
    imminent_acknowledged_hours: int
    serious_acknowledged_working_days: int
    other_acknowledged_working_days: int
    review_invite_days: int
    consent_warning_days: int
    agreement_warning_days: int
    questionnaire_chase_days: list[int]
    ending_report_working_days: int
    ending_open_days: int
    referral_read_working_days: int
    volunteer_answer_working_days: int
    application_read_working_days: int
    reference_chase_days: int
    check_again_months: int
    check_warning_days: int
    call_asked_again_minutes: int
    call_climb_to_senior_hours: int
    call_climb_to_manager_hours: int
    call_working_days: int
    debrief_working_days: int
    supervision_months: int
    group_supervision_months: int
    hard_meetings: int
    silent_meetings: int
    check_asked_hour: int
    check_asked_days: int
    gate_exception_days: int
    gate_exception_longest_days: int
    messages_a_day: int
    messages_confirmed_above: int
    supporter_proof_days: int
    assessing_coordinators: int
    end_talk_days: int
    lent_back_days: int
    check_decision_working_days: int
    few_volunteers_days: int
    end_talk_listed_days: int
    rest_open_days: int
    rest_talk_days: int
    service_near_days: int
    left_listed_days: int
    smallest_shown: int
    thanked_after_years: list[int]


@dataclass(frozen=True, kw_only=True)
class KindRules:
    """What one kind of Circle has that another may have otherwise."""

    least_volunteers: int
    most_volunteers: int
    months: int
    needs_carers: bool
    expected_agencies: list[str]
    decision_working_days: int
    decided_by: str
    panel_quorum: int
    referral_sections: list[str]
    has_release_date: bool
    easy_read: bool
    needs_capacity: bool
    needs_disclosure_scope: bool
    briefing_agencies: list[str]
    briefing_open_days: int
    review_agencies: list[str]
    review_every_months: int
    pause_longest_days: int
    first_meeting_after_release_days: int
    follow_up_months_after_start: list[int]
    follow_up_months_after_end: list[int]
    questionnaires_to: list[str]


@transaction.atomic
def set_standard(clocks: Clocks, *, id: UUID, in_force_from: date, by: Actor, at: datetime) -> UUID:
    """A new standard from a day on. Raises NotAllowed, or Invalid with the field at fault."""
    require_setting_standard(by)
    if PracticeStandard.objects.filter(pk=id).exists():
        return id
    _check(clocks, in_force_from, at)
    row = PracticeStandard(id=id, in_force_from=in_force_from, set_by_id=by.user_id, set_at=at, **asdict(clocks))
    try:
        with transaction.atomic():
            PracticeStandard.objects.bulk_create([row])
    except IntegrityError:
        sentence = "There is a standard from that day already, and it cannot be changed. Choose another day"
        raise Invalid({"in_force_from": sentence}) from None
    record(Verb.CREATED, "organisation.practicestandard", id, by=by.acting, detail=in_force_from.isoformat())
    return id


@transaction.atomic
def set_kind_standard(
    kind: CircleKind, rules: KindRules, *, id: UUID, in_force_from: date, by: Actor, at: datetime
) -> UUID:
    """What holds for this kind from a day on. Raises NotAllowed, NotFound, or Invalid with the field at fault."""
    require_setting_standard(by)
    if KindStandard.objects.filter(pk=id).exists():
        return id
    if not KindStandard.objects.filter(kind=kind).exists():
        raise NotFound()
    _check_kind(rules, in_force_from, at)
    row = KindStandard(
        id=id, kind=kind, in_force_from=in_force_from, set_by_id=by.user_id, set_at=at, **asdict(rules)
    )  # fmt: skip
    try:
        with transaction.atomic():
            KindStandard.objects.bulk_create([row])
    except IntegrityError:
        sentence = "Something is set for this kind from that day already, and it cannot be changed. Choose another day"
        raise Invalid({"in_force_from": sentence}) from None
    record(Verb.CREATED, "organisation.kindstandard", id, by=by.acting, detail=f"{kind} {in_force_from.isoformat()}")
    return id


def _check_kind(rules: KindRules, in_force_from: date, at: datetime) -> None:
    errors = _beyond(rules, KIND_LIMITS)
    if in_force_from < in_london(at).date():
        errors["in_force_from"] = "The first day must be today or later"
    if not 2 <= rules.least_volunteers <= 12:
        errors["least_volunteers"] = "Enter a number from 2 to 12: never a lone volunteer with a core member"
    elif not rules.least_volunteers <= rules.most_volunteers <= 12:
        errors["most_volunteers"] = "Enter a number from the least to 12"
    for name in ("follow_up_months_after_start", "follow_up_months_after_end"):
        if not _in_order(getattr(rules, name), LATEST_FOLLOW_UP):
            errors[name] = f"Enter months from 1 to {LATEST_FOLLOW_UP}, from the earliest to the latest"
    if errors:
        raise Invalid(errors)


def _check(clocks: Clocks, in_force_from: date, at: datetime) -> None:
    errors = _beyond(clocks, LIMITS)
    if in_force_from < in_london(at).date():
        errors["in_force_from"] = "The first day must be today or later"
    chases = clocks.minutes_chase_hours
    if chases != sorted(set(chases)) or not all(0 < hour < clocks.minutes_due_hours for hour in chases):
        errors["minutes_chase_hours"] = "Enter hours from the earliest to the latest, all before the minutes are due"
    if not _in_order(clocks.questionnaire_chase_days, LATEST_CHASE):
        errors["questionnaire_chase_days"] = f"Enter days from 1 to {LATEST_CHASE}, from the earliest to the latest"
    if not _in_order(clocks.thanked_after_years, LATEST_THANKS):
        errors["thanked_after_years"] = f"Enter years from 1 to {LATEST_THANKS}, from the least to the most"
    if clocks.climb_to_manager_hours < clocks.climb_to_senior_hours:
        errors["climb_to_manager_hours"] = "This must not be sooner than the senior coordinator is asked"
    if clocks.call_climb_to_manager_hours < clocks.call_climb_to_senior_hours:
        errors["call_climb_to_manager_hours"] = "This must not be sooner than the senior coordinator is asked"
    if clocks.imminent_climb_to_manager_minutes < clocks.imminent_climb_to_senior_minutes:
        errors["imminent_climb_to_manager_minutes"] = "This must not be sooner than the senior coordinator is asked"
    if errors:
        raise Invalid(errors)


def _beyond(said: Clocks | KindRules, limits: dict[str, tuple[int, int]]) -> dict[str, str]:
    return {
        name: f"Enter a number from {least} to {most}"
        for name, (least, most) in limits.items()
        if not least <= getattr(said, name) <= most
    }


def _in_order(numbers: list[int], most: int) -> bool:
    return numbers == sorted(set(numbers)) and all(1 <= number <= most for number in numbers)
