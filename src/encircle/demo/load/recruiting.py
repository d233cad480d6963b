"""People who come forward, at every stage, in every area: some who wait too long, some who were let down kindly."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from encircle.common.ids import REFERENCE_ALPHABET
from encircle.rooms.recruiting.actions.referring import FORM
from encircle.rooms.recruiting.application import APART, SECTIONS, kept_of
from encircle.rooms.recruiting.letter import KIND_WORDS
from encircle.rooms.recruiting.models import (
    Applicant,
    Application,
    Interview,
    InterviewMark,
    Reference,
    ReferenceCame,
    ReferenceLetter,
    ReferenceTaken,
    ReferenceText,
    SaidApart,
    SectionDraft,
    Step,
    Submission,
    SubmittedSection,
    VolunteerCriterion,
    Words,
)
from encircle.rooms.recruiting.shipped import ship_criteria
from encircle.rooms.recruiting.vocabulary import About, Channel, Contact, Heard, Reason, Stage
from encircle.rooms.referrals.sections import Draft, freeze
from encircle.rooms.volunteers.models import Volunteer

from ..days import DAY, london_day
from ..places import Area
from ..plan import CharityPlan
from ..plan.register import coordinator_of
from ..words.applications import REFERENCE, WRITTEN
from .keys import Keys


@dataclass(frozen=True)
class Comes:
    """Somebody who comes forward: how many days ago they asked, and what was done how many days ago."""

    given: str
    family: str
    asked: int
    channel: Channel = Channel.FORM
    prefers: Contact = Contact.EMAIL
    heard: Heard | str = ""
    steps: tuple[tuple[Stage, int], ...] = ()
    reason: Reason | str = ""
    note: str = ""
    sent_by: Contact = field(default=Contact.EMAIL)
    person: str = ""  # of the plan, with a login of their own
    wrote: tuple[str, ...] = ()  # sections of a draft
    risk: str = ""


# One charity's people of each kind; the areas take them in turn.
PEOPLE = (
    Comes("Wilf", "Underbank", 3, heard=Heard.INTERNET),
    Comes("Bea", "Larkspur", 24, Channel.PHONE, Contact.PHONE, Heard.VOLUNTEER,
          note="Works shifts until March. Prefers to be rung after six."),
    Comes("Gil", "Nettlefold", 40, heard=Heard.STUDY, steps=((Stage.INFORMED, 38),)),
    Comes("Ines", "Marram", 15, Channel.MEETING, Contact.POST, Heard.TALK, ((Stage.INFORMED, 13),),
          note="Met at the talk in the library.", sent_by=Contact.POST),
    Comes("Tod", "Fernsby", 95, Channel.EMAIL, heard=Heard.FAITH, steps=((Stage.INFORMED, 92), (Stage.DECLINED, 80)),
          reason=Reason.KNOWS_SOMEBODY, note="Lives next door to somebody we work with."),
    Comes("Una", "Sedgeman", 130, steps=((Stage.INFORMED, 128), (Stage.WITHDRAWN, 100)), reason=Reason.TIME),
)  # fmt: skip

INVITED = ((Stage.INFORMED, 30), (Stage.INVITED, 20))
APPLYING = (
    Comes("", "", 32, heard=Heard.WORK, steps=INVITED, person="wilma", wrote=("who", "travel", "reasons")),
    Comes("", "", 60, steps=((Stage.INFORMED, 58), (Stage.INVITED, 50), (Stage.APPLIED, 9)), person="wes",
          risk="Talked about his own time in prison, long ago. He asked to be rung after his first three meetings."),
    Comes("", "", 45, heard=Heard.FAITH, steps=((Stage.INFORMED, 44), (Stage.INVITED, 41)), person="applicant-1"),
    Comes("", "", 80, heard=Heard.STUDY, person="applicant-2",
          steps=((Stage.INFORMED, 77), (Stage.INVITED, 70), (Stage.APPLIED, 48))),
)  # fmt: skip

OTHER_NAMES = (
    ("Lyn", "Thornbury"), ("Asa", "Pinfold"), ("Rhoda", "Millbrook"), ("Kit", "Hazelmere"), ("Ola", "Fenwright"),
    ("Perry", "Stonegate"), ("Dot", "Ashgrove"), ("Sunil", "Brackendale"), ("Moira", "Wetherfold"),
    ("Jem", "Coldwater"),
)  # fmt: skip


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    found = [(area, each) for number, area in enumerate(plan.areas) for each in _of_area(number, plan)]
    yield [_applicant(plan, area, each, keys) for area, each in found]
    yield [step for area, each in found for step in _steps(plan, area, each, keys)]
    yield [words for area, each in found for words in _words(plan, area, each, keys)]
    applying = [(area, each) for area, each in found if each.person]
    yield [_volunteer(plan, area, each, keys) for area, each in applying]
    yield [
        Application(**_of(area, each, keys), volunteer_id=keys.often("volunteer", each.person))
        for area, each in applying
    ]
    yield [draft for area, each in applying for draft in _drafts(plan, area, each, keys)]
    sent = [(area, each, days) for area, each in applying for stage, days in each.steps if stage is Stage.APPLIED]
    yield [
        Submission(**_of(area, each, keys), submitted_at=_ago(plan, days), submitted_by_id=keys.user(each.person))
        for area, each, days in sent
    ]
    yield [section for area, each, _ in sent for section in _sections(area, each, keys)]
    yield from _interviews(plan, [(area, each) for area, each in applying if each.person == "applicant-2"], keys)
    yield from _references(plan, [(area, each) for area, each in applying if each.person == "applicant-2"], keys)
    yield [_said_apart(plan, number, keys) for number in range(46)]


def _of_area(number: int, plan: CharityPlan) -> tuple[Comes, ...]:
    """The first area has everybody; the others a few each, of other names, so that some stage is empty somewhere."""
    if not number:
        named = (replace(one, given=plan.people[one.person].given, family=plan.people[one.person].surname)
                 for one in APPLYING)  # fmt: skip
        return (*PEOPLE, *named)
    names = OTHER_NAMES[(number - 1) * 2 :]
    return tuple(
        replace(each, given=given, family=family)
        for each, (given, family) in zip(PEOPLE[number % 3 :: 3], names, strict=False)
    )


def _key(area: Area, each: Comes) -> str:
    return f"{area.key}/{each.given}"


def _applicant(plan: CharityPlan, area: Area, each: Comes, keys: Keys) -> Applicant:
    id = keys.often("applicant", _key(area, each))
    letters = (REFERENCE_ALPHABET[id.int // 30**place % 30] for place in range(6))
    by_form = each.channel is Channel.FORM
    return Applicant(
        id=id, reference="A-" + "".join(letters), area_id=keys.area(area.key), given_name=each.given,
        family_name=each.family, email=_email(plan, area, each),
        phone="01632 960333" if each.prefers is Contact.PHONE else "",
        post_to="7 Invented Row, Sampleton" if each.prefers is Contact.POST else "", prefers=each.prefers,
        heard=each.heard, channel=each.channel, asked_at=_ago(plan, each.asked),
        noted_by_id=None if by_form else keys.user(coordinator_of(area.key, 0)),
    )  # fmt: skip


def _email(plan: CharityPlan, area: Area, each: Comes) -> str:
    if each.person:
        return str(plan.people[each.person].email)
    return f"{each.given}.{each.family}.{area.key}@post.example".lower()


def _of(area: Area, each: Comes, keys: Keys) -> dict[str, UUID]:
    return {"applicant_id": keys.often("applicant", _key(area, each)), "area_id": keys.area(area.key)}


def _volunteer(plan: CharityPlan, area: Area, each: Comes, keys: Keys) -> Volunteer:
    id, person = keys.often("volunteer", each.person), plan.people[each.person]
    letters = (REFERENCE_ALPHABET[id.int // 30**place % 30] for place in range(6))
    return Volunteer(
        id=id, reference="V-" + "".join(letters), area_id=keys.area(area.key), given_name=person.given,
        family_name=person.surname, email=str(person.email), phone=person.telephone, user_id=keys.user(each.person),
    )  # fmt: skip


def _drafts(plan: CharityPlan, area: Area, each: Comes, keys: Keys) -> Iterator[SectionDraft]:
    for code in each.wrote:
        yield SectionDraft(
            id=keys("application draft", f"{each.person}/{code}"), **_of(area, each, keys), section=code,
            answers=Draft(WRITTEN[code]).kept, done=code != "reasons", saved_at=_ago(plan, 2),
        )  # fmt: skip


def _sections(area: Area, each: Comes, keys: Keys) -> Iterator[SubmittedSection]:
    for position, (code, section) in enumerate(SECTIONS.items()):
        yield SubmittedSection(
            id=keys("application section", f"{each.person}/{code}"), **_of(area, each, keys), section=code,
            answers=kept_of(section, Draft(WRITTEN[code])), position=position,
        )  # fmt: skip


def _interviews(plan: CharityPlan, met: list[tuple[Area, Comes]], keys: Keys) -> Iterator[Iterable[Model]]:
    """The criteria are shipped by a migration; an emptied database of a test ships them anew."""
    ship_criteria(VolunteerCriterion)
    yield [
        Interview(
            id=keys("interview", each.person), **_of(area, each, keys), held_on=london_day(_ago(plan, 35)),
            interviewers="Cora Fernleigh and Cleo Thistlewood", goes_on=True, at=_ago(plan, 35),
            by_id=keys.user(coordinator_of(area.key, 0)),
        )
        for area, each in met
    ]  # fmt: skip
    yield [
        InterviewMark(
            id=keys("interview mark", f"{each.person}/{number}"), **_of(area, each, keys),
            interview_id=keys("interview", each.person), criterion=one, mark="partly" if number == 3 else "met",
        )
        for area, each in met
        for number, one in enumerate(VolunteerCriterion.objects.order_by("position"))
    ]  # fmt: skip
    yield [
        Words(
            id=keys("interview words", each.person), **_of(area, each, keys), about=About.INTERVIEW,
            text="Warm and direct. Wants to do it all alone at first: talk about that again in the training.",
            at=_ago(plan, 35), by_id=keys.user(coordinator_of(area.key, 0)),
        )
        for area, each in met
    ]  # fmt: skip


def _references(plan: CharityPlan, waiting: list[tuple[Area, Comes]], keys: Keys) -> Iterator[Iterable[Model]]:
    """One came and is satisfactory, one has been asked for long and its letter is old."""
    asked = [(area, each, name) for area, each in waiting for name in ("Morwen Attleborough", "Ignatius Peverell")]
    yield [
        Reference(
            id=keys("reference", name), **_of(area, each, keys), name=name, knows="From the library",
            email=f"{name.split(' ')[0].lower()}@post.example", asked_at=_ago(plan, 30),
            asked_by_id=keys.user(coordinator_of(area.key, 0)),
        )
        for area, each, name in asked
    ]  # fmt: skip
    yield [
        ReferenceLetter(
            id=keys("reference letter", name), **_of(area, each, keys), reference_id=keys("reference", name),
            token_hash=f"{keys('reference token', name).hex:0>64}", made_at=_ago(plan, 30),
            made_by_id=keys.user(coordinator_of(area.key, 0)), expires_at=_ago(plan, -30),
        )
        for area, each, name in asked
    ]  # fmt: skip
    came = [(area, each, {"reference_id": keys("reference", name)}) for area, each, name in asked[:1]]
    yield [
        ReferenceCame(**_of(area, each, keys), **of, how="link", written_on=london_day(_ago(plan, 20)),
                      received_at=_ago(plan, 20))
        for area, each, of in came
    ]  # fmt: skip
    yield [
        ReferenceText(id=keys("reference text", each.person), **_of(area, each, keys), **of,
                      answers=freeze(FORM, Draft(REFERENCE)))
        for area, each, of in came
    ]  # fmt: skip
    yield [
        ReferenceTaken(**_of(area, each, keys), **of, satisfactory=True, at=_ago(plan, 18),
                       by_id=keys.user(coordinator_of(area.key, 0)))
        for area, each, of in came
    ]  # fmt: skip


def _said_apart(plan: CharityPlan, number: int, keys: Keys) -> SaidApart:
    """Most in the year that has ended, so that there are figures; some say nothing to a question."""
    answers = {
        one.code: one.choices[_turn(number, len(one.code)) % len(one.choices)].value
        for one in APART
        if (number + len(one.code)) % 7
    }
    return SaidApart(id=keys("said apart", str(number)), year=plan.now.year - (number % 6 > 0), answers=answers)


def _turn(number: int, shift: int) -> int:
    """Two answers are given often, the others now and then."""
    return (number + shift) % 2 if number % 4 else number // 4 + shift


def _ago(plan: CharityPlan, days: int) -> datetime:
    return plan.now - days * DAY


def _steps(plan: CharityPlan, area: Area, each: Comes, keys: Keys) -> Iterator[Step]:
    for stage, days in each.steps:
        at = _ago(plan, days)
        yield Step(
            id=keys("recruiting step", f"{_key(area, each)}/{stage}"),
            applicant_id=keys.often("applicant", _key(area, each)), area_id=keys.area(area.key), stage=stage,
            reason=each.reason if stage in (Stage.DECLINED, Stage.WITHDRAWN) else "",
            sent_by=each.sent_by if stage is Stage.INFORMED else "", happened_on=london_day(at), at=at,
            by_id=keys.user(each.person if stage is Stage.APPLIED else coordinator_of(area.key, 0)),
        )  # fmt: skip


def _words(plan: CharityPlan, area: Area, each: Comes, keys: Keys) -> Iterator[Words]:
    declined = next((days for stage, days in each.steps if stage is Stage.DECLINED), None)
    written = [(About.NOTE, each.note, each.asked)] if each.note else []
    if each.risk:
        written.append((About.RISK, each.risk, 5))
    if declined is not None:
        written.append((About.LETTER, KIND_WORDS.format(given_name=each.given), declined))
    for about, text, days in written:
        yield Words(
            id=keys("recruiting words", f"{_key(area, each)}/{about}"),
            applicant_id=keys.often("applicant", _key(area, each)), area_id=keys.area(area.key), about=about,
            text=text, at=_ago(plan, days), by_id=keys.user(coordinator_of(area.key, 0)),
        )  # fmt: skip
