"""The report at the end, opened for release: what the sieve of `sharing` needs of it. See docs/adr/0011."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Circle, Ending
from encircle.rooms.circles.vocabulary import ProgressKind
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.organisation.models import Topic
from encircle.rooms.organisation.vocabulary import Part
from encircle.rooms.reviews.actions.packing import subjects
from encircle.rooms.reviews.onward import parted
from encircle.rooms.sharing.facts import centre_of
from encircle.rooms.sharing.rules import require_releasing
from encircle.rooms.sharing.sifting import Opened, Paper, PaperPassage, opened_paper
from encircle.rooms.sharing.vocabulary import ReleaseKind

from .actions.reporting import open_version
from .models import ReportApproval, ReportPassage, ReportVersion
from .report import OF_FIGURES, TOPICS, open_until, passages_of
from .vocabulary import ReportPart

HEADING_OF_FIGURES = "What the record counts"


@dataclass(frozen=True)
class OpenedReport:
    """A report as the sieve takes it, and the headings of what its agency let go on and lets no longer."""

    opened: Opened
    open_until: datetime
    taken_back: list[str]


def open_report_for_release(version_id: UUID, *, by: Actor) -> OpenedReport:
    """What agencies no longer let go on is not in it, nor how many concerns there were.

    Raises NotFound, or NotAllowed while it is not approved and after its time. Call at the top of the request.
    """
    version = open_version(version_id, by=by)
    require_releasing(by, version.area_id)
    if not ReportApproval.objects.filter(pk=version_id).exists():
        raise NotAllowed("This report has not been approved.")
    ending = Ending.objects.get(pk=version.circle_id)
    until = open_until(ending)
    if by.now >= until:
        raise NotAllowed(f"This report could be released until {_day(until)}. That day is over.")
    core_member_id = centre_of(version.circle_id, ending.ended_at)
    if core_member_id is None:
        raise NotAllowed("This Circle has no core member, so there is no consent to rest on.")
    words = parted(passages_of(version_id))
    passages = _outside(version, words.leaves)
    opened = opened_paper(_paper(version, ending, until), passages, core_member_id, by=by)
    return OpenedReport(opened, until, [one.heading for one in words.taken_back])


def _paper(version: ReportVersion, ending: Ending, until: datetime) -> Paper:
    return Paper(
        id=version.pk,
        kind=ReleaseKind.ENDING,
        circle=Circle.objects.select_related("area").get(pk=version.circle_id),
        moment=ending.ended_at,
        about_on=in_london(ending.ended_at).date(),
        open_until=until,
    )


def _outside(version: ReportVersion, words: list[ReportPassage]) -> Iterator[PaperPassage]:
    """In short, what the record counts, and the rest."""
    topics = {topic.pk: topic for topic in subjects()}
    first = [one for one in words if one.part == ReportPart.SUMMARY]
    yield from (_passage(one, topics) for one in first)
    yield _figures(version, topics)
    yield from (_passage(one, topics) for one in words if one not in first)


def _passage(one: ReportPassage, topics: dict[str, Topic]) -> PaperPassage:
    topic = one.topic or _topic(TOPICS[ReportPart(one.part)], topics)
    outcome = ProgressKind(one.outcome).label if one.outcome else ""
    text = "\n\n".join(filter(None, (outcome, one.text)))
    return PaperPassage(one.pk, Part.WITH_CORE_MEMBER, topic, one.position, text, heading_of(one)[:120])


def heading_of(one: ReportPassage) -> str:
    """As it stands over the passage wherever the report is read."""
    if one.part == ReportPart.GOAL:
        return f"Goal: {one.heading}"
    return one.heading if one.part == ReportPart.AGENCIES else str(ReportPart(one.part).label)


def _figures(version: ReportVersion, topics: dict[str, Topic]) -> PaperPassage:
    """Under the version's own id: the numbers are its own."""
    text = figures_in_words(version)
    return PaperPassage(version.pk, Part.WITH_CORE_MEMBER, _topic(OF_FIGURES, topics), 0, text, HEADING_OF_FIGURES)


def figures_in_words(version: ReportVersion) -> str:
    """How many concerns there were stays inside."""
    return (
        f"Meetings held: {version.meetings_held} of {version.meetings_planned} planned.\n"
        f"The core member came to {version.core_member_came}.\n"
        f"Reviews held: {version.reviews_held}."
    )


def _topic(code: str, topics: dict[str, Topic]) -> Topic:
    """A subject the charity no longer asks about is asked for by its first: nothing leaves without a consent."""
    return topics.get(code) or next(iter(topics.values()))


def _day(until: datetime) -> str:
    day = last_day(until)
    return f"{day.day} {day:%B %Y}"
