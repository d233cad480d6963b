"""Reads about how a referral is judged. Words are content: whoever opened the referral has left the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from encircle.foundations.access.actor import names_of
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role
from encircle.rooms.circles.queries import now
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.organisation.queries import kind_standard
from encircle.rooms.referrals.models import DecisionWords, SubmittedSection
from encircle.rooms.referrals.queries import ReferralLine

from .models import Assessment, Evidence, Finding, PanelMember, View, ViewWords
from .vocabulary import Check, Found, Opinion

ON_PANELS = (Role.COORDINATOR, Role.SENIOR_COORDINATOR, Role.OPERATIONS_MANAGER)  # who sees the referral


@dataclass(frozen=True)
class FindingLine:
    """One criterion or check: what it asks, what was found, and on what that rests."""

    asks: str
    found: Found
    evidence: str


@dataclass(frozen=True)
class AssessmentLine:
    assessment: Assessment
    by: str
    findings: tuple[FindingLine, ...]
    words: str


@dataclass(frozen=True)
class MemberLine:
    """A member of the panel and, once given, their view."""

    user_id: UUID
    name: str
    wanted_by: date
    opinion: Opinion | None
    at: datetime | None
    words: str


@dataclass(frozen=True)
class Judging:
    """Everything known about how a referral is judged."""

    assessments: tuple[AssessmentLine, ...]  # the newest first
    panel: tuple[MemberLine, ...]
    standard: KindStandard | None
    told: dict[UUID, str]  # what the referrer was told, by decision

    @property
    def views(self) -> frozenset[UUID]:
        return frozenset(line.user_id for line in self.panel if line.opinion is not None)

    def is_asked(self, user_id: UUID) -> bool:
        return any(line.user_id == user_id for line in self.panel)


def judging(line: ReferralLine, day: date) -> Judging:
    """Seven reads at most. Call after the referral was opened: without its receipt there are no words."""
    referral_id = line.referral.pk
    members = list(PanelMember.objects.filter(referral=referral_id).order_by("asked_at", "pk"))
    assessments = list(Assessment.objects.filter(referral=referral_id).order_by("-at"))
    names = names_of([*(one.user_id for one in members), *(one.by_id for one in assessments)])
    return Judging(
        assessments=_assessments(referral_id, assessments, names),
        panel=_panel(referral_id, members, names),
        standard=kind_standard(line.referral.kind, on=day),
        told=dict(DecisionWords.objects.filter(referral=referral_id).values_list("decision", "text")),
    )


def panel_candidates(area_id: UUID, at: datetime) -> list[tuple[UUID, str]]:
    """Who may be asked for a view: coordinators of the area, and those who look after all areas."""
    present = Appointment.objects.filter(now(at), role__in=ON_PANELS)
    ids = [one.user_id for one in present if one.area_id in (area_id, None)]
    return sorted(names_of(ids).items(), key=lambda pair: pair[1])


def person_of(sections: Sequence[SubmittedSection]) -> dict[str, str]:
    """What the referrer wrote about who the person is and where they live: the values by their codes."""
    wanted = ("person", "circumstances")
    found: dict[str, str] = {}
    for section in sections:
        if section.section in wanted:
            found |= {code: value for code, value in section.answers["values"].items() if isinstance(value, str)}
    return found


def _assessments(referral_id: UUID, rows: list[Assessment], names: dict[UUID, str]) -> tuple[AssessmentLine, ...]:
    if not rows:
        return ()
    findings = list(Finding.objects.filter(referral=referral_id).select_related("criterion"))
    said = {(one.assessment_id, one.finding_id): one.text for one in Evidence.objects.filter(referral=referral_id)}
    return tuple(
        AssessmentLine(
            row,
            names.get(row.by_id, ""),
            tuple(
                FindingLine(_asks(one), Found(one.found), said.get((row.pk, one.pk), ""))
                for one in sorted(findings, key=_order)
                if one.assessment_id == row.pk
            ),
            said.get((row.pk, None), ""),
        )
        for row in rows
    )


def _asks(one: Finding) -> str:
    return one.criterion.words if one.criterion else str(Check(one.check_made).label)


def _order(one: Finding) -> tuple[int, int]:
    """The checks made for everybody first, then the criteria in their order."""
    if one.criterion is None:
        return (0, list(Check).index(Check(one.check_made)))
    return (1, one.criterion.position)


def _panel(referral_id: UUID, members: list[PanelMember], names: dict[UUID, str]) -> tuple[MemberLine, ...]:
    if not members:
        return ()
    views = {view.user_id: view for view in View.objects.filter(referral=referral_id).order_by("at")}
    words = dict(ViewWords.objects.filter(referral=referral_id).values_list("view", "text"))
    return tuple(_member(one, views.get(one.user_id), words, names) for one in members)


def _member(one: PanelMember, view: View | None, words: dict[UUID, str], names: dict[UUID, str]) -> MemberLine:
    return MemberLine(
        one.user_id,
        names.get(one.user_id, ""),
        one.wanted_by,
        Opinion(view.opinion) if view else None,
        view.at if view else None,
        words.get(view.pk, "") if view else "",
    )
