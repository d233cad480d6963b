"""One of everything that leaves the inner circle or comes in from outside: consents, grounds, releases, news."""

from datetime import timedelta
from typing import Any

from encircle.common.ids import new_id, new_reference
from encircle.rooms.circles.models import Seat
from encircle.rooms.meetings.models import Approval, MinutesVersion, Passage
from encircle.rooms.people.models import CoreMember
from encircle.rooms.received.models import Development, DevelopmentRead, DevelopmentText
from encircle.rooms.records.models import Breach, BreachAccount
from encircle.rooms.sharing.models import (
    Consent,
    ConsentNarrowing,
    ConsentSubject,
    GroundReason,
    GroundSubject,
    OtherGround,
    PassageBasis,
    PassageClosure,
    Recall,
    Release,
    ReleaseEvent,
    ReleasePassage,
    Strike,
    Withdrawal,
    Withheld,
)

from .world import STAFF, World


def plant(world: World, which: str) -> None:
    cast = world.cast
    circle = cast.circle_1 if which == "1" else cast.circle_2
    version = cast.minutes_1 if which == "1" else cast.minutes_2
    person = cast.mark if which == "1" else cast.other_core_member
    common = {"circle": circle, "area": circle.area}
    subject = _consent(world, which, person, circle.area)
    made = ground(world, which, person, circle.area)
    staff = cast.users[STAFF[which]]
    Approval.objects.create(version=version, meeting=version.meeting, approved_by=staff, approved_at=cast.now, **common)
    released = _minutes(world, which, common, version, subject)
    _closed_and_recalled(world, which, common, version, subject)
    _news(world, which, common)
    breach(world, which, common, released)
    world.add("ground_id", which, made.pk)


def _consent(world: World, which: str, person: CoreMember, area: Any) -> ConsentSubject:
    cast = world.cast
    staff, agency = cast.users[STAFF[which]], cast.agencies["police" if which == "1" else "probation"]
    consent = Consent.objects.filter(core_member=person, agency=agency).first() or Consent.objects.create(
        core_member=person, area=area, given_by="core_member", agency=agency,
        starts_at=cast.now - timedelta(days=100), evidence="signed_form", recorded_at=cast.now, recorded_by=staff,
    )  # fmt: skip
    subject = consent.subjects.filter(topic="week").first() or ConsentSubject.objects.create(
        consent=consent, area=area, topic_id="week"
    )
    narrowed = Consent.objects.create(
        core_member=person, area=area, given_by="core_member", agency=cast.agencies["health"],
        starts_at=cast.now - timedelta(days=90), ends_at=cast.now - timedelta(days=80), evidence="in_person",
        recorded_at=cast.now, recorded_by=staff,
    )  # fmt: skip
    ConsentNarrowing.objects.create(consent=narrowed, area=area, professional=cast.professionals["hana"])
    world.add("consent_id", which, consent.pk)
    _refusal(world, which, person, area)
    return subject


def _refusal(world: World, which: str, person: CoreMember, area: Any) -> None:
    """Somebody who was asked about health and said no."""
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    refusal = Consent.objects.create(
        answer="no", core_member=person, area=area, given_by="core_member", agency=cast.agencies["health"],
        starts_at=cast.now - timedelta(days=2), evidence="in_person", taken_by=staff, recorded_at=cast.now,
    )  # fmt: skip
    subject = ConsentSubject.objects.create(consent=refusal, area=area, topic_id="housing")
    Withdrawal.objects.create(
        subject=subject, area=area, withdrawn_at=refusal.starts_at, evidence="in_person", recorded_at=cast.now
    )
    world.add("refusal_id", which, refusal.pk)


def ground(world: World, which: str, person: CoreMember, area: Any, **more: Any) -> OtherGround:
    cast = world.cast
    staff = cast.users["sena" if which == "w" else STAFF[which]]
    made = OtherGround.objects.create(
        core_member=person, area=area, kind="safeguarding", agency=cast.agencies["police"],
        starts_at=cast.now - timedelta(days=1), decided_by=staff, decided_at=cast.now, **more,
    )  # fmt: skip
    GroundSubject.objects.create(ground=made, area=area, topic_id="housing")
    GroundReason.objects.create(ground=made, area=area, text=f"Why: goldcrest-{which}")
    world.behind[f"goldcrest-{which}"] = made.pk
    return made


def receiver(world: World, which: str, common: dict) -> Seat:
    """Omar sits in Circle 1's outer circle; Paul in Circle 2's."""
    if which != "2":
        return world.cast.seats["omar"]
    paul = world.cast.professionals["paul"]
    found = Seat.objects.filter(professional=paul).first()
    return found or Seat.objects.create(
        part="outer_circle", professional=paul, display_name=paul.name, position="Probation officer",
        starts_at=world.cast.now - timedelta(days=100), **common,
    )  # fmt: skip


def release(world: World, which: str, common: dict, **about: Any) -> Release:
    cast, seat = world.cast, receiver(world, which, common)
    return Release.objects.create(
        seat=seat, professional=seat.professional, agency=seat.professional.agency,
        circle_reference=common["circle"].reference, about_on=cast.now.date(),
        released_by=cast.users["sena" if which == "w" else STAFF[which]], released_at=cast.now, **about, **common,
    )  # fmt: skip


