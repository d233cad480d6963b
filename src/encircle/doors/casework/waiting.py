"""What waits, as lines of a work list: the name of the Circle, the day, coded facts, how urgent it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from encircle.design.dates import counted, long_date, plain_date, relative, relative_day
from encircle.design.items import TagColour, WorkItem
from encircle.rooms.meetings.models import Meeting
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.partners.policy import AgreementState
from encircle.rooms.partners.queries import AgencyLine
from encircle.rooms.practice.queries import (
    Clocks,
    Ending,
    Missing,
    Some,
    ToRead,
    ToRelease,
    Wanted,
    agreements_wanting,
    clocks,
    concerns_open,
    consents_ending,
    core_member_did_not_come,
    developments_unread,
    furnish,
    minutes_missing,
    minutes_to_read,
    minutes_to_release,
    releases_unopened,
)
from encircle.rooms.received.models import Development
from encircle.rooms.risk.queries import ConcernLine
from encircle.rooms.sharing.models import Release

from . import concern_words
from .links import to
from .words import beginning_large

# slug -> heading, in the order of the home page: concerns first.
TITLES = {
    "concerns": "Concerns",
    "news": "News from professionals",
    "did-not-come": "The core member did not come",
    "to-read": "Minutes to read",
    "to-release": "Approved, not released",
    "missing": "Minutes not in yet",
    "unopened": "Released, not opened",
    "consents": "Consents about to end",
    "agreements": "Agreements with agencies",
}
COMPLETE = (ConcernLine, AgencyLine)  # these bring their own names
HOURS_MATTER = timedelta(hours=24)
AGREEMENT_WORDS = {
    AgreementState.NONE: "no agreement",
    AgreementState.TO_COME: "agreement not in force yet",
    AgreementState.IN_FORCE: "agreement in force",
    AgreementState.TO_REVIEW: "review due",
    AgreementState.LAPSING: "ends within a month",
    AgreementState.LAPSED: "agreement lapsed",
}
AGREEMENT_COLOURS: dict[AgreementState, TagColour] = {
    AgreementState.NONE: "red",
    AgreementState.TO_COME: "orange",
    AgreementState.IN_FORCE: "green",
    AgreementState.TO_REVIEW: "yellow",
    AgreementState.LAPSING: "yellow",
    AgreementState.LAPSED: "red",
}


@dataclass(frozen=True)
class Section:
    """One list of the home page. `slug` is its own page, where all of it stands."""

    slug: str
    title: str
    items: list[WorkItem]
    total: int

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.items)


class Lists:
    """The lists of one person at one moment, narrowed to an area or not."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.clocks: Clocks = clocks(wanted.at)
        self.names_areas = wanted.by.all_areas and wanted.area_id is None

    def all(self) -> list[Section]:
        """Those that hold anything, concerns first."""
        return [section for section in self._sections(TITLES) if section.total]

    def one(self, slug: str) -> Section:
        return self._sections([slug])[0]

    def _sections(self, slugs: Iterable[str]) -> list[Section]:
        read = {slug: self._read(slug) for slug in slugs}
        furnish(one for some in read.values() for one in some.items if not isinstance(one, COMPLETE))
        return [
            Section(slug, TITLES[slug], [self._item(one) for one in some.items], some.total)
            for slug, some in read.items()
        ]

    def _read(self, slug: str) -> Some:
        match slug:
            case "concerns":
                return concerns_open(self.wanted)
            case "news":
                return developments_unread(self.wanted)
            case "did-not-come":
                return core_member_did_not_come(self.wanted)
            case "to-read":
                return minutes_to_read(self.wanted, self.clocks)
            case "to-release":
                return minutes_to_release(self.wanted, self.clocks)
            case "missing":
                return minutes_missing(self.wanted, self.clocks)
            case "unopened":
                return releases_unopened(self.wanted, self.clocks)
            case "consents":
                return consents_ending(self.wanted)
            case _:
                return agreements_wanting(self.wanted)

    def _item(self, one: object) -> WorkItem:
        match one:
            case ConcernLine():
                return concern_words.item(one, self.wanted.at, says_circle=True, says_area=self.names_areas)
            case Development():
                return self._development(one)
            case Meeting():
                return self._did_not_come(one)
            case ToRead():
                return self._to_read(one)
            case ToRelease():
                return self._to_release(one)
            case Missing():
                return self._missing(one)
            case Release():
                return self._unopened(one)
            case Ending():
                return self._consent(one)
            case AgencyLine():
                return _agreement(one)
        raise TypeError(one)

    # --- one line each ---

    def _development(self, news: Development) -> WorkItem:
        return WorkItem(
            title=f"{news.circle.name}: news from {news.agency.name}",
            url=to("development", news.pk, otherwise=to("circle", news.circle_id)),
            facts=self._facts(news.get_kind_display(), news.area.name, f"sent {self._ago(news.sent_at)}"),
            tag="Urgent" if news.urgent else "New",
            colour="red" if news.urgent else "blue",
            urgency="urgent" if news.urgent else "",
        )

    def _did_not_come(self, meeting: Meeting) -> WorkItem:
        return WorkItem(
            title=f"{meeting.circle.name}: meeting on {long_date(meeting.starts_at)}",
            url=to("meeting", meeting.pk),
            facts=self._facts("", meeting.area.name, "the core member did not come"),
            tag="Did not come",
            colour="orange",
            urgency="soon",
        )

    def _to_read(self, line: ToRead) -> WorkItem:
        version = line.version
        late = line.due < self.wanted.at
        return WorkItem(
            title=f"{version.circle.name}: minutes of {long_date(version.meeting.starts_at)}",
            url=to("minutes", version.pk),
            facts=self._facts("", version.area.name, f"submitted {self._ago(version.submitted_at)}"),
            tag="Late" if late else "New" if line.is_new else "Opened",
            colour="red" if late else "blue" if line.is_new else "grey",
            when=self._due(line.due),
            urgency="urgent" if late else "",
        )

    def _to_release(self, line: ToRelease) -> WorkItem:
        approval, late = line.approval, line.due < self.wanted.at
        return WorkItem(
            title=f"{approval.circle.name}: minutes of {long_date(approval.meeting.starts_at)}",
            url=to("release", approval.version_id, otherwise=to("minutes", approval.version_id)),
            facts=self._facts("", approval.area.name, f"approved {self._ago(approval.approved_at)}"),
            tag="Late" if late else "Not released",
            colour="red" if late else "blue",
            when=self._due(line.due),
            urgency="urgent" if late else "",
        )

    def _missing(self, line: Missing) -> WorkItem:
        meeting, late = line.meeting, line.is_overdue(self.wanted.at)
        said = "returned to the volunteers" if line.is_returned else "no minutes yet"
        return WorkItem(
            title=f"{meeting.circle.name}: meeting on {long_date(meeting.starts_at)}",
            url=to("meeting", meeting.pk),
            facts=self._facts("", meeting.area.name, said),
            tag="Overdue" if late else "Returned" if line.is_returned else "Due",
            colour="red" if late else "purple" if line.is_returned else "grey",
            when=f"due {relative(line.due, self.wanted.at)}",
            urgency="urgent" if late else "",
        )

    def _unopened(self, release: Release) -> WorkItem:
        days = (self.wanted.at - release.released_at).days
        return WorkItem(
            title=f"{release.circle.name}: {release.professional.name}",
            url=to("ledger", release.circle_id, otherwise=to("circle", release.circle_id)),
            facts=self._facts(
                release.agency.name,
                release.area.name,
                f"{release.get_kind_display().lower()} of {plain_date(release.about_on)}",
            ),
            tag="Not opened",
            colour="yellow",
            when=f"released {counted(days, 'day')} ago",
        )

    def _consent(self, line: Ending) -> WorkItem:
        ends = line.consent.ends_at
        place = to("consents", line.circle_id, otherwise=to("circle", line.circle_id)) if line.circle_id else ""
        return WorkItem(
            title=f"{line.circle_name or 'No Circle now'}: consent for {line.consent.agency.name}",
            url=place or to("core_member", line.consent.core_member_id),
            facts=self._facts("", line.consent.area.name),
            tag="Ends soon",
            colour="yellow",
            when=f"ends {relative_day(last_day(ends), self.wanted.at)}" if ends else "",
        )

    # --- words ---

    def _facts(self, *words: str) -> list[str]:
        """The second word is the area: only said where several are looked after at once."""
        first, area, *rest = words
        return beginning_large([first, area if self.names_areas else "", *rest])

    def _ago(self, instant: datetime) -> str:
        return relative(instant, self.wanted.at)

    def _due(self, due: datetime) -> str:
        """Working-day clocks end at a midnight: the day before it is the one people mean."""
        if due - self.wanted.at < HOURS_MATTER:
            return f"due {relative(due, self.wanted.at)}"
        return f"due {relative_day(last_day(due), self.wanted.at)}"


def _agreement(line: AgencyLine) -> WorkItem:
    return WorkItem(
        title=line.agency.name,
        url=to("agency", line.agency.pk),
        facts=[line.agency.get_kind_display()],
        tag=AGREEMENT_WORDS[line.state][:1].upper() + AGREEMENT_WORDS[line.state][1:],
        colour=AGREEMENT_COLOURS[line.state],
    )
