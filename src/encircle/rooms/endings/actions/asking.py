"""Ask everybody who had a part in a Circle: by a notice who signs in, by a personal link or on paper who does not."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.queries import kind_standard
from encircle.rooms.organisation.vocabulary import Respondent
from encircle.rooms.referrals.models import Holder

from ..models import Questionnaire, QuestionnaireLink, Return
from ..queries import login_of, newest_set
from ..rules import require_ending_well

LASTS = timedelta(days=60)


def whom_to_ask(circle: Circle, at: datetime) -> list[Questionnaire]:
    """Everybody whom the standard of its kind names and who was not asked yet, as rows that are not written yet.

    The referrer, and every professional and volunteer who ever had a seat; a referrer who sat in the outer circle is
    asked in both parts.
    """
    standard = kind_standard(circle.kind, on=in_london(at).date())
    wanted = set(standard.questionnaires_to) if standard else set(Respondent.values)
    easy_read = bool(standard and standard.easy_read)
    asked = {_key(row) for row in Questionnaire.objects.filter(circle=circle)}
    found = {_key(row): row for row in _everybody(circle) if row.respondent in wanted}
    new = [row for key, row in found.items() if key not in asked]
    for row in new:
        row.question_set = newest_set(row.respondent, easy_read=easy_read)  # type: ignore[assignment]
    return [row for row in new if row.question_set is not None]


def _everybody(circle: Circle) -> Iterator[Questionnaire]:
    seats = list(
        Seat.objects.filter(circle=circle)
        .exclude(part=SeatPart.COORDINATOR)
        .select_related("core_member", "volunteer", "professional__agency")
        .order_by("starts_at", "pk")
    )
    people = [seat.core_member_id for seat in seats if seat.core_member_id]
    holders = Holder.objects.filter(referral__subject_id__in=people, professional__isnull=False)
    referrer = holders.select_related("professional__agency").order_by("-starts_at").first()
    if referrer is not None:
        yield _row(circle, Respondent.REFERRER, professional=referrer.professional)
    for seat in seats:
        if seat.professional is not None:
            yield _row(circle, Respondent.PROFESSIONAL, professional=seat.professional)
        elif seat.volunteer is not None:
            yield _row(circle, Respondent.VOLUNTEER, volunteer=seat.volunteer)
        else:
            yield _row(circle, Respondent.CORE_MEMBER, core_member=seat.core_member)


def _row(circle: Circle, respondent: Respondent, **person: object) -> Questionnaire:
    return Questionnaire(
        circle=circle, area_id=circle.area_id, circle_reference=circle.reference, respondent=respondent, **person
    )


def _key(row: Questionnaire) -> tuple[str, UUID | None]:
    return str(row.respondent), row.professional_id or row.volunteer_id or row.core_member_id


@transaction.atomic
def ask_everybody(circle_id: UUID, *, by: Actor, at: datetime) -> int:
    """How many were asked now: twice pressed asks nobody twice. Raises NotFound, NotAllowed or Invalid."""
    circle = Circle.objects.select_for_update(of=("self",)).filter(pk=circle_id).first()
    if circle is None:
        raise NotFound()
    require_ending_well(by, circle.area_id)
    new = whom_to_ask(circle, at)
    for row in new:
        row.asked_at, row.asked_by_id = at, by.user_id
    Questionnaire.objects.bulk_create(new)
    for row in new:
        record(
            Verb.CREATED, "endings.questionnaire", row.pk, by=by.acting, circle_id=circle.pk, area_id=circle.area_id,
            detail=row.respondent,
        )  # fmt: skip
        if (user_id := login_of(row)) is not None:
            notify(user_id, NoticeKind.WAITING, at=at, item_id=row.pk, area_id=circle.area_id)
    return len(new)


# --- the personal link ---


@transaction.atomic
def make_link(questionnaire_id: UUID, *, by: Actor, at: datetime) -> str:
    """The path of a new personal address, known this once; every earlier one of the questionnaire ends with it.

    Raises NotFound, NotAllowed or Invalid.
    """
    row = Questionnaire.objects.filter(pk=questionnaire_id).first()
    if row is None:
        raise NotFound()
    require_ending_well(by, row.area_id)
    if Return.objects.filter(pk=row.pk).exists():
        raise Invalid("The answers are here already")
    token = secrets.token_urlsafe(32)
    link = QuestionnaireLink(
        questionnaire=row, circle_id=row.circle_id, area_id=row.area_id, token_hash=hashed(token), made_at=at,
        made_by_id=by.user_id, expires_at=at + LASTS,
    )  # fmt: skip
    QuestionnaireLink.objects.bulk_create([link])
    record(
        Verb.EXPORTED, "endings.questionnaire", row.pk, by=by.acting, circle_id=row.circle_id, area_id=row.area_id,
        detail="personal link",
    )  # fmt: skip
    return path_of(token)


def path_of(token: str) -> str:
    return f"/questionnaire/{token}"


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
