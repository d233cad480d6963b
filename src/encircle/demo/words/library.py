"""The texts, read once from the files beside this module: `== name` opens a group, each line is one pattern."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from .patterns import Pattern, patterns

Groups = Mapping[str, tuple[Pattern, ...]]
HEADING = re.compile(r"^== (.+)$", re.MULTILINE)

TOPICS: Mapping[str, str] = {
    "week": "How the week went",
    "housing": "Housing",
    "work": "Work and money",
    "relationships": "Relationships",
    "health": "Health and wellbeing",
    "thoughts": "Thoughts and feelings",
    "licence": "Licence and rules",
    "leisure": "Free time",
    "goals": "Goals",
}
SPOKEN: Mapping[str, str] = {  # a topic inside a sentence
    "week": "the week", "housing": "housing", "work": "work and money", "relationships": "friends and family",
    "health": "sleep and health", "thoughts": "the hard evenings", "licence": "the rules",
    "leisure": "free time", "goals": "the goals",
}  # fmt: skip
STAGES = ("settling", "steady", "setback", "progress", "ending")


@cache
def groups(folder: str, name: str) -> Groups:
    text = (files(__package__) / folder / f"{name}.txt").read_text(encoding="utf-8")
    parts = HEADING.split(text)[1:]
    return {heading: patterns(body) for heading, body in zip(parts[::2], parts[1::2], strict=True)}


@cache
def pairs(name: str, group: str) -> tuple[tuple[Pattern, Pattern], ...]:
    """Groups whose lines hold a before and an after, parted by `|||` (so without `[this|that]` across it)."""
    text = (files(__package__) / "talk" / f"{name}.txt").read_text(encoding="utf-8")
    parts = HEADING.split(text)[1:]
    lines = dict(zip(parts[::2], parts[1::2], strict=True))[group].split("\n")
    halves = [line.split("|||") for line in lines if line.strip()]
    return tuple((patterns(before)[0], patterns(after)[0]) for before, after in halves)


@cache
def topic_groups(topic: str, variant: str) -> Groups:
    """The words of a topic in the community, in custody, or for a young person."""
    has_own = variant != "community" and (files(__package__) / "topics" / f"{topic}.{variant}.txt").is_file()
    own = groups("topics", f"{topic}.{variant}" if has_own else topic)
    return own if "body" in own else {**own, "body": own["steady"]}
