"""Topics: headings of the minutes and, at the same time, subjects of consent. They are retired, never removed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..models import Topic
from ..rules import require_changing_settings
from ..vocabulary import Part

ITEM = "organisation.topic"


@dataclass(frozen=True)
class Wording:
    name: str
    hint: str = ""


@transaction.atomic
def add_topic(wording: Wording, part: Part, *, by: Actor, at: datetime) -> str:
    """At the end of the list. No consent given so far covers it: it is shared with nobody yet."""
    require_changing_settings(by)
    name = _named(wording)
    topics = list(Topic.objects.all())
    if any(topic.name.casefold() == name.casefold() for topic in topics):
        raise Invalid({"name": "There is a topic of this name already. Bring it back if it was retired"})
    code = _free_code(name, {topic.code for topic in topics})
    last = max((topic.position for topic in topics), default=-1)
    topic = Topic(code=code, name=name, hint=wording.hint.strip(), part=part, position=last + 1)
    Topic.objects.bulk_create([topic])
    record(Verb.CREATED, ITEM, by=by.acting, detail=code)
    return code


@transaction.atomic
def reword_topic(code: str, wording: Wording, *, by: Actor, at: datetime) -> None:
    """Another name for the same thing: consents given for it stay consents for it."""
    require_changing_settings(by)
    name = _named(wording)
    if Topic.objects.filter(name__iexact=name).exclude(pk=code).exists():
        raise Invalid({"name": "There is a topic of this name already"})
    if not Topic.objects.filter(pk=code).update(name=name, hint=wording.hint.strip()):
        raise NotFound()
    record(Verb.CHANGED, ITEM, by=by.acting, fields=["name", "hint"], detail=code)


@transaction.atomic
def retire_topic(code: str, *, by: Actor, at: datetime) -> None:
    """New minutes no longer ask for it; what was written under it stays as it is."""
    require_changing_settings(by)
    topic = _topic(code)
    if topic.retired_at is not None:
        return
    others = Topic.objects.filter(part=topic.part, retired_at__isnull=True).exclude(pk=code)
    if not others.exists():
        raise Invalid(f"Keep at least one topic for “{Part(topic.part).label}”")
    _set_retired(code, at, by)


@transaction.atomic
def bring_back_topic(code: str, *, by: Actor, at: datetime) -> None:
    require_changing_settings(by)
    if _topic(code).retired_at is not None:
        _set_retired(code, None, by)


@transaction.atomic
def move_topic_up(code: str, *, by: Actor, at: datetime) -> None:
    """One place earlier among the present topics. The first stays where it is."""
    require_changing_settings(by)
    topic = _topic(code)
    before = Topic.objects.filter(retired_at__isnull=True, position__lt=topic.position).order_by("-position").first()
    if before is None:
        return
    for moved, position in ((topic, before.position), (before, topic.position)):
        if not Topic.objects.filter(pk=moved.pk).update(position=position):
            raise NotFound()
    record(Verb.CHANGED, ITEM, by=by.acting, fields=["position"], detail=code)


def _topic(code: str) -> Topic:
    found = Topic.objects.select_for_update().filter(pk=code).first()
    if found is None:
        raise NotFound()
    return found


def _set_retired(code: str, moment: datetime | None, by: Actor) -> None:
    if not Topic.objects.filter(pk=code).update(retired_at=moment):
        raise NotFound()
    record(Verb.CHANGED, ITEM, by=by.acting, fields=["retired_at"], detail=code)


def _named(wording: Wording) -> str:
    name = " ".join(wording.name.split())
    if not name:
        raise Invalid({"name": "Enter the name of the topic"})
    return name


def _free_code(name: str, taken: set[str]) -> str:
    code = slugify(name)[:27].strip("-") or "topic"
    return next(one for one in (code, *(f"{code}-{number}" for number in range(2, 100))) if one not in taken)
