"""Reads: who has agreed to take part, what is lacking, in which words. What was written is opened with a receipt."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from encircle.common.clock import in_london
from encircle.common.errors import NotFound
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.record import leave_receipt
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.organisation.queries import kind_standard, kind_standards
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.people.ages import comes_of_age
from encircle.rooms.people.models import Carer, CoreMember
from encircle.rooms.suitability.models import WaitingPlace

from .models import (
    Agreement,
    AgreementWithdrawn,
    AgreementWords,
    CapacityRecord,
    CapacityWords,
    DisclosureScope,
    FormOfWords,
    ScopeForVolunteers,
    ScopeWords,
)
from .policy import Asked, Newest, Standing, parties
from .vocabulary import Audience, Style
from .wording import SHIPPED, Words

SCOPE = "joining.disclosurescope"


# --- how people stand ---


def standing_of(core_members: Sequence[CoreMember], at: datetime) -> dict[UUID, Standing]:
    """How each stands with agreeing to take part: seven reads, however many they are."""
    ids, today = [one.pk for one in core_members], in_london(at).date()
    if not ids:
        return {}
    asked = _asked_of(ids, at, today)
    newest, carers = _newest_agreements(ids), _carers(ids, at)
    capacity = dict(_newest_of(CapacityRecord.objects.filter(core_member__in=ids)))
    scopes = dict(_newest_of(DisclosureScope.objects.filter(core_member__in=ids)))
    return {
        one.pk: Standing(
            parties(
                one.known_as or one.given_name, carers[one.pk], newest[one.pk], asked=asked[one.pk],
                of_age_on=comes_of_age(one.born_on) if one.born_on else None, on=today,
            ),
            asked[one.pk],
            capacity[one.pk].can_decide if one.pk in capacity else None,
            one.pk in scopes,
        )
        for one in core_members
    }  # fmt: skip


def standing(core_member: CoreMember, at: datetime) -> Standing:
    return standing_of([core_member], at)[core_member.pk]


def kinds_of(ids: Sequence[UUID], at: datetime) -> dict[UUID, str]:
    """The kind of Circle each is in now, else of the one they wait for or were in last."""
    found = dict(WaitingPlace.objects.filter(pk__in=ids).values_list("core_member", "kind"))
    seats = Seat.objects.filter(core_member__in=ids, part=SeatPart.CORE_MEMBER).order_by("starts_at")
    return found | dict(seats.values_list("core_member", "circle__kind"))


def prints_easy_read(kind: str, day: date) -> bool:
    standard = kind_standard(kind, on=day)
    return standard is not None and standard.easy_read


def _asked_of(ids: Sequence[UUID], at: datetime, today: date) -> dict[UUID, Asked]:
    kinds, standards = kinds_of(ids, at), kind_standards(today)
    return {one: _asked(standards.get(kinds.get(one, CircleKind.ADULT))) for one in ids}


def _asked(standard: KindStandard | None) -> Asked:
    if standard is None:
        return Asked()
    return Asked(standard.needs_carers, standard.needs_capacity, standard.needs_disclosure_scope)


def _newest_agreements(ids: Sequence[UUID]) -> Mapping[UUID, dict[UUID | None, Newest]]:
    withdrawn = AgreementWithdrawn.objects.filter(agreement=OuterRef("pk"))
    rows = Agreement.objects.filter(core_member__in=ids).annotate(gone=Exists(withdrawn)).order_by("recorded_at")
    found: dict[UUID, dict[UUID | None, Newest]] = defaultdict(dict)
    for row in rows:
        found[row.core_member_id][row.carer_id] = Newest(row.pk, row.agreed_on, row.gone)
    return found


def _carers(ids: Sequence[UUID], at: datetime) -> Mapping[UUID, list[tuple[UUID, str]]]:
    """Those whose consent is needed now."""
    rows = Carer.objects.filter(now(at), core_member__in=ids, consent_required=True).order_by("name", "pk")
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for row in rows:
        found[row.core_member_id].append((row.pk, row.name))
    return found


def _newest_of(rows: Iterable[Any]) -> list[tuple[UUID, Any]]:
    """Later ones after earlier ones, for a dictionary."""
    return [(row.core_member_id, row) for row in sorted(rows, key=lambda row: row.recorded_at)]


@dataclass(frozen=True)
class NoLonger:
    """Somebody whose agreement is withdrawn while they wait for a Circle or are in one."""

    core_member: CoreMember
    withdrawn_at: datetime


def agreed_no_longer(at: datetime, *, areas: Iterable[UUID] | None, count: int) -> tuple[list[NoLonger], int]:
    """Withdrawn and not given again, and the person still has a place: the longest first."""
    seat = Seat.objects.filter(now(at), core_member=OuterRef("core_member"), part=SeatPart.CORE_MEMBER)
    place = WaitingPlace.objects.filter(core_member=OuterRef("core_member"), left__isnull=True)
    rows = AgreementWithdrawn.objects.filter(Exists(seat) | Exists(place))
    if areas is not None:
        rows = rows.filter(area__in=list(areas))
    since: dict[CoreMember, datetime] = {}
    for row in rows.select_related("core_member__area").order_by("withdrawn_at"):
        since.setdefault(row.core_member, row.withdrawn_at)
    stands = standing_of(list(since), at)
    found = [NoLonger(one, moment) for one, moment in since.items() if stands[one.pk].is_withdrawn]
    return found[:count], len(found)


# --- what was written, against a receipt ---


@dataclass(frozen=True)
class AgreementLine:
    row: Agreement
    taken_by: str
    who: str
    words: AgreementWords | None
    withdrawn: AgreementWithdrawn | None


@dataclass(frozen=True)
class Papers:
    """Everything about one person's agreeing, the newest first."""

    agreements: list[AgreementLine]
    capacity: list[tuple[CapacityRecord, str, CapacityWords | None]]
    scopes: list[tuple[DisclosureScope, str, ScopeWords | None, str]]


