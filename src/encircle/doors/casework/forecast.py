"""Volunteers who are free against people who wait, by area and weekly slot; and where to recruit next."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from encircle.design.dates import counted
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.forming.forecast import forecast as found_forecast
from encircle.rooms.forming.model import Id, Slot
from encircle.rooms.forming.supply import Lacking, Supply
from encircle.rooms.volunteers.vocabulary import slot_words

from .answers import page
from .areas import areas_of
from .guard import StaffRequest, for_staff

WIDE, LABEL = 140, 178  # of the longest bar and of the words before it, in the picture's own units
TALL = 26


@dataclass(frozen=True)
class Bar:
    words: str
    count: int
    width: int
    top: int


@dataclass(frozen=True)
class AreaView:
    name: str
    found: Supply
    says: list[str]
    bars: list[Bar]

    @property
    def height(self) -> int:
        return TALL * len(self.bars)


@require_safe
@for_staff
def forecast(request: StaffRequest) -> HttpResponse:
    by, areas = request.actor, areas_of(request.actor)
    names: dict[Id, str] = {area.pk: area.name for area in areas}
    found = [one for one in found_forecast(areas, by.now) if one.waiting or one.free or one.unsaid]
    record(Verb.LISTED, "forming.forecast", by=by.acting, detail=str(len(found)))
    views = [AreaView(names[one.area], one, _says(one), _bars(one)) for one in found]
    context = {"tab": "forecast", "areas": views, "rows": [_row(one) for one in views], "label": LABEL, "tall": TALL}
    return page(request, "forecast.html", context)


def _row(view: AreaView) -> list[str]:
    found = view.found
    numbers = (found.waiting, found.wanted, found.free, found.women, found.men, found.experienced, found.at_most)
    return [view.name, *map(str, numbers)]


def _bars(found: Supply) -> list[Bar]:
    most = max((count for _, count in found.by_slot), default=1)
    return [
        Bar(_words(slot), count, max(2, WIDE * count // most), TALL * number)
        for number, (slot, count) in enumerate(found.by_slot)
    ]


def _words(slot: Slot) -> str:
    return slot_words(f"{slot.weekday}_{slot.part}")


def _says(found: Supply) -> list[str]:
    """What to do next, in sentences: only what counting proves."""
    says = []
    if not found.waiting:
        says.append("Nobody waits here.")
    elif found.without:
        says.append(
            f"{counted(found.waiting, 'person', 'people')} waiting; volunteers for {counted(found.at_most, 'Circle')} "
            "at most."
        )
    else:
        says.append("By count there are enough volunteers for everybody who waits.")
    says += [_lack(found, lack) for lack in found.lacking]
    if found.unsaid:
        says.append(
            f"Ask {counted(found.unsaid, 'volunteer')} without a Circle when they are free: they have not said."
        )
    if found.lacking and found.best_slots:
        says.append(f"Most could come on {' or '.join(_words(slot) for slot in found.best_slots)}.")
    return says


def _lack(found: Supply, lack: Lacking) -> str:
    match lack:
        case Lacking.VOLUNTEERS:
            return f"Recruit {counted(found.wanted - found.free, 'more volunteer')} for everybody to have a Circle."
        case Lacking.WOMEN:
            return f"Recruit women: {found.women or 'none'} free, and each Circle needs one."
        case Lacking.MEN:
            return f"Recruit men: {found.men or 'none'} free, and each Circle needs one."
        case Lacking.EXPERIENCED:
            return f"Been in a Circle before: {found.experienced or 'nobody'} who is free, and each Circle needs one."
