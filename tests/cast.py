"""The standing cast: a small charity in which every test of a rule takes place.

Area A is Cora's: Circle 1 with Vera and Vic, Mark at its centre, Petra (probation), Omar (police) and Hana (health)
outside; Nina has left. Area B is Colin's: Circle 2 with Xena, who must never see anything of Circle 1.
Plant the cast with `cast = plant_cast()` inside a test that uses `db`; then `with acting(cast.vera) as actor: …`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from encircle.common.clock import system_now
from encircle.common.ids import new_reference
from encircle.foundations.access.actor import Actor, load_actor
from encircle.foundations.access.identity import acting_as, person
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.accounts.models import User
from encircle.rooms.briefings.models import StartException
from encircle.rooms.briefings.vocabulary import ExceptionReason
from encircle.rooms.circles.models import Circle, Phase, Seat
from encircle.rooms.circles.vocabulary import PhaseName, SeatPart
from encircle.rooms.meetings.models import Attendance, Meeting, MinutesVersion, Passage
from encircle.rooms.meetings.vocabulary import Presence, VersionKind
from encircle.rooms.organisation.models import Area, Charity, KindStandard, PracticeStandard, Topic, Venue
from encircle.rooms.organisation.vocabulary import CircleKind, Part
from encircle.rooms.partners.models import Agency, AgencyAgreement, AgencyKind, Professional
from encircle.rooms.people.models import CoreMember
from encircle.rooms.readiness.models import Requirement
from encircle.rooms.sharing.models import Consent, ConsentSubject
from encircle.rooms.sharing.vocabulary import Evidence, GivenBy
from encircle.rooms.volunteers.models import Volunteer
from tests.support.database import as_owner

TOPICS = (
    ("preparation", "Preparation", Part.PREPARATION),
    ("week", "How the week went", Part.WITH_CORE_MEMBER),
    ("housing", "Housing", Part.WITH_CORE_MEMBER),
    ("health", "Health and wellbeing", Part.WITH_CORE_MEMBER),
    ("relationships", "Relationships", Part.WITH_CORE_MEMBER),
    ("debrief", "Debrief", Part.DEBRIEF),
    ("contact", "Contact between meetings", Part.CONTACT),
)
# Who they are: key -> name shown. Everybody is invented.
PEOPLE = {
    "cora": "Cora Fernleigh",
    "colin": "Colin Marlpit",
    "cleo": "Cleo Thistlewood",
    "sena": "Sena Brackenbury",
    "olga": "Olga Quillfeather",
    "adam": "Adam Larkspur",
    "dana": "Dana Pebblebrook",
    "tess": "Tess Wrenfield",
    "vera": "Vera Applegarth",
    "vic": "Vic Hollowell",
    "nina": "Nina Saltmarsh",
    "xena": "Xena Copperbeech",
    "petra": "Petra Nightingale",
    "omar": "Omar Stonecrop",
    "hana": "Hana Willowherb",
    "paul": "Paul Meadowsweet",
}
ROLES = {
    "cora": (Role.COORDINATOR, "a"),
    "cleo": (Role.COORDINATOR, "a"),
    "colin": (Role.COORDINATOR, "b"),
    "sena": (Role.SENIOR_COORDINATOR, None),
    "olga": (Role.OPERATIONS_MANAGER, None),
    "adam": (Role.ADMINISTRATOR, None),
    "dana": (Role.DATA_PROTECTION_LEAD, None),
    "tess": (Role.TRUSTEE, None),
}


@dataclass
class Cast:
    now: datetime
    users: dict[str, User] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    volunteers: dict[str, Volunteer] = field(default_factory=dict)
    professionals: dict[str, Professional] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    circle_1: Circle = field(init=False)
    circle_2: Circle = field(init=False)
    mark: CoreMember = field(init=False)
    other_core_member: CoreMember = field(init=False)

    def __getattr__(self, name: str) -> User:
        """`cast.vera` is Vera's login."""
        try:
            return self.__dict__["users"][name]
        except KeyError:
            raise AttributeError(name) from None


@contextmanager
def acting(user: User | UUID) -> Iterator[Actor]:
    """A transaction as the person, as a request would have it."""
    user_id = user.pk if isinstance(user, User) else user
    with acting_as(person(user_id)) as signed:
        yield load_actor(signed, user.name if isinstance(user, User) else "")


def plant_cast(now: datetime | None = None) -> Cast:
    """The whole cast, committed. About 60 rows."""
    now = now or system_now().replace(microsecond=0)
    cast = Cast(now)
    with as_owner():
        _charity(cast)
        _people(cast)
        _outer_circle(cast)
        _circles(cast)
        _consents(cast)
        _meetings(cast)
    return cast


