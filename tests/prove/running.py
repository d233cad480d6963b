"""Run one part of the access matrix and say what was found."""

import os

from . import tables
from .addresses import addresses
from .canaries import CANARIES, found_in
from .logs import what_is_logged
from .matrix import Matrix, Outcome
from .world import build_world

WORDS = {"a header": "sets of headers", "an address": "addresses on pages", "a title": "titles"}


def prove_part(part, says, say, reads):
    """`reads` names what somebody wrote that somebody reads in this part: without it the proof would be hollow."""
    matrix = Matrix(build_world())
    with what_is_logged() as log:
        outcome = matrix.run(part=part)
    if os.environ.get("PROVE_WRITE"):
        write_down(outcome)
    outcome.wrong += [f"{' '.join(key)} is in the table and was not asked" for key in not_asked(matrix, part)]
    kinds = {canary.rpartition("-")[0] or canary for canary in outcome.read & set(matrix.world.behind)}
    hollow = [f"nobody read {kind}" for kind in sorted(reads - kinds)] + [
        f"{kind} was read and is not named in the test" for kind in sorted(kinds - reads)
    ]
    hollow += [f"{canary} is planted and not in canaries.txt" for canary in set(matrix.world.behind) - set(CANARIES)]
    say(
        f"access matrix, {says}: {outcome.checks:,} checks, {len(outcome.wrong)} wrong, "
        f"{len(outcome.canaries)} canaries",
        [*outcome.wrong, *outcome.canaries],
    )
    untraced = [*outcome.untraced, *matrix.walled_lines_shown(), *hollow]
    say(
        f"receipts, {says}: {outcome.readings:,} pages with somebody's words, {len(untraced)} without a trace", untraced
    )
    in_open = len([line for line in outcome.canaries if " stands in " in line])
    logged = [f"{canary} stands in the log" for canary in found_in(log.getvalue())]
    places = ", ".join(f"{number:,} {WORDS[place]}" for place, number in outcome.looked_at.items())
    lines = len(log.getvalue().splitlines())
    say(f"open places, {says}: {places}, {lines:,} log lines; {len(logged) + in_open} canaries", logged)


def not_asked(matrix: Matrix, part: str) -> list[tables.Key]:
    """A line that nobody's answer is compared with proves nothing."""
    names = {address.name for address in addresses() if address.part == part}
    stale = {key for key in matrix.table if key[0] not in {address.name for address in addresses()}}
    return sorted(stale | {key for key in matrix.table if key[0] in names and key not in matrix.outcome.answers})


def write_down(outcome: Outcome) -> None:
    """With PROVE_WRITE=1 the answers are written into the tables, for a person to review line by line."""
    for door in {address.door for address in addresses()}:
        found = {
            key: who for key, who in outcome.answers.items() if key[0].startswith(f"{door}:") and (who or key[1] != "0")
        }
        if found:
            tables.write(tables.FOLDER / f"{door}.txt", found)
