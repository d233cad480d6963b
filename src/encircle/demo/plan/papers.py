"""What agencies have said of the people at the centre, and the documents that came with it: drawn from the plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..days import DAY, london_day
from .shapes import CharityPlan, CoreMember

ADULT = (("osp_dc", "2", "High", 40), ("arms", "", "High", 200), ("arms", "", "Medium", 30))
YOUNG = (("asset_plus", "", "Medium", 60), ("aim3", "", "Moderate", 25))
ASKS = {"osp_dc": "probation", "arms": "police", "asset_plus": "youth", "aim3": "youth"}
MOST = 60  # people with documents: they are enough to look at, and each is really made


@dataclass(frozen=True, slots=True)
class Assessment:
    key: str
    person: str
    area: str
    tool: str
    version: str
    result: str
    assessed_on: date
    agency: str | None
    by: str
    at: datetime
    paper: str | None = None  # the document it stands in


@dataclass(frozen=True, slots=True)
class Paper:
    key: str
    person: str
    area: str
    kind: str
    file: str  # pdf, word, png, text
    name: str
    lines: tuple[str, ...]
    agency: str | None
    written_on: date
    onward: str
    by: str
    at: datetime
    is_refused: bool = False  # by the scanner, after it came


class Outer:
    """Which agencies sit in whose outer circle, worked out once for the whole charity."""

    def __init__(self, plan: CharityPlan) -> None:
        self.circles = {circle.core_member: circle for circle in plan.circles}
        self.kinds = {agency.key: agency.kind for agency in plan.agencies}
        self.seated: dict[str, list[str]] = {}
        for seat in plan.seats:
            if seat.agency:
                self.seated.setdefault(seat.circle, []).append(seat.agency)

    def agency(self, person: str, kind: str) -> str | None:
        """Of that person's outer circle: of the kind, else any."""
        circle = self.circles.get(person)
        seated = self.seated.get(circle.key, []) if circle else []
        own = [agency for agency in seated if self.kinds.get(agency, "").startswith(kind)]
        return next(iter(own or seated), None)


def assessments(plan: CharityPlan) -> Iterator[Assessment]:
    outer = Outer(plan)
    for member in plan.core_members:
        circle = outer.circles.get(member.person)
        tools = YOUNG if circle is not None and circle.kind == "young" else ADULT
        for number, (tool, version, result, days) in enumerate(tools):
            day = london_day(plan.now) - days * DAY
            yield Assessment(
                key=f"{member.person}/{number}", person=member.person, area=member.area, tool=tool, version=version,
                result=result, assessed_on=day, agency=outer.agency(member.person, ASKS[tool]), by=member.added_by,
                at=_after(day, plan.now), paper=f"{member.person}/letter" if _has_letter(member, tool, days) else None,
            )  # fmt: skip


def papers(plan: CharityPlan) -> Iterator[Paper]:
    outer = Outer(plan)
    for member in plan.core_members[:MOST]:
        circle = outer.circles.get(member.person)
        if member.person == "mark":
            yield from _marks(plan, member, outer)
        elif circle is not None and circle.state == "running":
            yield _licence(plan, member, outer, 2)


def _has_letter(member: CoreMember, tool: str, days: int) -> bool:
    return member.person == "mark" and tool == "arms" and days < 100


def _marks(plan: CharityPlan, member: CoreMember, outer: Outer) -> Iterator[Paper]:
    """One of each kind of file, and one that the scanner would not let through."""
    probation, police = (outer.agency(member.person, kind) for kind in ("probation", "police"))
    known = plan.people[member.person].given
    mark = plan.canaries.mark(person=member.person, kind="document")
    yield _licence(plan, member, outer, 3)
    letter = (
        "Dear colleague,",
        f"The ARMS assessment was done anew. {known} has a settled week, and the work priority is now medium.",
        f"Please look out for changes in his routine at weekends. Our reference is {mark}.",
        "Devon and Cornwall Police, offender management",
    )
    for key, kind, file, name, lines, agency, days, onward in (
        ("letter", "letter", "word", "Letter about ARMS.docx", letter, police, 28, "coordinator_only"),
        ("plot", "picture", "png", "Allotment.png", ("The plot he looks after.",), None, 21, "outer_circle"),
        (
            "note",
            "other",
            "text",
            "Telephone note.txt",
            (f"{known} rang about the bus times.",),
            None,
            9,
            "outer_circle",
        ),
    ):
        yield _paper(plan, member, key, kind, file, name, tuple(lines), agency, days, onward)
    yield _paper(
        plan, member, "harmful", "report", "pdf", "Report.pdf", ("",), probation, 4, "coordinator_only", refused=True
    )


def _licence(plan: CharityPlan, member: CoreMember, outer: Outer, pages: int) -> Paper:
    """As many pages as there are lines."""
    known = plan.people[member.person].given
    lines = (
        f"Licence conditions of {known}: an invented example. To be of good behaviour and not to undermine the purpose "
        "of the licence period; to keep in touch with the supervising officer; to live where the officer approves.",
        "Additional conditions: not to enter the area marked on the map without permission; to tell the officer of any "
        "device that can reach the internet.",
        "Signed by the releasing officer on behalf of the Secretary of State. All of it is invented.",
    )
    agency = outer.agency(member.person, "probation")
    return _paper(
        plan, member, "licence", "licence", "pdf", "Licence.pdf", lines[:pages], agency, 70, "coordinator_only"
    )


def _paper(
    plan: CharityPlan,
    member: CoreMember,
    key: str,
    kind: str,
    file: str,
    name: str,
    lines: tuple[str, ...],
    agency: str | None,
    days: int,
    onward: str,
    *,
    refused: bool = False,
) -> Paper:
    day = london_day(plan.now) - days * DAY
    return Paper(
        key=f"{member.person}/{key}", person=member.person, area=member.area, kind=kind, file=file, name=name,
        lines=lines, agency=agency, written_on=day, onward=onward, by=member.added_by, at=_after(day, plan.now),
        is_refused=refused,
    )  # fmt: skip


def _after(day: date, now: datetime) -> datetime:
    """Two days later, in working hours, and never ahead."""
    return min(now, now - (london_day(now) - day) + timedelta(days=2))
