"""The sheets of the workbook and their columns, in the words of those who fill them in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from encircle.rooms.circles.vocabulary import EndingReason, PhaseName, SeatPart
from encircle.rooms.meetings.vocabulary import CancelReason, Outcome
from encircle.rooms.organisation.vocabulary import CircleKind
from encircle.rooms.partners.models import AgencyKind
from encircle.rooms.recruiting.vocabulary import Channel, Contact, Heard
from encircle.rooms.sharing.vocabulary import Evidence


class Kind(StrEnum):
    """What a row of a sheet is."""

    AREA = "area"
    AGENCY = "agency"
    AGREEMENT = "agreement"
    PROFESSIONAL = "professional"
    VOLUNTEER = "volunteer"
    APPLICANT = "applicant"
    CORE_MEMBER = "core member"
    CARER = "carer"
    CIRCLE = "Circle"
    SEAT = "seat"
    MEETING = "meeting"
    CONSENT = "consent"


class Form(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    WORDS = "words"  # several, divided by ; or ,
    REFERENCE = "reference"  # of this row, or of a row of another sheet
    REFERENCES = "references"


@dataclass(frozen=True)
class Column:
    name: str
    title: str
    hint: str
    form: Form = Form.TEXT
    needed: bool = False
    longest: int = 250
    least: int = 0
    most: int = 1440
    choices: Sequence[tuple[str, str]] = ()
    to: tuple[Kind, ...] = ()  # the sheets a reference may name


@dataclass(frozen=True)
class Sheet:
    kind: Kind
    title: str
    says: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


CANCELLED = "cancelled"
WEEKDAYS = tuple(
    (str(number), day)
    for number, day in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
)
OUTCOMES = (*((outcome.value, outcome.label) for outcome in Outcome), (CANCELLED, "Cancelled"))


def _own(hint: str = "Your own reference. Bring the same reference in again and the same row is changed.") -> Column:
    return Column("reference", "Reference", hint, Form.REFERENCE, needed=True, longest=80)


def _to(kind: Kind, title: str, hint: str, *, needed: bool = True) -> Column:
    name = kind.lower().replace(" ", "_")
    return Column(name, title, hint, Form.REFERENCE, needed=needed, longest=80, to=(kind,))


def _text(name: str, title: str, hint: str = "", *, needed: bool = False, longest: int = 120) -> Column:
    return Column(name, title, hint, needed=needed, longest=longest)


def _date(name: str, title: str, hint: str, *, needed: bool = False) -> Column:
    return Column(name, title, hint, Form.DATE, needed=needed)


def _choice(
    name: str, title: str, choices: Iterable[tuple[str, str]], hint: str = "", *, needed: bool = True
) -> Column:
    listed = tuple((str(value), str(label)) for value, label in choices)
    return Column(name, title, hint, Form.CHOICE, needed=needed, choices=listed)


def _email(hint: str, name: str = "email", title: str = "E-mail address", *, needed: bool = True) -> Column:
    return Column(name, title, hint, Form.EMAIL, needed=needed, longest=254)


PHONE = Column("phone", "Telephone", "With its first nought.", Form.PHONE, longest=30)
OR_OURS = "Your own reference; or Encircle’s, if it is in Encircle already."

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        Kind.AREA,
        "Areas",
        "Where the charity works. An area of the same name in Encircle is taken as the same area.",
        (_own(), _text("name", "Name", "For example Devon and Cornwall.", needed=True, longest=80)),
    ),
    Sheet(
        Kind.AGENCY,
        "Agencies",
        "Police forces, probation, prisons, councils, health trusts. One of the same name is taken as the same agency.",
        (
            _own(),
            _text("name", "Name", needed=True, longest=160),
            _choice("kind", "Kind", AgencyKind.choices),
            Column(
                "email_domains",
                "E-mail domains",
                "The part after the @ of its people’s addresses, divided by commas. Nobody else’s address is accepted.",
                Form.WORDS,
                needed=True,
            ),
        ),
    ),
    Sheet(
        Kind.AGREEMENT,
        "Agreements",
        "Memoranda of understanding about sharing information.",
        (
            _own(),
            _to(Kind.AGENCY, "Agency", "Its reference or its name."),
            _date("starts_on", "From", "First day in force.", needed=True),
            _date("ends_on", "Until", "Last day in force; empty: until somebody ends it."),
            _date("review_on", "Review on", "After the first day.", needed=True),
            _text("signed_by", "Signed by", longest=160),
        ),
    ),
    Sheet(
        Kind.PROFESSIONAL,
        "Professionals",
        "People of agencies. Who moves to another agency, or to another address, is another row.",
        (
            _own(),
            _to(Kind.AGENCY, "Agency", "Its reference or its name."),
            _text("name", "Name", "Full name.", needed=True),
            _text("job_title", "Job title"),
            _email("Work address, at one of the agency’s domains."),
            PHONE,
            _date("starts_on", "From", "First day at the agency; empty: today."),
            _date("ends_on", "Until", "Last day there; empty while they work there."),
        ),
    ),
    Sheet(
        Kind.VOLUNTEER,
        "Volunteers",
        "Everybody who sits in a Circle, or did.",
        (
            _own(OR_OURS),
            _to(Kind.AREA, "Area", "Its reference or its name."),
            _text("given_name", "Given name", needed=True, longest=80),
            _text("family_name", "Family name", needed=True, longest=80),
            _email("Where an invitation to sign in will go. Bringing somebody in sends nothing."),
            PHONE,
            _date("joined_on", "Joined on", "The day they became a volunteer.", needed=True),
            _date("left_on", "Left on", "Their last day; empty while they are with you."),
        ),
    ),
    Sheet(
        Kind.APPLICANT,
        "Coming forward",
        "People who asked about volunteering and are not accepted yet. Whoever is a volunteer stands under Volunteers.",
        (
            _own(OR_OURS),
            _to(Kind.AREA, "Area", "Its reference or its name."),
            _text("given_name", "Given name", needed=True, longest=80),
            _text("family_name", "Family name", needed=True, longest=80),
            _email("Nobody is written to.", needed=False),
            PHONE,
            _text("post_to", "Where letters go", longest=250),
            _choice("prefers", "Wishes to be answered by", Contact.choices, "What it needs must be given."),
            _choice("channel", "How they asked", Channel.choices),
            _choice("heard", "How they heard of us", Heard.choices, needed=False),
            _date("asked_on", "Asked on", "", needed=True),
            _date("informed_on", "Information sent on", "Empty: not sent yet."),
        ),
    ),
    Sheet(
        Kind.CORE_MEMBER,
        "Core members",
        "The people at the centre. No offence is asked for anywhere in this workbook: leave it out.",
        (
            _own(OR_OURS),
            _to(Kind.AREA, "Area", "Its reference or its name."),
            _text("given_name", "Given name", needed=True, longest=80),
            _text("family_name", "Family name", needed=True, longest=80),
            _text("known_as", "Known as", "The name used in the Circle; empty: the given name.", longest=80),
            _date("born_on", "Date of birth", "Decides whose consent is needed for a young person."),
            _text("address", "Home address", longest=250),
            _text("postcode", "Postcode", longest=10),
            PHONE,
        ),
    ),
    Sheet(
        Kind.CARER,
        "Carers",
        "Parents and carers of young core members.",
        (
            _own(),
            _to(Kind.CORE_MEMBER, "Core member", "Their reference."),
            _text("name", "Name", needed=True),
            _text("standing", "Relationship", "Parent, foster carer, local authority …"),
            Column(
                "consent_required",
                "Consent needed",
                "Whether sharing needs their consent too, until the 18th birthday. Empty: yes.",
                Form.YES_NO,
            ),
            _date("starts_on", "From", "Empty: today."),
            _date("ends_on", "Until", "Last day; empty while they are the carer."),
        ),
    ),
    Sheet(
        Kind.CIRCLE,
        "Circles",
        "Running and ended ones. A Circle’s name is never a person’s name.",
        (
            _own(OR_OURS),
            _text("name", "Name", "As it is called inside the charity.", needed=True, longest=60),
            _to(Kind.AREA, "Area", "Its reference or its name."),
            _choice("kind", "Kind", CircleKind.choices),
            _date("opened_on", "Opened on", "", needed=True),
            _choice(
                "phase",
                "Phase",
                PhaseName.choices,
                "Where it stands now; may be empty when it has ended.",
                needed=False,
            ),
            _text("venue", "Usual place", "Name of the venue, made if it is new.", longest=120),
            _choice("weekday", "Usual day", WEEKDAYS, needed=False),
            Column("slot_time", "Usual time", "London time, for example 18:30.", Form.TIME),
            Column("meeting_minutes", "Length in minutes", "Empty: 120.", Form.NUMBER, least=15, most=480),
            _date("ended_on", "Ended on", "Empty while it goes on."),
            _choice("ending_reason", "Why it ended", EndingReason.choices, needed=False),
        ),
    ),
    Sheet(
        Kind.SEAT,
        "Seats",
        "Who sits, or sat, in which Circle, from when until when. With the seat begins and ends what a person may see.",
        (
            _own(),
            _to(Kind.CIRCLE, "Circle", "Its reference."),
            _choice("part", "Part", SeatPart.choices),
            Column(
                "person",
                "Person",
                "Reference of the core member, volunteer or professional. For a coordinator: the e-mail address they "
                "sign in with.",
                Form.REFERENCE,
                needed=True,
                longest=254,
                to=(Kind.CORE_MEMBER, Kind.VOLUNTEER, Kind.PROFESSIONAL),
            ),
            _date("starts_on", "From", "First day.", needed=True),
            _date("ends_on", "Until", "Last day; empty while they sit there."),
            _text("position", "Position", "A professional’s part, for example Probation officer.", longest=80),
            _date("sees_from", "Sees meetings from", "Volunteers only; empty: from their first day."),
        ),
    ),
    Sheet(
        Kind.MEETING,
        "Past meetings",
        "Meetings that took place or were cancelled. Encircle waits for no minutes of them.",
        (
            _own(),
            _to(Kind.CIRCLE, "Circle", "Its reference."),
            _date("day", "Date", "", needed=True),
            Column("starts", "Start", "London time, for example 18:30.", Form.TIME, needed=True),
            Column("ends", "End", "London time; a meeting may go past midnight.", Form.TIME, needed=True),
            _choice("outcome", "What happened", OUTCOMES),
            _choice("cancel_reason", "Why it was cancelled", CancelReason.choices, needed=False),
            Column(
                "present",
                "Present",
                "References of people or of their seats, divided by ; or ,",
                Form.REFERENCES,
                longest=2000,
                to=(Kind.SEAT, Kind.CORE_MEMBER, Kind.VOLUNTEER),
            ),
            Column(
                "apologies",
                "Apologies",
                "The same.",
                Form.REFERENCES,
                longest=2000,
                to=(Kind.SEAT, Kind.CORE_MEMBER, Kind.VOLUNTEER),
            ),
            Column(
                "absent",
                "Absent",
                "The same.",
                Form.REFERENCES,
                longest=2000,
                to=(Kind.SEAT, Kind.CORE_MEMBER, Kind.VOLUNTEER),
            ),
            Column(
                "minutes_given",
                "Minutes each volunteer gave",
                "Of each volunteer present, with preparation and debrief, without travel.",
                Form.NUMBER,
                least=1,
                most=720,
            ),
        ),
    ),
    Sheet(
        Kind.CONSENT,
        "Consents",
        "What may be shared with which agency. A consent is never changed: withdraw it here and add another.",
        (
            _own(),
            _to(Kind.CORE_MEMBER, "Core member", "Whom the information is about."),
            _to(
                Kind.CARER,
                "Given by carer",
                "Reference of the carer who gave it; empty: the core member did.",
                needed=False,
            ),
            _to(Kind.AGENCY, "Agency", "Its reference or its name."),
            Column(
                "topics",
                "Topics",
                "Names of topics, divided by ; – or All for every topic there is today.",
                Form.WORDS,
                needed=True,
                longest=2000,
            ),
            Column(
                "only",
                "Only these professionals",
                "References, divided by ; or , – empty: everybody at the agency with a seat.",
                Form.REFERENCES,
                longest=2000,
                to=(Kind.PROFESSIONAL,),
            ),
            _date("starts_on", "From", "The day it was given.", needed=True),
            _date("ends_on", "Until", "Last day; empty: until it is withdrawn."),
            _choice("evidence", "How it was said", Evidence.choices),
            _email("Who took it: the address they sign in with. Empty: you.", "taken_by", "Taken by", needed=False),
            _date("withdrawn_on", "Withdrawn on", "All of it, from that day on."),
        ),
    ),
)
BY_TITLE = {sheet.title.casefold(): sheet for sheet in SHEETS}
ANSWER_TITLE = "What Encircle says"  # the first column of an answer; ignored when it comes back
OTHER_SHEETS = frozenset({"notes", "lists", "summary"})  # ours, holding no rows