def passage(one: Release, words: str, common: dict, *, place: int = 0, **basis: Any) -> ReleasePassage:
    made = ReleasePassage.objects.create(
        release=one, seat=one.seat, position=place, part="with_core_member", topic_id="week", heading="Week",
        text=words, **common,
    )  # fmt: skip
    PassageBasis.objects.create(passage=made, release=one, **basis, **common)
    return made


def _minutes(world: World, which: str, common: dict, version: MinutesVersion, subject: ConsentSubject) -> Release:
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    one = release(world, which, common, kind="minutes", meeting=version.meeting, version=version)
    passage(one, f"Released: avocet-{which}", common, consent_subject=subject)
    source = Passage.objects.filter(version=version).first()
    Withheld.objects.create(
        release=one, source_id=source.pk, part=source.part, topic=source.topic, reason="no_consent", **common
    )
    Strike.objects.create(
        paper_id=version.pk, passage_id=source.pk, start=0, end=5, struck_by=staff, struck_at=cast.now, **common
    )
    ReleaseEvent.objects.create(release=one, seat=one.seat, kind="notified", at=cast.now, **common)
    world.add("release_id", which, one.pk)
    world.behind[f"avocet-{which}"] = one.pk
    return one


def _closed_and_recalled(
    world: World, which: str, common: dict, version: MinutesVersion, subject: ConsentSubject
) -> None:
    """What rested on a consent withdrawn since, and a release that was recalled: its recipient reads neither."""
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    withdrawn = ConsentSubject.objects.create(consent=subject.consent, area=common["area"], topic_id="contact")
    withdrawal = Withdrawal.objects.create(
        subject=withdrawn, area=common["area"], withdrawn_at=cast.now, evidence="telephone", recorded_by=staff,
        recorded_at=cast.now,
    )  # fmt: skip
    first = Release.objects.get(pk=world.objects["release_id"][which])
    closed = passage(first, f"Closed: pintail-{which}", common, place=1, consent_subject=withdrawn)
    PassageClosure.objects.create(
        passage=closed, release=first, seat=first.seat, withdrawal=withdrawal, closed_at=cast.now, **common
    )
    world.behind[f"pintail-{which}"] = first.pk
    earlier = MinutesVersion.objects.filter(circle=common["circle"]).exclude(pk=version.pk).get()
    gone = release(world, which, common, kind="minutes", meeting=earlier.meeting, version=earlier)
    passage(gone, f"Recalled: gadwall-{which}", common, consent_subject=subject)
    for kind in ("opened", "notified"):
        by = gone.seat.professional.user if kind == "opened" else None
        ReleaseEvent.objects.create(release=gone, seat=gone.seat, kind=kind, at=cast.now, by=by, **common)
    Recall.objects.create(
        release=gone, seat=gone.seat, reason="wrong_person", was_opened=True, recalled_by=staff,
        recalled_at=cast.now, **common,
    )  # fmt: skip
    world.behind[f"gadwall-{which}"] = gone.pk


def _news(world: World, which: str, common: dict) -> None:
    cast, seat = world.cast, receiver(world, which, common)
    sender = seat.professional.user
    news = Development.objects.create(
        seat=seat, professional=seat.professional, agency=seat.professional.agency, kind="risk", sent_by=sender,
        sent_at=cast.now, **common,
    )  # fmt: skip
    DevelopmentText.objects.create(development=news, sent_by=sender, text=f"News: siskin-{which}", **common)
    DevelopmentRead.objects.create(development=news, read_by=cast.users[STAFF[which]], read_at=cast.now, **common)
    world.add("development_id", which, news.pk)
    world.behind[f"siskin-{which}"] = news.pk


def breach(world: World, which: str, common: dict, of: Release) -> Breach:
    cast, by = world.cast, world.cast.users["sena" if which == "w" else STAFF[which]]
    made = Breach.objects.create(reference=new_reference("B"), release=of, opened_by=by, opened_at=cast.now, **common)
    BreachAccount.objects.create(
        breach=made, area=common["area"], text=f"What happened: dunlin-{which}", written_by=by, written_at=cast.now
    )
    world.add("breach_id", which, made.pk)
    world.behind[f"dunlin-{which}"] = made.pk
    return made


def behind_the_wall(world: World) -> None:
    """Sena told the police of the walled concern, had the wrong officer, and recalled it."""
    cast = world.cast
    common = {"circle": cast.circle_1, "area": cast.circle_1.area}
    made = ground(world, "w", cast.mark, common["area"], concern_id=world.walled["concern"])
    one = release(world, "w", common, kind="concern", concern_id=world.walled["concern"])
    passage(one, "Told: avocet-w", common, ground=made)
    world.behind["avocet-w"] = one.pk
    Withheld.objects.create(
        release=one, source_id=new_id(), part="with_core_member", topic_id="week", reason="no_consent", **common
    )
    ReleaseEvent.objects.create(release=one, seat=one.seat, kind="notified", at=cast.now, **common)
    Recall.objects.create(
        release=one, seat=one.seat, reason="wrong_person", was_opened=False, recalled_by=cast.users["sena"],
        recalled_at=cast.now, **common,
    )  # fmt: skip
    breach(world, "w", common, one)
    world.add("release_id", "w", one.pk)
    world.add("ground_id", "w", made.pk)
    world.walled |= {"ground": made.pk, "release": one.pk, "breach": world.objects["breach_id"]["w"]}
