"""A named person strikes out names before anybody else reads what was written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.people.models import CoreMember
from encircle.rooms.sharing.redaction import Known, Span, strike_out
from encircle.rooms.sharing.surroundings import surroundings_of

from ..models import Questionnaire, Return, ScreenedWords, Screener, Screening
from ..queries import words_to_screen
from ..rules import require_ending_well


def open_questionnaire(questionnaire_id: UUID, *, by: Actor) -> Questionnaire:
    """Leaves the receipt for its words. Raises NotFound. Call at the top of the request."""
    row = Questionnaire.objects.filter(pk=questionnaire_id).first()
    if row is None:
        raise NotFound()
    leave_receipt("endings.questionnaire", row.pk, by=by.acting, circle_id=row.circle_id, area_id=row.area_id)
    return row


@transaction.atomic
def take_on_screening(questionnaire_id: UUID, *, by: Actor, at: datetime) -> None:
    """From now on `by` is a named person who reads what was written. Raises NotFound, NotAllowed or Invalid."""
    row = _answered(questionnaire_id, by)
    if Screening.objects.filter(pk=row.pk).exists():
        raise Invalid("Names have been struck out already")
    if Screener.objects.filter(questionnaire=row, user_id=by.user_id).exists():
        return
    named = Screener(
        questionnaire=row, circle_id=row.circle_id, area_id=row.area_id, user_id=by.user_id, named_at=at,
        named_by_id=by.user_id,
    )  # fmt: skip
    Screener.objects.bulk_create([named])
    record(Verb.CREATED, "endings.screener", row.pk, by=by.acting, circle_id=row.circle_id, area_id=row.area_id)


def is_screener(questionnaire_id: UUID, by: Actor) -> bool:
    return Screener.objects.filter(questionnaire=questionnaire_id, user_id=by.user_id).exists()


def known_around(row: Questionnaire, *, by: Actor) -> Known:
    """Everybody round the Circle, the core member by every name: whoever reads answers across Circles knows nobody."""
    circle = Circle.objects.get(pk=row.circle_id)
    people = list(
        CoreMember.objects.filter(
            pk__in=Seat.objects.filter(circle=circle, core_member__isnull=False).values("core_member")
        )
    )
    known = Known()
    for person in people:
        found = surroundings_of(circle, person.pk, by=by).known
        first_names = {person.given_name, person.known_as}
        known = replace(found, first_names=found.first_names | known.first_names | first_names)
    return known


@transaction.atomic
def screen(questionnaire_id: UUID, spans: Mapping[UUID, Sequence[Span]], *, by: Actor, at: datetime) -> None:
    """Keeps the words without what is struck out, question by question. Raises NotFound, NotAllowed or Invalid.

    The receipt was left by `open_questionnaire` in this request.
    """
    row = _answered(questionnaire_id, by)
    written = words_to_screen(questionnaire_id)
    if not is_screener(questionnaire_id, by) or not written:
        raise NotAllowed("Take it on first: then the trace says who reads what was written.")
    of = {"questionnaire_id": row.pk, "circle_id": row.circle_id, "area_id": row.area_id}
    try:
        with transaction.atomic():
            Screening.objects.bulk_create([Screening(**of, screened_at=at, screened_by_id=by.user_id)])
    except IntegrityError:
        raise Invalid("Names have been struck out already") from None
    ScreenedWords.objects.bulk_create(
        ScreenedWords(
            id=new_id(), question=question, text=strike_out(text, spans.get(question.pk, ())),
            struck=len(spans.get(question.pk, ())), **of,
        )
        for question, text in written
    )  # fmt: skip
    record(
        Verb.DECIDED, "endings.screening", row.pk, by=by.acting, circle_id=row.circle_id, area_id=row.area_id,
        detail=str(sum(map(len, spans.values()))),
    )  # fmt: skip


def _answered(questionnaire_id: UUID, by: Actor) -> Questionnaire:
    row = Questionnaire.objects.filter(pk=questionnaire_id).first()
    if row is None or not Return.objects.filter(pk=questionnaire_id).exists():
        raise NotFound()
    require_ending_well(by, row.area_id)
    return row
