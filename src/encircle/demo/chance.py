"""Chance that repeats: the same seed and the same path always give the same draws, on any machine."""

import uuid
from collections.abc import Sequence
from random import Random
from typing import TypeVar

Drawn = TypeVar("Drawn")


def chance(seed: int, *path: object) -> Random:
    """Text is hashed by `Random` itself, so neither PYTHONHASHSEED nor the order of calls matters."""
    return Random("/".join(map(str, (seed, *path))))  # noqa: S311 - a story, not a secret


def draw_id(rng: Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def pick(rng: Random, choices: Sequence[Drawn]) -> Drawn:
    """Four times as fast as `Random.choice`, which matters a million times."""
    return choices[int(rng.random() * len(choices))]


def shuffled(rng: Random, choices: Sequence[Drawn]) -> list[Drawn]:
    order = list(choices)
    rng.shuffle(order)
    return order
