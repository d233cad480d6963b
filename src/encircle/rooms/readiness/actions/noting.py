"""Sign the agreement on screen, key one signed on paper, and note what a paper from before Encircle shows."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.volunteers.models import Volunteer

from ..models import Paper, PaperTakenBack, Signing, Wording
from ..queries import has_signed
from ..rules import require_noting
from ..vocabulary import ON_PAPER, Condition, Mistaken, Signed


@transaction.atomic
def sign_on_screen(wording_id: UUID, *, agrees: bool, id: UUID, by: Actor, at: datetime) -> None:
    """By the volunteer themselves, today. Signed once: the same again changes nothing. Raises NotFound or Invalid."""
    if by.volunteer_id is None:
        raise NotFound()
    volunteer = Volunteer.objects.get(pk=by.volunteer_id)
    wording = _wording(wording_id, in_london(at).date())
    if not agrees:
        raise Invalid({"agrees": "Select this if you agree. If you do not, talk to your coordinator first"})
    _sign(volunteer, wording, Signed.SCREEN, in_london(at).date(), id=id, by=by, at=at)


@transaction.atomic
def key_signing(volunteer: Volunteer, wording_id: UUID, *, signed_on: date, id: UUID, by: Actor, at: datetime) -> None:
    """Signed on paper: the day on it, and the day it is keyed. Raises NotAllowed or Invalid."""
    require_noting(by, volunteer)
    today = in_london(at).date()
    wording = _wording(wording_id, today)
    if signed_on > today:
        raise Invalid({"signed_on": "The day must be today or earlier"})
    if signed_on < wording.in_force_from:
        raise Invalid({"signed_on": "These words were not there on that day"})
    if has_signed(volunteer, wording.pk).exclude(pk=id).exists():
        raise Invalid({"signed_on": "They have signed these words already"})
    _sign(volunteer, wording, Signed.PAPER, signed_on, id=id, by=by, at=at)


@transaction.atomic
def note_paper(
    volunteer: Volunteer, condition: Condition, *, dated_on: date, id: UUID, by: Actor, at: datetime
) -> None:
    """What the charity did and kept on paper before it kept it here. Raises NotAllowed or Invalid."""
    require_noting(by, volunteer)
    if Paper.objects.filter(pk=id).exists():
        return
    if condition not in ON_PAPER:
        raise NotAllowed("This is noted where it belongs.")
    if dated_on > in_london(at).date():
        raise Invalid({"dated_on": "The day must be today or earlier"})
    row = Paper(
        id=id, volunteer=volunteer, area_id=volunteer.area_id, condition=condition, dated_on=dated_on,
        follows=_newest_taken_back(volunteer, condition), by_id=by.user_id, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Paper.objects.bulk_create([row])
    except IntegrityError:
        raise Invalid({"condition": "It is noted already that this was seen on paper"}) from None
    record(Verb.CREATED, "readiness.paper", id, by=by.acting, area_id=volunteer.area_id, detail=condition)


@transaction.atomic
def take_paper_back(paper: Paper, because: Mistaken, *, id: UUID, by: Actor, at: datetime) -> None:
    """Noted by mistake: the gate counts it no more, and it can be noted rightly. Raises NotAllowed or Invalid."""
    require_noting(by, paper.volunteer)
    row = PaperTakenBack(
        id=id, volunteer_id=paper.volunteer_id, area_id=paper.area_id, paper=paper, condition=paper.condition,
        because=because, by_id=by.user_id, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            PaperTakenBack.objects.bulk_create([row])
    except IntegrityError:
        raise Invalid("This was taken back already") from None
    record(Verb.CREATED, "readiness.papertakenback", id, by=by.acting, area_id=paper.area_id, detail=because)


def _newest_taken_back(volunteer: Volunteer, condition: Condition) -> PaperTakenBack | None:
    found = PaperTakenBack.objects.filter(volunteer=volunteer, condition=condition, followed_by=None)
    return found.order_by("-at").first()


def _wording(wording_id: UUID, today: date) -> Wording:
    found = Wording.objects.filter(pk=wording_id, in_force_from__lte=today).first()
    if found is None:
        raise NotFound()
    return found


def _sign(
    volunteer: Volunteer, wording: Wording, how: Signed, signed_on: date, *, id: UUID, by: Actor, at: datetime
) -> None:
    if has_signed(volunteer, wording.pk).exists():
        return
    row = Signing(
        id=id, volunteer=volunteer, area_id=volunteer.area_id, wording=wording, how=how, signed_on=signed_on,
        by_id=by.user_id, at=at,
    )  # fmt: skip
    Signing.objects.bulk_create([row])
    record(Verb.CREATED, "readiness.signing", id, by=by.acting, area_id=volunteer.area_id, detail=how)
