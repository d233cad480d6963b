"""Change the charity's own choices: name and colour, sharing, approval, how long a session waits."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.keeping import check_why, said

from ..models import Charity, SettingChange
from ..rules import require_changing_settings
from ..vocabulary import Part

IDLE = range(5, 241)  # minutes: shorter interrupts writing, longer leaves a page open for whoever comes by


@dataclass(frozen=True, kw_only=True)
class Look:
    name: str
    colour: str  # checked for contrast by the page
    out_of_hours_number: str


@dataclass(frozen=True, kw_only=True)
class Sharing:
    shared_parts: list[Part]
    blocks_without_agreement: bool
    second_person_for_corrections: bool
    answers_exact_reference: bool


@dataclass(frozen=True, kw_only=True)
class Idle:
    staff_idle_minutes: int
    volunteer_idle_minutes: int


@transaction.atomic
def change_settings(new: Look | Sharing | Idle, *, why: str = "", by: Actor, at: datetime) -> list[str]:
    """Write one group of settings and keep what stood there; names those that changed.

    Raises NotAllowed, or Invalid: also where sharing changes and no reason is given.
    """
    require_changing_settings(by)
    _check(new)
    charity = Charity.objects.first()
    if charity is None:
        raise NotFound()
    wanted = asdict(new)
    changed = [name for name, value in wanted.items() if getattr(charity, name) != value]
    if not changed:
        return []
    if isinstance(new, Sharing):
        check_why(why)
    SettingChange.objects.bulk_create(
        SettingChange(
            field=name,
            old=said(getattr(charity, name)),
            new=said(wanted[name]),
            why=why.strip(),
            by_id=by.user_id,
            at=at,
        )
        for name in changed
    )
    if not Charity.objects.filter(pk=charity.pk).update(**{name: wanted[name] for name in changed}):
        raise NotFound()
    record(Verb.CHANGED, "organisation.charity", charity.pk, by=by.acting, fields=changed)
    return changed


def _check(new: Look | Sharing | Idle) -> None:
    errors = {}
    match new:
        case Look(name=name) if not name.strip():
            errors["name"] = "Enter the charity’s name"
        case Sharing(shared_parts=[]):
            errors["shared_parts"] = "Select at least one part of a meeting that may be shared"
        case Idle():
            sentence = f"Enter a number of minutes from {IDLE[0]} to {IDLE[-1]}"
            errors = {name: sentence for name, minutes in asdict(new).items() if minutes not in IDLE}
    if errors:
        raise Invalid(errors)