def _charity(cast: Cast) -> None:
    Charity.objects.create(name="Demonstration Circles", is_demo=True, out_of_hours_number="01632 960999")
    PracticeStandard.objects.create(in_force_from=date(2020, 1, 1), set_at=cast.now)
    # This charity asks nothing of its volunteers but that they are accepted: a test of the gate asks for what it needs.
    Requirement.objects.bulk_create(
        Requirement(kind=kind, conditions=[], in_force_from=date(2001, 1, 1)) for kind in CircleKind
    )
    for kind in CircleKind:
        expected = [] if kind == CircleKind.YOUNG else ["police", "probation"]
        KindStandard.objects.create(
            kind=kind,
            least_volunteers=3,
            most_volunteers=6,
            months=12,
            expected_agencies=expected,
            briefing_agencies=expected,
            review_agencies=expected,
            needs_carers=kind == CircleKind.YOUNG,
            needs_disclosure_scope=kind == CircleKind.YOUNG,
            easy_read=kind == CircleKind.ADAPTED,
            needs_capacity=kind == CircleKind.ADAPTED,
        )
    cast.areas = {
        "a": Area.objects.create(name="Devon and Cornwall", code="devon-cornwall"),
        "b": Area.objects.create(name="Dorset", code="dorset"),
    }
    for position, (code, name, part) in enumerate(TOPICS):
        Topic.objects.create(code=code, name=name, part=part, position=position)


def _people(cast: Cast) -> None:
    long_ago = cast.now - timedelta(days=400)
    for key, name in PEOPLE.items():
        cast.users[key] = User.objects.create(
            email=f"{key}@people.example", name=name, created_at=long_ago, persona=key, password="!unusable"
        )
    for key, (role, area) in ROLES.items():
        Appointment.objects.create(
            user=cast.users[key],
            role=role,
            area_id=cast.areas[area].pk if area else None,
            starts_at=long_ago,
            appointed_by=None if key == "olga" else cast.users["olga"],
            appointed_at=long_ago,
        )
    Appointment.objects.create(
        user=cast.users["sena"],
        role=Role.SAFEGUARDING_LEAD,
        starts_at=long_ago,
        appointed_by=cast.users["olga"],
        appointed_at=long_ago,
    )
    for key, area in (("vera", "a"), ("vic", "a"), ("nina", "a"), ("xena", "b")):
        given, family = PEOPLE[key].split(" ")
        cast.volunteers[key] = Volunteer.objects.create(
            reference=new_reference("V"),
            area=cast.areas[area],
            given_name=given,
            family_name=family,
            email=f"{key}@people.example",
            user=cast.users[key],
            joined_on=long_ago.date(),
        )


def _outer_circle(cast: Cast) -> None:
    long_ago = cast.now - timedelta(days=400)
    for key, name, kind, domain in (
        ("probation", "Probation Service South West", AgencyKind.PROBATION, "probation.example"),
        ("police", "Devon and Cornwall Police", AgencyKind.POLICE, "police.example"),
        ("health", "Invented Partnership NHS Trust", AgencyKind.HEALTH, "health.example"),
    ):
        cast.agencies[key] = Agency.objects.create(name=name, kind=kind, email_domains=[domain])
        AgencyAgreement.objects.create(
            agency=cast.agencies[key],
            starts_on=long_ago.date(),
            review_on=(cast.now + timedelta(days=200)).date(),
            recorded_at=long_ago,
        )
    for key, agency, title in (
        ("petra", "probation", "Probation officer"),
        ("paul", "probation", "Probation officer"),
        ("omar", "police", "Police offender manager"),
        ("hana", "health", "Community nurse"),
    ):
        cast.professionals[key] = Professional.objects.create(
            agency=cast.agencies[agency],
            name=PEOPLE[key],
            job_title=title,
            email=f"{key}@{agency}.example",
            user=cast.users[key],
            starts_at=long_ago,
        )


def _circles(cast: Cast) -> None:
    opened = cast.now - timedelta(days=120)
    cast.mark = CoreMember.objects.create(
        reference=new_reference("P"),
        area=cast.areas["a"],
        given_name="Mark",
        family_name="Hazelgrove",
        known_as="Mark",
        born_on=date(1980, 5, 4),
        added_at=opened,
        added_by=cast.users["cora"],
    )
    cast.other_core_member = CoreMember.objects.create(
        reference=new_reference("P"),
        area=cast.areas["b"],
        given_name="Otto",
        family_name="Mossbank",
        known_as="Otto",
        added_at=opened,
        added_by=cast.users["colin"],
    )
    cast.circle_1 = _circle(cast, "a", "Circle 1", opened, "cora")
    cast.circle_2 = _circle(cast, "b", "Circle 2", opened, "colin")
    for key, who in (("mark", cast.mark), ("otto", cast.other_core_member)):
        circle = cast.circle_1 if key == "mark" else cast.circle_2
        cast.seats[key] = _seat(circle, SeatPart.CORE_MEMBER, opened, core_member=who, display_name=who.known_as)
    for key, circle, letter in (
        ("vera", cast.circle_1, "A"),
        ("vic", cast.circle_1, "B"),
        ("nina", cast.circle_1, "C"),
        ("xena", cast.circle_2, "A"),
    ):
        cast.seats[key] = _seat(
            circle,
            SeatPart.VOLUNTEER,
            opened,
            volunteer=cast.volunteers[key],
            display_name=cast.volunteers[key].given_name,
            letter=letter,
            sees_from=opened,
            ends_at=cast.now - timedelta(days=10) if key == "nina" else None,
        )
    for key, circle in (("cora", cast.circle_1), ("colin", cast.circle_2)):
        cast.seats[key] = _seat(
            circle, SeatPart.COORDINATOR, opened, coordinator=cast.users[key], display_name=PEOPLE[key].split(" ")[0]
        )
    for key in ("petra", "omar", "hana"):
        who = cast.professionals[key]
        cast.seats[key] = _seat(
            cast.circle_1,
            SeatPart.OUTER_CIRCLE,
            opened,
            professional=who,
            display_name=who.name,
            position=who.job_title,
        )


