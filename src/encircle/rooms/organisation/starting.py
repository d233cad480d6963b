"""What a new charity begins with: sensible choices it can change afterwards, and nothing about any person."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed

from .actions.areas import free_code
from .models import Area, Charity, Criterion, KindStandard, PracticeStandard, Topic
from .vocabulary import CircleKind, Part

_AGENCIES = ["police", "probation"]
_WITH_AGENCIES = {"expected_agencies": _AGENCIES, "briefing_agencies": _AGENCIES, "review_agencies": _AGENCIES}
# What differs between kinds, as the providers of Circles in England and Wales publish it; all of it can be changed in
# the settings. What is not said here is as the model has it.
KINDS: dict[CircleKind, dict[str, Any]] = {
    CircleKind.ADULT: {"least_volunteers": 4, "most_volunteers": 6, "months": 12, **_WITH_AGENCIES},
    CircleKind.YOUNG: {
        "least_volunteers": 3,
        "most_volunteers": 4,
        "months": 12,  # up to eighteen months where a review says so
        "needs_carers": True,
        "needs_disclosure_scope": True,
        "briefing_agencies": ["police", "youth_justice"],
        "review_agencies": ["police", "youth_justice", "social_care"],
    },
    # Three to six months inside, then twelve in the community. No size of its own is published: as small as a young
    # person's, as large as an adult's.
    CircleKind.PRISON: {
        "least_volunteers": 3,
        "most_volunteers": 6,
        "months": 18,
        "has_release_date": True,
        **_WITH_AGENCIES,
        "review_agencies": [*_AGENCIES, "prison"],
    },
    CircleKind.ADAPTED: {  # intellectual disability: a calm room
        "least_volunteers": 4,
        "most_volunteers": 5,
        "months": 12,
        "easy_read": True,
        "needs_capacity": True,
        **_WITH_AGENCIES,
        "review_agencies": [*_AGENCIES, "health"],
    },
}
# (code, name, hint, part): what minutes are commonly headed by; each is a subject of consent.
TOPICS = (
    ("preparation", "Preparation", "What the volunteers agreed before the core member came", Part.PREPARATION),
    ("week", "How the week went", "Ups and downs since the last meeting", Part.WITH_CORE_MEMBER),
    ("housing", "Housing", "Where they live and how it is", Part.WITH_CORE_MEMBER),
    ("work", "Work, money and learning", "", Part.WITH_CORE_MEMBER),
    ("health", "Health and wellbeing", "", Part.WITH_CORE_MEMBER),
    ("relationships", "Relationships", "Family, friends, partners", Part.WITH_CORE_MEMBER),
    ("leisure", "Time and interests", "", Part.WITH_CORE_MEMBER),
    ("thoughts", "Thoughts, feelings and behaviour", "What helps to live without offending", Part.WITH_CORE_MEMBER),
    ("licence", "Licence and restrictions", "Conditions, notification, contact with agencies", Part.WITH_CORE_MEMBER),
    ("goals", "Goals", "What was agreed, and what became of it", Part.WITH_CORE_MEMBER),
    ("contact", "Contact between meetings", "Calls, messages, meeting outside the Circle", Part.CONTACT),
    ("debrief", "Debrief", "How the volunteers are, and what to raise", Part.DEBRIEF),
)
# (criterion, hint, kinds, and the check that judges it for everybody): what providers of Circles in England and Wales
# publish about who may be referred.
_EVERY = tuple(CircleKind)
_ADULTS = (CircleKind.ADULT, CircleKind.PRISON, CircleKind.ADAPTED)
CRITERIA: tuple[tuple[str, str, tuple[CircleKind, ...], str], ...] = (
    ("Takes part of their own free will", "Never a condition of a court order or a licence.", _EVERY, "freely"),
    ("Is 18 or older", "", _ADULTS, ""),
    ("Is in the age range of young people’s Circles", "Usually 10 to 17; older where the charity agrees.",
     (CircleKind.YOUNG,), ""),
    ("Takes some responsibility for what they did", "Not all of it, and not in every detail.", _EVERY, ""),
    ("Is isolated, or has little good support", "A Circle is for those who have few people.", _EVERY, ""),
    ("Is at high or very high risk", "They come first. A lower risk does not rule a person out.", _ADULTS, ""),
    ("Is of low risk to volunteers", "Violence, threats, stalking, weapons: say what is known.", _EVERY, "safe"),
    ("Will live in the area for as long as the Circle lasts", "", _EVERY, "stays"),
    ("Is due for release into the area", "Date, area and, where known, approved premises.", (CircleKind.PRISON,), ""),
    ("Can follow a conversation with support", "What helps: easy words, pictures, a quiet room.",
     (CircleKind.ADAPTED,), ""),
    ("Parents or carers agree and support it", "Each who has parental responsibility.", (CircleKind.YOUNG,), ""),
    ("The referrer will attend the briefing and the reviews", "", _EVERY, ""),
)  # fmt: skip


@transaction.atomic
def found_charity(name: str, areas: Iterable[str], *, at: datetime) -> Charity:
    """The one charity of this installation with its areas, topics and standards. Run as the owner of the tables.

    Raises NotAllowed when there is a charity, Invalid when a name is missing or comes twice.
    """
    names = [" ".join(area.split()) for area in areas]
    _check(name, names)
    charity = Charity.objects.create(name=name.strip())
    PracticeStandard.objects.create(in_force_from=_first_day(at), set_at=at)
    KindStandard.objects.bulk_create(KindStandard(kind=kind, **differs) for kind, differs in KINDS.items())
    Area.objects.bulk_create(Area(name=area, code=code) for area, code in zip(names, _codes(names), strict=True))
    Topic.objects.bulk_create(
        Topic(code=code, name=title, hint=hint, part=part, position=position)
        for position, (code, title, hint, part) in enumerate(TOPICS)
    )
    Criterion.objects.bulk_create(criteria())
    return charity


def criteria() -> list[Criterion]:
    """The first ones, in force for what is brought in from the past as well."""
    return [
        Criterion(words=words, hint=hint, kinds=[str(kind) for kind in kinds], position=position, judged_as=check)
        for position, (words, hint, kinds, check) in enumerate(CRITERIA)
    ]


def _check(name: str, areas: list[str]) -> None:
    if Charity.objects.exists():
        raise NotAllowed("There is a charity here already. One installation serves one charity.")
    if not name.strip():
        raise Invalid("The charity needs a name.")
    if not areas or not all(areas):
        raise Invalid("Name at least one area the charity works in.")
    if len({area.casefold() for area in areas}) < len(areas):
        raise Invalid("An area is named twice.")


def _first_day(at: datetime) -> date:
    """A standard has to be in force for what is brought in from the past as well."""
    return in_london(at).date().replace(month=1, day=1, year=2000)


def _codes(names: list[str]) -> list[str]:
    codes: list[str] = []
    for name in names:
        codes.append(free_code(name, codes))
    return codes
