"""Information is sent; somebody is declined, or withdraws. Each is a step, and after the last there is no other."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..models import Applicant, Step
from ..queries import Standing, standing_of
from ..rules import require_recruiting
from ..vocabulary import REASONS_FOR, About, Contact, Reason, Stage
from .enquiring import write_words

LONGEST_LETTER = 3000


@transaction.atomic
def send_information(
    applicant_id: UUID, *, sent_by: Contact, on: date, id: UUID | None = None, by: Actor, at: datetime
) -> None:
    """That the charity's information went out, how, and on which day. Raises NotFound, NotAllowed, Invalid."""
    standing = in_hand(applicant_id, by=by)
    asked = in_london(standing.applicant.asked_at).date()
    if not asked <= on <= in_london(at).date():
        raise Invalid({"on": "The day must be between the day they asked and today"})
    if standing.stage not in (Stage.ASKED, Stage.INFORMED):
        raise NotAllowed("They are past this step: they were invited to apply.")
    add_step(standing.applicant, Stage.INFORMED, sent_by=sent_by, on=on, id=id, by=by, at=at)


@transaction.atomic
def decline(
    applicant_id: UUID, *, reason: Reason, letter: str, id: UUID | None = None, by: Actor, at: datetime
) -> None:
    """With a coded reason, which stays here, and the letter in kind words, which is theirs."""
    standing = in_hand(applicant_id, by=by)
    text = letter.strip()
    if not text:
        raise Invalid({"letter": "Write the letter"})
    if len(text) > LONGEST_LETTER:
        raise Invalid({"letter": f"The letter must be {LONGEST_LETTER:,} characters or fewer"})
    _end(standing.applicant, Stage.DECLINED, reason, id=id, by=by, at=at)
    write_words(standing.applicant, About.LETTER, text, by=by, at=at)


@transaction.atomic
def withdraw(applicant_id: UUID, *, reason: Reason, id: UUID | None = None, by: Actor, at: datetime) -> None:
    """They think better of it, or do not answer any more."""
    _end(in_hand(applicant_id, by=by).applicant, Stage.WITHDRAWN, reason, id=id, by=by, at=at)


@transaction.atomic
def add_note(
    applicant_id: UUID, text: str, *, about: About = About.NOTE, id: UUID | None = None, by: Actor, at: datetime
) -> None:
    standing = standing_of(applicant_id)
    require_recruiting(by, standing.applicant)
    if not text.strip():
        raise Invalid({"text": "Enter what was said"})
    write_words(standing.applicant, about, text, id=id, by=by, at=at)
    record(
        Verb.CHANGED, "recruiting.applicant", applicant_id, by=by.acting, area_id=standing.applicant.area_id,
        fields=["note"],
    )  # fmt: skip


def in_hand(applicant_id: UUID, *, by: Actor) -> Standing:
    """Raises NotFound, and NotAllowed where it is over or another area's."""
    standing = standing_of(applicant_id)
    require_recruiting(by, standing.applicant)
    if standing.is_over:
        raise NotAllowed("This has ended. Whoever comes forward again asks anew.")
    return standing


def _end(applicant: Applicant, stage: Stage, reason: Reason, *, id: UUID | None, by: Actor, at: datetime) -> None:
    if reason not in REASONS_FOR[stage]:
        raise Invalid({"reason": "Select a reason from the list"})
    try:
        with transaction.atomic():
            add_step(applicant, stage, reason=reason, id=id, by=by, at=at)
    except IntegrityError:
        raise NotAllowed("This has ended already.") from None


def add_step(
    applicant: Applicant,
    stage: Stage,
    *,
    by: Actor,
    at: datetime,
    on: date | None = None,
    reason: str = "",
    sent_by: str = "",
    id: UUID | None = None,
) -> None:
    step = Step(
        id=id or new_id(),
        applicant=applicant,
        area_id=applicant.area_id,
        stage=stage,
        reason=reason,
        sent_by=sent_by,
        happened_on=on or in_london(at).date(),
        at=at,
        by_id=by.user_id,
    )
    Step.objects.bulk_create([step])
    record(Verb.CHANGED, "recruiting.applicant", applicant.pk, by=by.acting, area_id=applicant.area_id, detail=stage)
