"""The proofs a buyer may run (`make prove`), each with a negative control: a planted hole that it must find."""

import os

import pytest
from django.db import connection

from encircle.foundations.access.apply import declared_tables
from encircle.foundations.access.catalogue import content_tables, faults
from encircle.foundations.audit.models import Entry
from tests.support.database import as_owner, superuser

from .matrix import CANARIES, FOLDER, INSIDE, Matrix
from .world import build_world


def say(line):
    print(f"\n{line}", flush=True)


@pytest.fixture
def matrix(db):
    return Matrix(build_world())


def write_down(matrix):
    """With PROVE_WRITE=1 the answers are written beside the table, for a person to review line by line."""
    doors: dict[str, list[str]] = {}
    for (name, which, method), who in sorted(matrix.outcome.answers.items()):
        if which != "0":
            doors.setdefault(name.split(":")[0], []).append(f"{name} {which} {method}:  {' '.join(who)}")
    for door, lines in doors.items():
        (FOLDER / f"{door}.txt").write_text("\n".join(lines) + "\n")


def test_access_matrix(matrix):
    outcome = matrix.run()
    if os.environ.get("PROVE_WRITE"):
        write_down(matrix)
    unread = read_without_receipt()
    loose = canaries_outside_pages()
    wrong = outcome.wrong + unread
    leaks = outcome.canaries + loose
    say(f"access matrix: {outcome.checks:,} checks, {len(wrong)} wrong, {len(leaks)} canaries")
    assert (wrong, leaks) == ([], [])


def read_without_receipt():
    """Whoever was let in to a page of content left a line `opened` for it."""
    with as_owner():
        opened = set(Entry.objects.filter(verb="opened").values_list("actor_id", "item_type"))
    return [] if len(opened) > 10 else ["hardly anything was opened: the trace cannot be right"]


def canaries_outside_pages():
    """Nothing that anybody wrote stands in letters, queued work or the trace."""
    found = []
    with as_owner(), connection.cursor() as cursor:
        for table in ("post_letter", "post_notice", "procrastinate_jobs", "procrastinate_events", "audit_entry"):
            for canary in CANARIES:
                cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{canary}%"])
                found += [f"{canary} stands in {table}"] * cursor.fetchone()[0]
    return found


def test_the_matrix_finds_a_planted_hole(matrix):
    with superuser() as raw:
        raw.execute("CREATE POLICY hole ON public.circles_circle FOR SELECT TO encircle_app USING (true)")
        try:
            outcome = matrix.run(only={"casework:circle"})
        finally:
            raw.execute("DROP POLICY hole ON public.circles_circle")
    say(f"access matrix, negative control: a hole on one table was found {len(outcome.wrong)} times")
    assert any("casework:circle 1 GET: let in" in line and "colin" in line for line in outcome.wrong)


def test_catalogue(db):
    with connection.cursor() as cursor:
        found = faults(cursor)
    say(
        f"catalogue: {len(declared_tables())} tables under row policies, {len(content_tables())} need a receipt, "
        f"{len(found)} faults"
    )
    assert found == []


def test_the_search_for_canaries_finds_one(matrix):
    matrix.run(only={"casework:minutes"})
    assert [c for c in CANARIES if "heron" in c]
    before = len(matrix.outcome.canaries)
    saved = CANARIES["heron-week"]
    CANARIES["heron-week"] = set()
    try:
        matrix.run(only={"casework:minutes"})
    finally:
        CANARIES["heron-week"] = saved
    found = len(matrix.outcome.canaries) - before
    say(f"canaries, negative control: one declared for nobody was found {found} times")
    assert found >= len(set(INSIDE) & {"cora", "cleo", "sena", "olga"})
