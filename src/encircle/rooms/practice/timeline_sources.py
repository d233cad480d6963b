"""Where the facts of a Circle's timeline stand: which rows, which of their moments, which coded facts. Never words.

A fact about a person (their referral, a document, a consent) belongs to the Circles they are the core member of.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.db.models import Model

from encircle.foundations.corrections.models import Correction
from encircle.rooms.briefings.models import Agreement as CircleAgreement
from encircle.rooms.briefings.models import BriefingHeld, Signature
from encircle.rooms.circles.models import (
    Circle,
    Ending,
    Establishment,
    Goal,
    GoalProgress,
    Pause,
    PauseReturn,
    Phase,
    ReleaseDate,
    Seat,
)
from encircle.rooms.circles.vocabulary import ENDINGS
from encircle.rooms.endings.models import Questionnaire, ReportApproval, ReportVersion, Return
from encircle.rooms.joining.models import Agreement, AgreementWithdrawn, CapacityRecord, DisclosureScope
from encircle.rooms.meetings.models import Approval, Meeting, MeetingMove, MinutesReturn, MinutesVersion
from encircle.rooms.outcomes.models import Check, Circumstances
from encircle.rooms.people.models import PersonDocument, ReportedAssessment
from encircle.rooms.received.models import Development, MappaMeeting, MappaPlacing
from encircle.rooms.referrals.models import Decision as ReferralDecision
from encircle.rooms.referrals.models import Enquiry, Referral, ReferralWithdrawn, Submission
from encircle.rooms.reviews.models import Decision as ReviewDecision
from encircle.rooms.reviews.models import Holding, PackApproval, Review
from encircle.rooms.reviews.models import View as ReviewView
from encircle.rooms.risk.models import Concern
from encircle.rooms.sharing.models import Consent, Recall, Release, Withdrawal
from encircle.rooms.suitability.models import Assessment as SuitabilityAssessment
from encircle.rooms.suitability.models import WaitingLeft, WaitingPlace


class EventKind(StrEnum):
    ENQUIRY = "enquiry"
    INVITED = "invited"
    REFERRED = "referred"
    JUDGED = "judged"
    DECIDED = "decided"
    REFERRAL_WITHDRAWN = "referral_withdrawn"
    WAITING = "waiting"
    WAITING_LEFT = "waiting_left"
    DOCUMENT = "document"
    ASSESSMENT = "assessment"
    CONSENT = "consent"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    AGREED = "agreed"
    AGREED_NO_MORE = "agreed_no_more"
    CAPACITY = "capacity"
    SCOPE = "scope"
    OPENED = "opened"
    PHASE = "phase"
    PAUSED = "paused"
    RETURN_MOVED = "return_moved"
    RESUMED = "resumed"
    RELEASE_DATE = "release_date"
    PRISON_NAMED = "prison_named"
    ENDED = "ended"
    SEAT_BEGAN = "seat_began"
    SEAT_ENDED = "seat_ended"
    MEETING = "meeting"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    RELEASED = "released"
    RECALLED = "recalled"
    CONCERN = "concern"
    DEVELOPMENT = "development"
    MAPPA_PLACED = "mappa_placed"
    MAPPA_MEETING = "mappa_meeting"
    GOAL_SET = "goal_set"
    GOAL_ENDED = "goal_ended"
    BRIEFED = "briefed"
    AGREEMENT = "agreement"
    SIGNED = "signed"
    REVIEW_HELD = "review_held"
    REVIEW_CANCELLED = "review_cancelled"
    REVIEW_VIEW = "review_view"
    REVIEW_DECISION = "review_decision"
    PACK_APPROVED = "pack_approved"
    QUESTIONNAIRE = "questionnaire"
    ANSWERED = "answered"
    REPORT = "report"
    REPORT_APPROVED = "report_approved"
    FOLLOWED_UP = "followed_up"
    CIRCUMSTANCES = "circumstances"
    CORRECTED = "corrected"


OF_CIRCLE = "circle_id = %(circle)s"
_REFERRALS = "SELECT r.id FROM referrals_referral r WHERE r.subject_id = ANY(%(people)s)"
OF_REFERRAL = f"referral_id IN ({_REFERRALS})"
OF_ENQUIRY = "id IN (SELECT r.enquiry_id FROM referrals_referral r WHERE r.subject_id = ANY(%(people)s))"
OF_CONSENT = (
    "subject_id IN (SELECT s.id FROM sharing_consentsubject s JOIN sharing_consent c ON c.id = s.consent_id "
    "WHERE c.core_member_id = ANY(%(people)s))"
)
AGENCY = "coalesce((SELECT a.name FROM partners_agency a WHERE a.id = agency_id), '')"


def of_person(column: str = "core_member_id") -> str:
    return f"{column} = ANY(%(people)s)"


@dataclass(frozen=True)
class Source:
    """One kind of fact. Columns by name; `code` is a coded column, `name` what a line may name: a seat, an agency."""

    kind: EventKind
    model: type[Model]
    moment: str
    item: str = "id"
    code: str = "''"
    name: str = "''"
    by: str = "NULL::uuid"
    where: str = "TRUE"
    of: str = OF_CIRCLE
    many: bool = False  # several rows are one fact: a withdrawal of eight subjects

    @property
    def key(self) -> str:
        """What tells facts of one moment apart: the row; of what several rows say together, what it leads to."""
        return self.item if self.many else str(self.model._meta.pk.column)

    def sql(self) -> str:
        """The newest of this kind after a place in the order of all kinds: an index gives them, however many there are.

        The order is by moment, kind and row, each downwards, so that facts of one moment are neither lost nor doubled
        between two pages.
        """
        return (
            f"(SELECT {'DISTINCT' if self.many else ''} {self.moment} AS happened, '{self.kind}' AS kind_of, "
            f"{self.key} AS key, {self.item} AS item, {self.code}::text AS code_of, {self.name}::text AS name_of, "
            f"{self.by} AS by_whom "
            f"FROM {self.model._meta.db_table} WHERE {self.of} AND {self.where} "
            f"AND {self.moment} <= %(at)s AND {self.moment} >= %(since)s AND {self.moment} <= %(before)s "
            f"AND ({self.moment}, '{self.kind}'::text, {self.key}) < (%(before)s, %(kind)s, %(key)s::uuid) "
            "ORDER BY 1 DESC, 3 DESC LIMIT %(count)s)"
        )

    @cache  # noqa: B019 (there is one of each, for good)
    def labels(self) -> dict[str, str]:
        """What its codes are called."""
        column = self.code.strip('"')
        field = next((one for one in self.model._meta.concrete_fields if one.column == column), None)
        return {str(code): str(label) for code, label in field.flatchoices} if field is not None else {}


def _ended_as() -> str:
    return ", ".join(f"'{kind}'" for kind in ENDINGS)


COMING_IN = (
    Source(EventKind.ENQUIRY, Enquiry, "taken_at", by="taken_by_id", of=OF_ENQUIRY),
    Source(EventKind.INVITED, Referral, "invited_at", by="invited_by_id", of=of_person("subject_id")),
    Source(EventKind.REFERRED, Submission, "submitted_at", item="referral_id", by="submitted_by_id", of=OF_REFERRAL),
    Source(EventKind.JUDGED, SuitabilityAssessment, "at", item="referral_id", by="by_id", of=OF_REFERRAL),
    Source(
        EventKind.DECIDED, ReferralDecision, "decided_at", item="referral_id", code="outcome", by="decided_by_id",
        of=OF_REFERRAL,
    ),
    Source(
        EventKind.REFERRAL_WITHDRAWN, ReferralWithdrawn, "at", item="referral_id", code="reason", by="by_id",
        of=OF_REFERRAL,
    ),
    Source(EventKind.WAITING, WaitingPlace, "since", item="core_member_id", by="by_id", of=of_person()),
    Source(
        EventKind.WAITING_LEFT, WaitingLeft, "at", item="place_id", code="reason", by="by_id", of=of_person("place_id")
    ),
)  # fmt: skip
PAPERS = (
    Source(
        EventKind.DOCUMENT, PersonDocument, "uploaded_at", code="kind", name=AGENCY, by="uploaded_by_id",
        of=of_person("subject_id"),
    ),
    Source(
        EventKind.ASSESSMENT, ReportedAssessment, "recorded_at", item="subject_id", code="tool", name=AGENCY,
        by="recorded_by_id", of=of_person("subject_id"),
    ),
)  # fmt: skip
CONSENTS = (
    Source(
        EventKind.CONSENT, Consent, "recorded_at", item="core_member_id", code="answer", name=AGENCY,
        by="recorded_by_id", of=of_person(),
    ),
    Source(
        EventKind.CONSENT_WITHDRAWN, Withdrawal, "withdrawn_at",
        item="(SELECT s.consent_id FROM sharing_consentsubject s WHERE s.id = subject_id)", by="recorded_by_id",
        of=OF_CONSENT, many=True,
    ),
    Source(EventKind.AGREED, Agreement, "recorded_at", item="core_member_id", code="kind", by="taken_by_id",
           of=of_person()),
    Source(EventKind.AGREED_NO_MORE, AgreementWithdrawn, "withdrawn_at", item="core_member_id", by="by_id",
           of=of_person()),
    Source(EventKind.CAPACITY, CapacityRecord, "recorded_at", item="core_member_id", by="by_id", of=of_person()),
    Source(EventKind.SCOPE, DisclosureScope, "recorded_at", item="core_member_id", by="by_id", of=of_person()),
)  # fmt: skip
COURSE = (
    Source(EventKind.OPENED, Circle, "opened_at", by="opened_by_id", of="id = %(circle)s"),
    Source(EventKind.PHASE, Phase, "starts_at", code="name", by="decided_by_id"),
    Source(EventKind.PAUSED, Pause, "starts_at", code="reason", by="decided_by_id"),
    Source(EventKind.RETURN_MOVED, PauseReturn, "recorded_at", item="pause_id", by="recorded_by_id"),
    Source(
        EventKind.PRISON_NAMED, Establishment, "recorded_at", item="circle_id", by="recorded_by_id",
        name="coalesce((SELECT a.name FROM partners_agency a WHERE a.id = prison_id), '')",
    ),
    Source(EventKind.RESUMED, Pause, "ends_at"),
    Source(
        EventKind.RELEASE_DATE, ReleaseDate, "recorded_at", item="circle_id", code="source",
        name="coalesce(released_on::text, '')", by="recorded_by_id",
    ),
)  # fmt: skip
SEATS = (
    Source(EventKind.SEAT_BEGAN, Seat, "starts_at", code="part", name="display_name", by="added_by_id"),
    Source(EventKind.SEAT_ENDED, Seat, "ends_at", code="part", name="display_name"),
)
MEETINGS = (
    Source(EventKind.MEETING, Meeting, "ends_at", code="outcome", where="cancelled_at IS NULL"),
    Source(EventKind.CANCELLED, Meeting, "cancelled_at", code="cancel_reason", by="cancelled_by_id"),
    Source(EventKind.MOVED, MeetingMove, "moved_at", item="meeting_id", code="reason", by="moved_by_id"),
    Source(EventKind.SUBMITTED, MinutesVersion, "submitted_at", code="kind", by="written_by_id"),
    Source(EventKind.RETURNED, MinutesReturn, "returned_at", item="version_id", by="returned_by_id"),
    Source(EventKind.APPROVED, Approval, "approved_at", item="version_id", by="approved_by_id"),
)
SHARING = (
    # One line for a release, to however many it went: `name` is how many.
    Source(
        EventKind.RELEASED, Release, "released_at", item="coalesce(version_id, pack_id, report_id, concern_id)",
        code="kind", by="released_by_id", many=True,
        name="(SELECT count(*) FROM sharing_release o WHERE o.circle_id = sharing_release.circle_id "
        "AND o.released_at = sharing_release.released_at AND o.kind = sharing_release.kind)",
    ),
    Source(EventKind.RECALLED, Recall, "recalled_at", item="release_id", code="reason", by="recalled_by_id"),
)  # fmt: skip
NEWS = (
    # What stands behind the wall is no part of any timeline, not even for those who may know of it.
    Source(
        EventKind.CONCERN, Concern, "raised_at", code="urgency", name="kind", by="raised_by_id", where="NOT walled"
    ),
    Source(EventKind.DEVELOPMENT, Development, "sent_at", code="kind", name=AGENCY, by="sent_by_id"),
    Source(EventKind.MAPPA_PLACED, MappaPlacing, "recorded_at", item="core_member_id", name="level::text",
           by="recorded_by_id", of=of_person()),
    Source(EventKind.MAPPA_MEETING, MappaMeeting, "recorded_at", item="core_member_id", code="attendance",
           by="recorded_by_id", of=of_person()),
)  # fmt: skip
GOALS = (
    Source(EventKind.GOAL_SET, Goal, "set_at", code="life_area", by="set_by_id"),
    Source(
        EventKind.GOAL_ENDED, GoalProgress, "at", item="goal_id", code="kind", by="by_id",
        where=f"kind IN ({_ended_as()})",
    ),
)  # fmt: skip
BRIEFING = (
    Source(EventKind.BRIEFED, BriefingHeld, "held_at", item="briefing_id"),
    Source(EventKind.AGREEMENT, CircleAgreement, "written_at"),
    Source(EventKind.SIGNED, Signature, "signed_at", item="agreement_id"),
)
REVIEWS = (
    Source(EventKind.REVIEW_HELD, Holding, "held_from", item="review_id", by="recorded_by_id"),
    Source(EventKind.REVIEW_CANCELLED, Review, "cancelled_at", code="cancel_reason", by="cancelled_by_id"),
    Source(EventKind.REVIEW_VIEW, ReviewView, "sent_at", item="review_id", code='"of"', by="sent_by_id"),
    Source(
        EventKind.REVIEW_DECISION, ReviewDecision, "recorded_at", item="review_id", code="kind", by="recorded_by_id",
    ),
    Source(EventKind.PACK_APPROVED, PackApproval, "approved_at", item="version_id", by="approved_by_id"),
)  # fmt: skip
AFTER = (
    Source(EventKind.ENDED, Ending, "ended_at", item="circle_id", code="reason", by="decided_by_id"),
    Source(EventKind.QUESTIONNAIRE, Questionnaire, "asked_at", code="respondent", by="asked_by_id"),
    Source(EventKind.ANSWERED, Return, "received_at", item="questionnaire_id", code="channel"),
    Source(EventKind.REPORT, ReportVersion, "written_at", by="written_by_id"),
    Source(EventKind.REPORT_APPROVED, ReportApproval, "approved_at", item="version_id", by="approved_by_id"),
    Source(EventKind.FOLLOWED_UP, Check, "recorded_at", by="recorded_by_id"),
    Source(EventKind.CIRCUMSTANCES, Circumstances, "recorded_at", by="recorded_by_id"),
)
CORRECTIONS = (Source(EventKind.CORRECTED, Correction, "at", item="item_id", code="item_type", by="by_id", many=True),)
# The groups a timeline is narrowed to, each with a code that may stand in an address.
GROUPS: dict[str, tuple[str, tuple[Source, ...]]] = {
    "coming-in": ("Coming in", COMING_IN),
    "papers": ("Documents and assessments", PAPERS),
    "consents": ("Consents and agreeing to take part", CONSENTS),
    "course": ("Phases, pauses and release", COURSE),
    "briefing": ("Briefing and agreement", BRIEFING),
    "seats": ("Seats", SEATS),
    "meetings": ("Meetings and minutes", MEETINGS),
    "sharing": ("Releases", SHARING),
    "news": ("Concerns and news", NEWS),
    "goals": ("Goals", GOALS),
    "reviews": ("Reviews", REVIEWS),
    "after": ("Ending and after", AFTER),
    "corrections": ("Corrections", CORRECTIONS),
}
SOURCES = tuple(source for _, sources in GROUPS.values() for source in sources)
BY_KIND = {source.kind: source for source in SOURCES}
