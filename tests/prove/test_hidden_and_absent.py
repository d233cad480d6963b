"""What is hidden answers as what is absent does: as soon, and with the same words (the words: see the matrix)."""

import statistics
import time

from django.urls import reverse

from encircle.common.ids import new_id
from tests.support.client import signed_in
from tests.support.database import superuser

from .world import build_world

# Who asks for what they must not know to exist.
ASKED = (
    ("colin", "casework:circle", "circle_id", "1"),
    ("colin", "casework:minutes", "version_id", "1"),
    ("cora", "casework:concern", "concern_id", "w"),
    ("cora", "casework:core_member", "core_member_id", "2"),
    ("xena", "volunteering:minutes", "meeting_id", "1"),
    ("petra", "outer_circle:release", "release_id", "1"),
)
RATIO = 1.5
FIRST, MORE, ROUNDS = 15, 45, 3


def milliseconds(visitor, path):
    begun = time.perf_counter()
    assert visitor.get(path).status_code == 404
    return (time.perf_counter() - begun) * 1000


def ratio(visitor, address, argument, hidden, count):
    """Alternated, so that a busy moment meets both; a new absent id each time, as a stranger would try them."""
    times = {"hidden": [], "absent": []}
    for _ in range(count):
        for kind, item in (("hidden", hidden), ("absent", new_id())):
            times[kind].append(milliseconds(visitor, reverse(address, kwargs={argument: item})))
    return statistics.median(times["hidden"]) / statistics.median(times["absent"])


def settled(visitor, address, argument, hidden):
    """A busy machine can make any one measurement differ: before it counts, it is taken again with more."""
    found = ratio(visitor, address, argument, hidden, FIRST)
    for _ in range(ROUNDS):
        if 1 / RATIO < found < RATIO:
            break
        found = ratio(visitor, address, argument, hidden, MORE)
    return found


def test_hidden_takes_as_long_as_absent(db, say):
    world = build_world()
    found = {}
    for who, address, argument, which in ASKED:
        visitor = signed_in(world.cast.users[who])
        found[address] = settled(visitor, address, argument, world.objects[argument][which])
    wrong = [f"{address} takes {r:.2f} times as long" for address, r in found.items() if not 1 / RATIO < r < RATIO]
    worst = max(found.values(), key=lambda r: max(r, 1 / r))
    say(f"hidden against absent: {len(found)} addresses, time at most {max(worst, 1 / worst):.2f} to 1", wrong)


def test_a_planted_delay_is_found(db, say):
    """A policy that thinks about a hidden row before it refuses it."""
    world = build_world()
    with superuser() as raw:
        raw.execute(
            "CREATE POLICY slow ON circles_circle FOR SELECT TO encircle_app USING (pg_sleep(0.2)::text IS NULL)"
        )
        try:
            visitor = signed_in(world.cast.users["colin"])
            found = ratio(visitor, "casework:circle", "circle_id", world.objects["circle_id"]["1"], 7)
        finally:
            raw.execute("DROP POLICY slow ON circles_circle")
    say(f"hidden against absent, negative control: a planted delay was found, {found:.2f} to 1")
    assert found > RATIO
