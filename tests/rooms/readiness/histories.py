"""Volunteers with random histories, planted in the database as they are said in Python."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from encircle.common.ids import new_reference
from encircle.rooms.partners.models import Agency
from encircle.rooms.readiness.models import DatedException, Paper, Signing, Wording
from encircle.rooms.recruiting.models import Applicant, Application, Interview, Reference, ReferenceTaken
from encircle.rooms.training.models import Completion, Course, CourseRecord, Outcome
from encircle.rooms.vetting.models import Check, CheckDecision, Clearance, UpdateCheck
from encircle.rooms.vetting.policy import Held, Kind, Update, has_workforce
from encircle.rooms.volunteers.models import Volunteer

from .gate import Clearance as Cleared
from .gate import CourseDone, History

CONDITIONS = ("references", "interview", "check", "training", "assessment", "agreement", "courses", "prison")


def a_history(luck: Random, today: date, wordings: int) -> History:
    def ago(most: int) -> date:
        return today - timedelta(days=luck.randrange(most))

    def soon() -> date:
        return today + timedelta(days=luck.randrange(-60, 60))

    return History(
        good_references=luck.randrange(4),
        interviews=[luck.random() < 0.6 for _ in range(luck.randrange(3))],
        papers=frozenset(one for one in ("references", "interview") if luck.random() < 0.3),
        certificates=[_certificate(luck, ago) for _ in range(luck.randrange(4))],
        trained=luck.random() < 0.7,
        outcomes=[luck.choice(("pass", "not_yet", "no")) for _ in range(luck.randrange(3))],
        signed=frozenset(number for number in range(wordings) if luck.random() < 0.4),
        course=[
            CourseDone(ago(900) - timedelta(days=900 * (2 - one)), luck.choice((None, soon())))
            for one in range(luck.randrange(3))
        ],
        clearances=[
            Cleared(luck.randrange(2), today - timedelta(days=100 - one), luck.choice((None, soon())))
            for one in range(luck.randrange(4))
        ],
        exceptions=[
            (luck.choice(CONDITIONS), start := ago(90), start + timedelta(days=luck.randrange(150)))
            for _ in range(luck.randrange(3))
        ],
    )


def _certificate(luck: Random, ago) -> Held:
    level = luck.choice(("basic", "standard", "enhanced", "barred"))
    workforce = luck.choice(("adult", "child", "both", "other")) if has_workforce(level) else ""
    held = Held(Kind(level, workforce), ago(1_500), luck.random() < 0.3, luck.choice((None, True, False)))
    days = (today - held.issued_on).days if (today := ago(1)) > held.issued_on else 0
    looked = [
        Update(held.issued_on + timedelta(days=luck.randrange(days + 1)), luck.random() < 0.7)
        for _ in range(luck.randrange(3))
    ]
    return replace(held, updates=looked)


def plant(cast, of: History, number: int, prisons: list[Agency], wordings: list[Wording], course: Course) -> Volunteer:
    """Call as the owner."""
    by, at, today = cast.users["olga"], cast.now, cast.now.date()
    volunteer = Volunteer.objects.create(
        reference=new_reference("V"), area=cast.areas["a"], given_name="Nan", family_name=f"Number {number}",
        email=f"nan{number}@people.example", joined_on=today,
    )  # fmt: skip
    common = {"volunteer": volunteer, "area": volunteer.area, "by": by, "at": at}
    _plant_applicant(cast, volunteer, of)
    for condition in of.papers:
        Paper.objects.create(condition=condition, dated_on=today, **common)
    for place, held in enumerate(of.certificates):
        _plant_check(held, place, common)
    if of.trained:
        Completion.objects.create(completed_on=today, **common)
    for place, result in enumerate(of.outcomes):
        Outcome.objects.create(event=cast.event, result=result, decided_on=today - timedelta(days=9 - place), **common)
    for place in of.signed:
        Signing.objects.create(wording=wordings[place], how="paper", signed_on=today, **common)
    for done in of.course:
        until = done.until if done.until is None or done.until > done.on else None
        CourseRecord.objects.create(course=course, done_on=done.on, renew_on=until, **common)
    for one in of.clearances:
        Clearance.objects.create(
            prison=prisons[one.prison], outcome="granted" if one.until else "refused", decided_on=one.on,
            ends_on=one.until, **common,
        )  # fmt: skip
    for condition, start, end in of.exceptions:
        DatedException.objects.create(kind="young", condition=condition, starts_on=start, ends_on=end, **common)
    return volunteer


def _plant_applicant(cast, volunteer: Volunteer, of: History) -> None:
    by, at = cast.users["cora"], cast.now
    applicant = Applicant.objects.create(
        reference=new_reference("N"), area=volunteer.area, given_name="Nan", family_name=volunteer.family_name,
        prefers="email", channel="phone", asked_at=at, noted_by=by,
    )  # fmt: skip
    of_them = {"applicant": applicant, "area": volunteer.area}
    Application.objects.create(**of_them, volunteer=volunteer)
    for number in range(3):
        asked = Reference.objects.create(name=f"Referee {number}", asked_at=at, asked_by=by, **of_them)
        ReferenceTaken.objects.create(
            reference=asked, satisfactory=number < of.good_references, at=at, by=by, **of_them
        )
    for place, goes_on in enumerate(of.interviews):
        Interview.objects.create(
            held_on=at.date(), interviewers="Cora", goes_on=goes_on, at=at + timedelta(minutes=place), by=by, **of_them
        )


def _plant_check(held: Held, place: int, common) -> None:
    check = Check.objects.create(
        level=held.kind.level, workforce=held.kind.workforce, number=f"{place}", issued_on=held.issued_on,
        seen_on=held.issued_on, seen_by=common["by"], on_update_service=True,
        shows="something" if held.shows_something else "nothing", **common,
    )  # fmt: skip
    if held.accepted is not None:
        CheckDecision.objects.create(seen=check, outcome="accepted" if held.accepted else "refused", **common)
    for one in held.updates:
        UpdateCheck.objects.create(
            seen=check, checked_on=one.on, outcome="unchanged" if one.is_unchanged else "changed", **common
        )