def open_papers(core_member: CoreMember, *, by: Actor) -> Papers:
    """With what was said and seen: eleven reads. Leaves receipts for the person and for each scope."""
    leave_receipt(
        "people.coremember", core_member.pk, by=by.acting, area_id=core_member.area_id, person_id=core_member.pk
    )
    scopes = list(DisclosureScope.objects.filter(core_member=core_member).order_by("-recorded_at"))
    for one in scopes[:1]:
        leave_receipt(SCOPE, one.pk, by=by.acting, area_id=one.area_id, person_id=core_member.pk)
    agreements = list(
        Agreement.objects.filter(core_member=core_member).select_related("carer", "words").order_by("-recorded_at")
    )
    records = list(CapacityRecord.objects.filter(core_member=core_member).order_by("-recorded_at"))
    names = names_of(
        [*(one.taken_by_id for one in agreements), *(one.by_id for one in records), *(one.by_id for one in scopes)]
    )
    return Papers(
        _agreement_lines(core_member, agreements, names),
        _with_words(records, CapacityWords.objects.filter(core_member=core_member), "record_id", names),
        [
            (one, who, words, told.get(one.pk, ""))
            for told in [_told(core_member.pk)]
            for one, who, words in _with_words(
                scopes, ScopeWords.objects.filter(core_member=core_member), "scope_id", names
            )
        ],
    )


def _agreement_lines(
    core_member: CoreMember, rows: Sequence[Agreement], names: Mapping[UUID, str]
) -> list[AgreementLine]:
    said = {one.agreement_id: one for one in AgreementWords.objects.filter(core_member=core_member)}
    gone = {one.agreement_id: one for one in AgreementWithdrawn.objects.filter(core_member=core_member)}
    own = f"{core_member.given_name} {core_member.family_name}"
    return [
        AgreementLine(
            row,
            names.get(row.taken_by_id, ""),
            row.carer.name if row.carer else own,
            said.get(row.pk),
            gone.get(row.pk),
        )
        for row in rows
    ]


def _with_words(rows: Sequence[Any], words: Iterable[Any], link: str, names: Mapping[UUID, str]) -> list[Any]:
    said = {getattr(one, link): one for one in words}
    return [(one, names.get(one.by_id, ""), said.get(one.pk)) for one in rows]


def _told(core_member_id: UUID) -> dict[UUID, str]:
    rows = ScopeForVolunteers.objects.filter(core_member=core_member_id)
    return dict(rows.values_list("scope", "text"))


def agreement(agreement_id: UUID) -> Agreement:
    """Raises NotFound."""
    found = Agreement.objects.filter(pk=agreement_id).select_related("core_member__area", "carer").first()
    if found is None:
        raise NotFound()
    return found


# --- for volunteers ---


def open_scope_of(circle: Circle, *, by: Actor) -> tuple[DisclosureScope, str] | None:
    """What the volunteers of a Circle are told may be talked about. Leaves a receipt; None where nothing was agreed."""
    seats = Seat.objects.filter(now(by.now), circle=circle, part=SeatPart.CORE_MEMBER)
    person = seats.values_list("core_member", flat=True).first()
    found = DisclosureScope.objects.filter(core_member=person).order_by("-recorded_at").first() if person else None
    if found is None:
        return None
    leave_receipt(SCOPE, found.pk, by=by.acting, circle_id=circle.pk, area_id=found.area_id, person_id=person)
    text = ScopeForVolunteers.objects.filter(scope=found).values_list("text", flat=True).first()
    return found, text or ""


# --- the words ---


def audience_of(core_member: CoreMember, kind: str, *, is_carer: bool, on: date) -> Audience:
    """Whose form: a carer's; a young person's, in their kind of Circle or before they come of age; else an adult's."""
    if is_carer:
        return Audience.CARER
    is_child = core_member.born_on is not None and on < comes_of_age(core_member.born_on)
    return Audience.YOUNG if is_child or kind == CircleKind.YOUNG else Audience.ADULT


def words_on(audience: Audience, style: Style, day: date) -> tuple[Words, FormOfWords | None]:
    """What is in force on a day: the charity's own, or what Encircle comes with."""
    row = FormOfWords.objects.filter(audience=audience, style=style, starts_on__lte=day).order_by("-starts_on").first()
    return (Words(row.title, row.lines), row) if row else (SHIPPED[audience, style], None)


def versions_of(audience: Audience, style: Style) -> list[tuple[FormOfWords, str]]:
    rows = list(FormOfWords.objects.filter(audience=audience, style=style).order_by("-starts_on"))
    names = names_of(row.set_by_id for row in rows)
    return [(row, names.get(row.set_by_id, "")) for row in rows]
