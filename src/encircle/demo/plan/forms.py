"""The form of a referral as a referrer fills it in: whole, or as far as somebody got."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from encircle.rooms.referrals.sections import Draft, Section, freeze, sections_asked
from encircle.rooms.referrals.sections import Entry as FormEntry
from encircle.rooms.referrals.sections.shapes import Asks, Question

from ..words.referrals import ANSWERS, DAYS, ENTRIES, ENTRY_DAYS, Typed
from .world import World

MARKED = {"motivation": "why", "offences": "risk"}  # where a canary stands
# Somebody who may be known already: another name they go by, and whom they are to be kept apart from.
KNOWN = {"ravi-sent": ("Alban Gorsewater", "Vic Hollowell")}
Fields = dict[str, Typed]


def filled(world: World, key: str, kind: str, name: tuple[str, str], who: str) -> list[tuple[Section, Draft]]:
    """Every section that is asked for this kind, answered."""
    return [
        (section, _section(world, key, section, name, who, number))
        for number, section in enumerate(sections_asked(kind))
    ]


def frozen(sections: Sequence[tuple[Section, Draft]]) -> tuple[tuple[str, dict[str, Any]], ...]:
    return tuple((section.code, freeze(section, draft)) for section, draft in sections)


def _section(world: World, key: str, section: Section, name: tuple[str, str], who: str, number: int) -> Draft:
    rng = world.rng("form", key, section.code)
    typed: Fields = {}
    for question in section.questions:
        span = DAYS.get(section.code, {}).get(question.code)
        typed |= _answer(world, rng, question, ANSWERS.get(section.code, {}).get(question.code, ()), span)
    if section.code == "person":
        born = world.today - timedelta(days=int(365.25 * (15 if key.startswith("young") else 44)) + rng.randint(0, 900))
        typed |= {"given_name": name[0], "family_name": name[1], **_date("born_on", born)}
    if key in KNOWN and section.code == "person":
        typed["other_names"] = KNOWN[key][0]
    if key in KNOWN and section.code == "victims":
        typed["apart"] = "yes"
    if marked := MARKED.get(section.code):
        typed[marked] = f"{typed[marked]} ({world.mark(who, 'referral', key, number)})"
    return Draft(typed, tuple(_entries(world, key, section)))


def _entries(world: World, key: str, section: Section) -> list[FormEntry]:
    if section.entries is None:
        return []
    rng, entries = world.rng("form entries", key, section.code), []
    for number, given in enumerate(ENTRIES.get(section.code, ())):
        typed: Fields = dict(given)
        for code, span in ENTRY_DAYS.get(section.code, {}).items():
            typed |= _date(code, world.today + timedelta(days=rng.randint(*span)))
        if key in KNOWN and section.code == "victims":
            typed["name"] = KNOWN[key][1]
        entries.append(FormEntry(str(world.id("form entry", f"{key}/{section.code}/{number}")), typed))
    return entries


def _answer(
    world: World, rng: Random, question: Question, choices: Sequence[Typed], span: tuple[int, int] | None
) -> Fields:
    """What nobody wrote an answer for is not known, or is left out."""
    if span:
        return _date(question.code, world.today + timedelta(days=rng.randint(*span)))
    if choices:
        return {question.code: rng.choice(choices)}
    if question.not_known and question.chooses:
        return {question.code: "not_known"}
    return {question.not_known_code: "on"} if question.not_known_code and question.asks != Asks.MANY else {}


def _date(code: str, day: Any) -> Fields:
    return {f"{code}_day": str(day.day), f"{code}_month": str(day.month), f"{code}_year": str(day.year)}