def _circle(cast: Cast, area: str, name: str, opened: datetime, by: str) -> Circle:
    venue = Venue.objects.create(area=cast.areas[area], name=f"The Invented Hall {area.upper()}")
    circle = Circle.objects.create(
        reference=new_reference("C"),
        name=name,
        area=cast.areas[area],
        kind=CircleKind.ADULT,
        opened_at=opened,
        opened_by=cast.users[by],
        venue=venue,
        weekday=1,
        slot_time=time(18, 30),
    )
    StartException.objects.create(
        circle=circle, area=circle.area, reason=ExceptionReason.BEFORE, decided_at=opened, decided_by=cast.users["olga"]
    )
    Phase.objects.create(circle=circle, area=circle.area, name=PhaseName.WEEKLY, starts_at=opened)
    return circle


def _seat(circle: Circle, part: SeatPart, starts_at: datetime, **more: object) -> Seat:
    return Seat.objects.create(circle=circle, area=circle.area, part=part, starts_at=starts_at, **more)


def _consents(cast: Cast) -> None:
    """Mark agrees to everything said with him going to probation and police; to health, health matters only."""
    everything = ("week", "housing", "health", "relationships")
    for agency, subjects in (("probation", everything), ("police", everything), ("health", ("health",))):
        consent = Consent.objects.create(
            core_member=cast.mark,
            area=cast.areas["a"],
            given_by=GivenBy.CORE_MEMBER,
            agency=cast.agencies[agency],
            starts_at=cast.now - timedelta(days=110),
            evidence=Evidence.SIGNED_FORM,
            taken_by=cast.users["cora"],
            recorded_by=cast.users["cora"],
            recorded_at=cast.now - timedelta(days=110),
        )
        ConsentSubject.objects.bulk_create(
            ConsentSubject(consent=consent, area=cast.areas["a"], topic_id=subject) for subject in subjects
        )


def _meetings(cast: Cast) -> None:
    """Three a Circle: `past` has minutes, `yesterday` has none yet, `next` is to come."""
    for number, circle in (("1", cast.circle_1), ("2", cast.circle_2)):
        for key, days in (("past", -8), ("yesterday", -1), ("next", 6)):
            starts = datetime.combine((cast.now + timedelta(days=days)).date(), time(18, 30), UTC)
            cast.meetings[f"{key}_{number}"] = Meeting.objects.create(
                circle=circle,
                area=circle.area,
                planned_starts_at=starts,
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
                venue=circle.venue,
            )
    cast.minutes_1 = plant_minutes(cast, cast.meetings["past_1"], by="vera", secret="heron")  # type: ignore[attr-defined]
    cast.minutes_2 = plant_minutes(cast, cast.meetings["past_2"], by="xena", secret="osprey")  # type: ignore[attr-defined]


def plant_minutes(cast: Cast, meeting: Meeting, *, by: str, secret: str) -> MinutesVersion:
    """Submitted minutes with one passage a topic, each carrying `secret` so that a leak can be found.

    Call as the owner.
    """
    version = MinutesVersion.objects.create(
        meeting=meeting,
        circle=meeting.circle,
        area=meeting.area,
        number=1,
        kind=VersionKind.ORIGINAL,
        written_by=cast.users[by],
        submitted_at=meeting.ends_at + timedelta(hours=10),
    )
    for position, (code, _, part) in enumerate(TOPICS):
        Passage.objects.create(
            version=version,
            meeting=meeting,
            circle=meeting.circle,
            area=meeting.area,
            part=part,
            topic_id=code,
            position=position,
            text=f"Words about {code} with {secret}-{code}.",
        )
    for seat in Seat.objects.filter(circle=meeting.circle, part__in=[SeatPart.CORE_MEMBER, SeatPart.VOLUNTEER]):
        if seat.ends_at is None or seat.ends_at > meeting.starts_at:
            Attendance.objects.create(
                meeting=meeting, circle=meeting.circle, area=meeting.area, seat=seat, presence=Presence.PRESENT
            )
    return version
