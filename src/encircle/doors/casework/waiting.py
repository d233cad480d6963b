"""What waits, as lines of a work list: the name of the Circle, the day, coded facts, how urgent it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from encircle.design.dates import counted, long_date, plain_date, relative, relative_day
from encircle.design.items import TagColour, WorkItem
from encircle.rooms.joining.queries import NoLonger, agreed_no_longer
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.partners.policy import AgreementState
from encircle.rooms.partners.queries import AgencyLine
from encircle.rooms.practice.queries import (
    Clocks,
    Some,
    Waiting,
    Wanted,
    agreements_wanting,
    clocks,
    concerns_open,
    enquiries_to_do,
    lists,
    referrals_to_decide,
)
from encircle.rooms.practice.sql_waiting import Kind
from encircle.rooms.received.vocabulary import DevelopmentKind
from encircle.rooms.referrals.queries import EnquiryLine, ReferralLine
from encircle.rooms.risk.queries import ConcernLine
from encircle.rooms.sharing.vocabulary import ReleaseKind
from encircle.rooms.suitability.known import KnownLine, known_waiting
from encircle.rooms.support.queries import CallLine, calls_wanted

from . import coming_in_words, concern_words
from .joining_words import no_longer_item
from .known import known_item
from .links import to
from .support import call_item
from .words import beginning_large

CONCERNS, ENQUIRIES, REFERRALS, AGREEMENTS = "concerns", "enquiries", "referrals", "agreements"
NO_LONGER, KNOWN, CALLS = "no-longer", "known", "calls"
OF_THEIR_OWN = (
    CONCERNS,
    ENQUIRIES,
    REFERRALS,
    AGREEMENTS,
    NO_LONGER,
    KNOWN,
    CALLS,
)  # not of cases alone, or not of one moment: read apart
# slug -> heading, in the order of the home page: concerns first.
TITLES: dict[str, str] = {
    CONCERNS: "Concerns",
    CALLS: "Volunteers to ring",
    NO_LONGER: "Agree no longer to take part",
    Kind.NEWS: "News from professionals",
    Kind.DID_NOT_COME: "The core member did not come",
    Kind.TO_READ: "Minutes to read",
    Kind.TO_RELEASE: "Approved, not released",
    Kind.MISSING: "Minutes not in yet",
    Kind.UNOPENED: "Released, not opened",
    Kind.CONSENTS: "Consents about to end",
    ENQUIRIES: "Enquiries to ring back or invite",
    REFERRALS: "Referrals to decide on",
    KNOWN: "May be known already",
    AGREEMENTS: "Agreements with agencies",
}
HOURS_MATTER = timedelta(hours=24)
AGREEMENT_WORDS = {
    AgreementState.NONE: "no agreement",
    AgreementState.TO_COME: "agreement not in force yet",
    AgreementState.IN_FORCE: "agreement in force",
    AgreementState.TO_REVIEW: "review due",
    AgreementState.REVIEW_SOON: "review soon",
    AgreementState.LAPSING: "ends within a month",
    AgreementState.LAPSED: "agreement lapsed",
}
AGREEMENT_COLOURS: dict[AgreementState, TagColour] = {
    AgreementState.NONE: "red",
    AgreementState.TO_COME: "orange",
    AgreementState.IN_FORCE: "green",
    AgreementState.TO_REVIEW: "yellow",
    AgreementState.REVIEW_SOON: "yellow",
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

    def _sections(self, slugs: Collection[str]) -> list[Section]:
        kinds = [Kind(slug) for slug in slugs if slug not in OF_THEIR_OWN]
        read = lists(self.wanted, self.clocks, kinds) if kinds else {}
        found: dict[str, Some] = {slug: self._own(slug) if slug in OF_THEIR_OWN else read[Kind(slug)] for slug in slugs}
        return [
            Section(slug, TITLES[slug], [self._item(one) for one in some.items], some.total)
            for slug, some in found.items()
        ]

    def _own(self, slug: str) -> Some:
        if slug == CONCERNS:
            return concerns_open(self.wanted, self.clocks)
        if slug == CALLS:
            lines = calls_wanted(self.wanted.area_id)
            return Some(lines[: self.wanted.count], len(lines))
        if slug == KNOWN:
            return Some(*known_waiting(areas=self.wanted.areas, count=self.wanted.count))
        if slug == NO_LONGER:
            return Some(*agreed_no_longer(self.wanted.at, areas=self.wanted.areas, count=self.wanted.count))
        if slug == ENQUIRIES:
            return enquiries_to_do(self.wanted)
        wants = referrals_to_decide if slug == REFERRALS else agreements_wanting
        return wants(self.wanted, self.clocks)

    def _item(self, one: ConcernLine | EnquiryLine | ReferralLine | AgencyLine | Waiting) -> WorkItem:
        if isinstance(one, ConcernLine):
            return concern_words.item(one, self.wanted.at, says_circle=True, says_area=self.names_areas)
        if isinstance(one, EnquiryLine):
            return coming_in_words.enquiry_item(one, self.wanted.at, says_area=self.names_areas)
        if isinstance(one, CallLine):
            return call_item(one, self.wanted.at)
        if isinstance(one, KnownLine):
            return known_item(one, self.wanted.by, says_area=self.names_areas)
        if isinstance(one, NoLonger):
            return no_longer_item(one, self.wanted.at, says_area=self.names_areas)
        if isinstance(one, ReferralLine):
            return coming_in_words.referral_item(one, self.wanted.at, says_area=self.names_areas)
        return _agreement(one) if isinstance(one, AgencyLine) else self._line_of[one.kind](self, one)

    # --- one line each ---

    def _news(self, line: Waiting) -> WorkItem:
        kind = DevelopmentKind(line.code).label
        return WorkItem(
            title=f"{line.circle_name}: news from {line.agency_name}",
            url=to("development", line.item_id, otherwise=to("circle", line.circle_id)),
            facts=self._facts(kind, line.area_name, f"sent {self._ago(line.at)}"),
            tag="Urgent" if line.flag else "New",
            colour="red" if line.flag else "blue",
            urgency="urgent" if line.flag else "",
        )

    def _did_not_come(self, line: Waiting) -> WorkItem:
        return WorkItem(
            title=f"{line.circle_name}: meeting on {long_date(line.at)}",
            url=to("meeting", line.item_id),
            facts=self._facts("", line.area_name, "the core member did not come"),
            tag="Did not come",
            colour="orange",
            urgency="soon",
        )

    def _to_read(self, line: Waiting) -> WorkItem:
        late = line.is_overdue(self.wanted.at)
        return WorkItem(
            title=f"{line.circle_name}: minutes of {_met_on(line)}",
            url=to("minutes", line.item_id),
            facts=self._facts("", line.area_name, f"submitted {self._ago(line.at)}"),
            tag="Late" if late else "Opened" if line.flag else "New",
            colour="red" if late else "grey" if line.flag else "blue",
            when=self._due(line),
            urgency="urgent" if late else "",
        )

    def _to_release(self, line: Waiting) -> WorkItem:
        late = line.is_overdue(self.wanted.at)
        return WorkItem(
            title=f"{line.circle_name}: minutes of {_met_on(line)}",
            url=to("release", line.item_id, otherwise=to("minutes", line.item_id)),
            facts=self._facts("", line.area_name, f"approved {self._ago(line.at)}"),
            tag="Late" if late else "Not released",
            colour="red" if late else "blue",
            when=self._due(line),
            urgency="urgent" if late else "",
        )

    def _missing(self, line: Waiting) -> WorkItem:
        late = line.is_overdue(self.wanted.at)
        said = "returned to the volunteers" if line.flag else "no minutes yet"
        return WorkItem(
            title=f"{line.circle_name}: meeting on {_met_on(line)}",
            url=to("meeting", line.item_id),
            facts=self._facts("", line.area_name, said),
            tag="Overdue" if late else "Returned" if line.flag else "Due",
            colour="red" if late else "purple" if line.flag else "grey",
            when=f"due {relative(line.due, self.wanted.at)}" if line.due else "",
            urgency="urgent" if late else "",
        )

    def _unopened(self, line: Waiting) -> WorkItem:
        kind, about_on = line.code.split(" ")
        what = f"{ReleaseKind(kind).label.lower()} of {plain_date(date.fromisoformat(about_on))}"
        return WorkItem(
            title=f"{line.circle_name}: {line.about_name}",
            url=to("ledger", line.circle_id, otherwise=to("circle", line.circle_id)),
            facts=self._facts(line.agency_name, line.area_name, what),
            tag="Not opened",
            colour="yellow",
            when=f"released {counted((self.wanted.at - line.at).days, 'day')} ago",
        )

    def _consent(self, line: Waiting) -> WorkItem:
        place = to("consents", line.circle_id, otherwise=to("circle", line.circle_id)) if line.circle_id else ""
        return WorkItem(
            title=f"{line.circle_name or 'No Circle now'}: consent for {line.agency_name}",
            url=place or to("core_member", line.about_id),
            facts=self._facts("", line.area_name),
            tag="Ends soon",
            colour="yellow",
            when=f"ends {relative_day(last_day(line.at), self.wanted.at)}",
        )

    _line_of = {
        Kind.NEWS: _news,
        Kind.DID_NOT_COME: _did_not_come,
        Kind.TO_READ: _to_read,
        Kind.TO_RELEASE: _to_release,
        Kind.MISSING: _missing,
        Kind.UNOPENED: _unopened,
        Kind.CONSENTS: _consent,
    }

    # --- words ---

    def _facts(self, *words: str) -> list[str]:
        """The second word is the area: only said where several are looked after at once."""
        first, area, *rest = words
        return beginning_large([first, area if self.names_areas else "", *rest])

    def _ago(self, instant: datetime) -> str:
        return relative(instant, self.wanted.at)

    def _due(self, line: Waiting) -> str:
        """Working-day clocks end at a midnight: the day before it is the one people mean."""
        due = line.due
        if due is None:
            return ""
        if due - self.wanted.at < HOURS_MATTER:
            return f"due {relative(due, self.wanted.at)}"
        return f"due {relative_day(last_day(due), self.wanted.at)}"


def _met_on(line: Waiting) -> str:
    return long_date(line.met_at) if line.met_at else ""


def _agreement(line: AgencyLine) -> WorkItem:
    return WorkItem(
        title=line.agency.name,
        url=to("agency", line.agency.pk),
        facts=[line.agency.get_kind_display()],
        tag=AGREEMENT_WORDS[line.state][:1].upper() + AGREEMENT_WORDS[line.state][1:],
        colour=AGREEMENT_COLOURS[line.state],
    )
