"""The standing cast with one of everything in each area, and canaries in whatever somebody wrote."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from encircle.common.ids import new_id, new_reference
from encircle.foundations.access.models import Appointment, BreakGlass
from encircle.foundations.accounts.models import User
from encircle.rooms.circles.models import Seat
from encircle.rooms.meetings.models import Approval, Remark, RemarkText
from encircle.rooms.people.models import Carer, HomeContact
from encircle.rooms.practice.models import Search
from encircle.rooms.received.models import Development, DevelopmentText
from encircle.rooms.records.models import Breach, BreachAccount
from encircle.rooms.risk.models import Concern, ConcernAccount, ConcernStep, StepReason
from encircle.rooms.sharing.models import (
    Consent,
    ConsentSubject,
    GroundReason,
    GroundSubject,
    OtherGround,
    PassageBasis,
    Release,
    ReleasePassage,
    Withdrawal,
)
from tests.cast import Cast, plant_cast
from tests.support.database import as_owner

AREAS = {"1": "a", "2": "b"}
STAFF = {"1": "cora", "2": "colin"}
WRITER = {"1": "vera", "2": "xena"}
# Who the outer circle of each Circle is; Hana's consent covers health only.
OUTSIDE = {"1": ("petra", "omar", "hana"), "2": ()}


@dataclass
class World:
    cast: Cast
    objects: dict[str, dict[str, UUID]] = field(default_factory=dict)  # argument of an address -> which -> id

    def add(self, kind: str, which: str, item_id: UUID) -> None:
        self.objects.setdefault(kind, {})[which] = item_id


def build_world() -> World:
    """Committed, as the owner of the tables."""
    world = World(plant_cast())
    # One transaction: a released passage and what it rests on are checked together, at its end.
    with as_owner(), transaction.atomic():
        for which in AREAS:
            _area(world, which)
        _walled(world)
        _suspended(world)
        with connection.cursor() as cursor:
            for user in User.objects.all():
                cursor.execute(
                    'INSERT INTO account_emailaddress (user_id, email, verified, "primary") '
                    "VALUES (%s, %s, true, true)",
                    [user.pk, user.email],
                )
    return world


def _area(world: World, which: str) -> None:
    cast = world.cast
    circle = cast.circle_1 if which == "1" else cast.circle_2
    version = cast.minutes_1 if which == "1" else cast.minutes_2
    staff, writer = cast.users[STAFF[which]], cast.users[WRITER[which]]
    person = cast.mark if which == "1" else cast.other_core_member
    common = {"circle": circle, "area": circle.area}
    world.add("area_id", which, circle.area_id)
    world.add("circle_id", which, circle.pk)
    world.add("version_id", which, version.pk)
    world.add("meeting_id", which, cast.meetings[f"past_{which}"].pk)
    world.add("core_member_id", which, person.pk)
    world.add("volunteer_id", which, cast.volunteers[WRITER[which]].pk)
    world.add("seat_id", which, cast.seats["omar" if which == "1" else "xena"].pk)
    HomeContact.objects.create(
        core_member=person, area=circle.area, address=f"1 plover-{which} Row", phone="01632 960111", since=cast.now
    )
    carer = Carer.objects.create(
        core_member=person, area=circle.area, name=f"Carer redstart-{which}", starts_at=cast.now - timedelta(days=50)
    )
    world.add("carer_id", which, carer.pk)
    remark = Remark.objects.create(
        version=version,
        meeting=version.meeting,
        kind="question",
        to_user=writer,
        said_by=staff,
        said_at=cast.now,
        **common,
    )
    RemarkText.objects.create(remark=remark, version=version, text=f"Asked: wagtail-{which}", **common)
    world.add("remark_id", which, remark.pk)
    _concern(world, which, common)
    _consent_and_release(world, which, common, person, version)
    search = Search.objects.create(user=staff, kind="names", words=f"dotterel-{which}", made_at=cast.now)
    world.add("search_id", which, search.pk)
    opening = BreakGlass.objects.create(
        user=staff,
        circle_id=circle.pk,
        reason=f"For the proof of whimbrel-{which}",
        opened_at=cast.now - timedelta(hours=5),
    )
    world.add("opening_id", which, opening.pk)


def _concern(world: World, which: str, common: dict) -> None:
    cast = world.cast
    raiser = cast.users[WRITER[which]]
    concern = Concern.objects.create(
        reference=new_reference("K"), urgency="serious", raised_by=raiser, raised_at=cast.now, **common
    )
    ConcernAccount.objects.create(
        concern=concern, text=f"Seen: kestrel-{which}", written_by=raiser, written_at=cast.now, **common
    )
    step = ConcernStep.objects.create(
        concern=concern,
        kind="triaged",
        at=cast.now,
        recorded_at=cast.now,
        by=cast.users[STAFF[which]],
        decision="watch",
        **common,
    )
    StepReason.objects.create(step=step, concern=concern, text=f"Because merlin-{which}", **common)
    world.add("concern_id", which, concern.pk)


def _consent_and_release(world: World, which: str, common: dict, person, version) -> None:
    cast = world.cast
    staff, area = cast.users[STAFF[which]], common["area"]
    consent = Consent.objects.filter(core_member=person).first() or Consent.objects.create(
        core_member=person, area=area, given_by="core_member", agency=cast.agencies["police"],
        starts_at=cast.now - timedelta(days=100), evidence="signed_form", recorded_at=cast.now,
    )  # fmt: skip
    subject = consent.subjects.first() or ConsentSubject.objects.create(consent=consent, area=area, topic_id="week")
    world.add("consent_id", which, consent.pk)
    refusal = Consent.objects.create(
        answer="no", core_member=person, area=area, given_by="core_member", agency=cast.agencies["health"],
        starts_at=cast.now - timedelta(days=2), evidence="in_person", taken_by=staff, recorded_at=cast.now,
    )  # fmt: skip
    said_no_to = ConsentSubject.objects.create(consent=refusal, area=area, topic_id="housing")
    Withdrawal.objects.create(
        subject=said_no_to, area=area, withdrawn_at=refusal.starts_at, evidence="in_person", recorded_at=cast.now
    )
    world.add("refusal_id", which, refusal.pk)
    ground = OtherGround.objects.create(
        core_member=person, area=area, kind="safeguarding", agency=cast.agencies["police"],
        starts_at=cast.now - timedelta(days=1), decided_by=staff, decided_at=cast.now,
    )  # fmt: skip
    GroundSubject.objects.create(ground=ground, area=area, topic_id="housing")
    GroundReason.objects.create(ground=ground, area=area, text=f"Why: goldcrest-{which}")
    world.add("ground_id", which, ground.pk)
    Approval.objects.create(version=version, meeting=version.meeting, approved_by=staff, approved_at=cast.now, **common)
    receiver = _receiver(world, which, common)
    release = Release.objects.create(
        kind="minutes", meeting=version.meeting, version=version, seat=receiver, professional=receiver.professional,
        agency=receiver.professional.agency, circle_reference=common["circle"].reference, about_on=cast.now.date(),
        released_by=staff, released_at=cast.now, **common,
    )  # fmt: skip
    passage = ReleasePassage.objects.create(
        release=release, seat=receiver, position=0, part="with_core_member", topic_id="week", heading="Week",
        text=f"Released: avocet-{which}", **common,
    )  # fmt: skip
    PassageBasis.objects.create(passage=passage, release=release, consent_subject=subject, **common)
    world.add("release_id", which, release.pk)
    sender = receiver.professional.user
    news = Development.objects.create(
        seat=receiver, professional=receiver.professional, agency=receiver.professional.agency, kind="risk",
        sent_by=sender, sent_at=cast.now, **common,
    )  # fmt: skip
    DevelopmentText.objects.create(development=news, sent_by=sender, text=f"News: siskin-{which}", **common)
    world.add("development_id", which, news.pk)
    breach = Breach.objects.create(
        reference=new_reference("B"), release=release, opened_by=staff, opened_at=cast.now, **common
    )
    BreachAccount.objects.create(
        breach=breach, area=area, text=f"What happened: dunlin-{which}", written_by=staff, written_at=cast.now
    )
    world.add("breach_id", which, breach.pk)


def _receiver(world: World, which: str, common: dict) -> Seat:
    """Omar sits in Circle 1's outer circle; Paul in Circle 2's."""
    if which == "1":
        return world.cast.seats["omar"]
    paul = world.cast.professionals["paul"]
    return Seat.objects.create(
        part="outer_circle", professional=paul, display_name=paul.name, position="Probation officer",
        starts_at=world.cast.now - timedelta(days=100), **common,
    )  # fmt: skip


def _walled(world: World) -> None:
    """A concern of Vera's about Cora: it does not exist for Cora, nor for Cleo."""
    cast = world.cast
    wall = {"circle": cast.circle_1, "area": cast.circle_1.area, "walled": True, "about_user": cast.users["cora"]}
    concern = Concern.objects.create(
        reference=new_reference("K"), urgency="serious", raised_by=cast.users["vera"], raised_at=cast.now, **wall
    )
    ConcernAccount.objects.create(
        concern=concern, text="About: kestrel-w", written_by=cast.users["vera"], written_at=cast.now, **wall
    )
    world.add("concern_id", "w", concern.pk)
    for kind in list(world.objects):
        world.add(kind, "0", new_id())  # nothing has this id


def _suspended(world: World) -> None:
    """Another coordinator of area A, suspended after signing in (see the matrix)."""
    sly = User.objects.create(
        email="sly@people.example", name="Sly Ragwort", created_at=world.cast.now, persona="sly", password="!unusable"
    )
    world.cast.users["sly"] = sly
    Appointment.objects.create(
        user=sly, role="coordinator", area_id=world.cast.areas["a"].pk, starts_at=world.cast.now - timedelta(days=9),
        appointed_by=world.cast.users["olga"], appointed_at=world.cast.now,
    )  # fmt: skip
