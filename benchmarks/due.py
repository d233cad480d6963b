"""`python -m benchmarks.due`: the pages of what is due at 30, 300, 3,000 and 60,000 Circles, and what reckoning costs.

The Circles, their seats, meetings and minutes are made by the database itself in a throw-away one, eight weeks of
each. What they owe is worked out by the reckoner itself, as the worker does it each night: from nothing, and again when
nothing has changed; what a request pays at its end for the one Circle it has touched is timed too.
BENCH_CIRCLES ("30,300,3000,60000") names the sizes, BENCH_RUNS (25) the requests for each page.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import django
import psycopg

from benchmarks.charity import Charities, _site
from benchmarks.visitor import Visitor
from encircle.ops.logins import create_database
from encircle.ops.postgres import Server

SIZES = [int(size) for size in os.environ.get("BENCH_CIRCLES", "30,300,3000,60000").split(",")]
RUNS = int(os.environ.get("BENCH_RUNS", "25"))
PORT = int(os.environ.get("BENCH_PORT", "8894"))
TEMPLATE = "bench_due"
AREAS = {30: 2, 300: 6, 3000: 20}  # more Circles, more areas: England and Wales have 43 police areas
MOST_AREAS = 43
RECKONED = 3000  # Circles the reckoner itself works out; a multiple of 200
NOBODY = UUID(int=0)
LONG_AGO = "2020-01-01T00:00:00+00:00"

# One coordinator runs about twelve Circles; one in ten Circles is paused; one in eight meetings has no minutes yet.
PLANT = (
    "INSERT INTO organisation_charity (id, only_row, name, colour, is_demo, blocks_without_agreement, "
    "second_person_for_corrections, answers_exact_reference, shared_parts, staff_idle_minutes, "
    "volunteer_idle_minutes, out_of_hours_number) "
    "VALUES (gen_random_uuid(), true, 'Bench', '#1d5b79', true, false, false, false, '{}', 15, 60, '')",
    "INSERT INTO organisation_area (id, name, code) SELECT gen_random_uuid(), 'Area ' || n, 'area-' || n "
    "FROM generate_series(1, %(areas)s) n",
    "CREATE TEMP TABLE area AS SELECT id, row_number() OVER (ORDER BY length(code), code) AS n FROM organisation_area",
    "CREATE TEMP TABLE staff AS SELECT gen_random_uuid() AS id, n FROM generate_series(0, %(circles)s / 12) n",
    "INSERT INTO accounts_user SELECT u.* FROM staff s CROSS JOIN LATERAL json_populate_record(null::accounts_user, "
    "(%(user)s::jsonb || jsonb_build_object('id', s.id, 'email', 'staff-' || s.n || '@people.example'))::json) u "
    "WHERE s.n > 0",
    # Ids in the order of their numbers: the reckoner goes by id, and so works out the first ones.
    "CREATE TEMP TABLE circle AS SELECT overlay(gen_random_uuid()::text placing lpad(to_hex(g.n), 8, '0') from 1)::uuid "
    "AS id, g.n, g.n / 12 AS run_by, a.id AS area_id "
    "FROM generate_series(0, %(circles)s - 1) AS g(n) JOIN area a ON a.n = 1 + (g.n / 12) %% %(areas)s",
    "INSERT INTO circles_circle (id, reference, name, area_id, kind, opened_at, meeting_minutes) "
    "SELECT id, 'C-' || n, 'Circle ' || n, area_id, 'adult', now() - interval '80 days', 120 FROM circle",
    "INSERT INTO circles_phase (id, circle_id, area_id, name, starts_at) "
    "SELECT gen_random_uuid(), id, area_id, 'weekly', now() - interval '56 days' FROM circle",
    "INSERT INTO circles_pause (id, circle_id, area_id, starts_at, reason) "
    "SELECT gen_random_uuid(), id, area_id, now() - interval '10 days', 'holidays' FROM circle WHERE n %% 10 = 3",
    "INSERT INTO circles_seat (id, circle_id, area_id, part, coordinator_id, display_name, letter, position, starts_at) "
    "SELECT gen_random_uuid(), c.id, c.area_id, 'coordinator', s.id, 'Coordinator', '', '', now() - interval '80 days' "
    "FROM circle c JOIN staff s ON s.n = c.run_by",
    "CREATE TEMP TABLE meeting AS SELECT gen_random_uuid() AS id, c.id AS circle_id, c.area_id, s.id AS run_by, c.n, w, "
    "now() - make_interval(days => w * 7 - 3, hours => (c.n %% 40)::int) AS ended, gen_random_uuid() AS version_id "
    "FROM circle c JOIN staff s ON s.n = c.run_by CROSS JOIN generate_series(1, 8) w",
    "INSERT INTO meetings_meeting (id, circle_id, area_id, planned_starts_at, starts_at, ends_at, cancel_reason, "
    "outcome, minutes_elsewhere) SELECT id, circle_id, area_id, ended - interval '2 hours', ended - interval '2 hours', "
    "ended, '', 'held', false FROM meeting",
    "INSERT INTO meetings_minutesversion (id, meeting_id, circle_id, area_id, number, kind, correction_kind, "
    "written_by_id, submitted_at) SELECT version_id, id, circle_id, area_id, 1, 'original', '', run_by, "
    "ended + make_interval(hours => 20 + (n + w) %% 50) FROM meeting WHERE (n + w) %% 8 <> 0",
    "INSERT INTO meetings_approval (version_id, meeting_id, circle_id, area_id, approved_by_id, approved_at) "
    "SELECT version_id, id, circle_id, area_id, run_by, ended + interval '4 days' FROM meeting "
    "WHERE (n + w) %% 8 <> 0 AND w > 1",
    "INSERT INTO organisation_practicestandard SELECT * FROM json_populate_record(null::organisation_practicestandard, "
    "%(standard)s::json)",
    "INSERT INTO organisation_kindstandard SELECT * FROM json_populate_record(null::organisation_kindstandard, "
    "%(kind)s::json)",
)
PEOPLE = (
    "INSERT INTO accounts_user SELECT * FROM json_populate_record(null::accounts_user, %(user)s::json)",
    "INSERT INTO access_appointment SELECT * FROM json_populate_record(null::access_appointment, json_build_object("
    "'id', gen_random_uuid(), 'user_id', %(id)s::uuid, 'role', %(role)s::text, 'area_id', %(area)s::uuid, "
    "'covering', false, 'starts_at', now() - interval '90 days', 'appointed_at', now() - interval '90 days'))",
)
# Run by the worker's login in a process of its own: from nothing, again with nothing changed, and one Circle alone.
RECKON = """
import django, json, time; django.setup()
from encircle.foundations.access.identity import acting_as
from encircle.rooms.due.keeping import RECKONER, practice_at, settle, work_out, _ids
from encircle.rooms.due.models import Stale
from encircle.rooms.due.vocabulary import Scope
def timed(act):
    began = time.perf_counter()
    return act(), time.perf_counter() - began
def swept():
    changed, after, left = 0, None, {circles}
    while left > 0:
        with acting_as(RECKONER) as acting:
            ids = _ids(Scope.CIRCLE, after)[:left]
            changed += work_out(Scope.CIRCLE, ids, practice_at(acting.at))
            after, left = ids[-1], left - len(ids)
    return changed
rows, build = timed(swept)
changed, sweep = timed(swept)
assert changed == 0, f"{{changed}} rows changed though nothing had"
alone = []
for number in range(20):
    with acting_as(RECKONER) as acting:
        subject = _ids(Scope.CIRCLE, None)[number]
        Stale.objects.create(scope=Scope.CIRCLE, subject_id=subject, at=acting.at)
        alone.append(timed(lambda: settle(acting.at))[1])
        assert not Stale.objects.exists()
print(json.dumps([build * 1000 / {circles}, sweep * 1000 / {circles}, sorted(alone)[10] * 1000]))
"""
# What the reckoner found for the first Circles stands for the others too: the same things happened to every 200th.
COPY = """
    INSERT INTO due_obligation (id, rule, scope, subject_id, area_id, circle_id, item_id, owner, owner_user_id, opened_at,
        due_at, met_at, closed_at, stands_still_since, paused, walled)
    SELECT gen_random_uuid(), o.rule, o.scope, c.id, c.area_id, c.id, o.item_id, o.owner, s.coordinator_id, o.opened_at,
        o.due_at, o.met_at, o.closed_at, o.stands_still_since, o.paused, false
    FROM circles_circle c JOIN circles_seat s ON s.circle_id = c.id
    JOIN circles_circle f ON f.reference = 'C-' || (substr(c.reference, 3)::int %% %(reckoned)s)
    JOIN due_obligation o ON o.subject_id = f.id
    WHERE substr(c.reference, 3)::int >= %(reckoned)s
"""
# Run by the login of the site: how many statements each page asks, all of a request counted.
STATEMENTS = """
import django, json, sys; django.setup()
from django.db import connection
from django.test import Client
clients, found = {{}}, []
for who, path in {wanted}:
    if who not in clients:
        clients[who] = Client(SERVER_NAME="127.0.0.1")
        clients[who].post("/demo/sign-in", {{"persona": who}})
    clients[who].get(path)
    asked = []
    with connection.execute_wrapper(lambda execute, *rest: (asked.append(1), execute(*rest))[1]):
        assert clients[who].get(path).status_code == 200
    found.append(len(asked))
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Page:
    """Milliseconds of the median and of the fastest answer: on a busy machine the fastest says most about the work."""

    median: float
    fastest: float
    statements: int


@dataclass(frozen=True)
class Reckoned:
    """Milliseconds a Circle from nothing, in a sweep that changes nothing, and for one alone at the end of a request."""

    build: float
    sweep: float
    settle: float


@dataclass(frozen=True)
class Size:
    circles: int
    obligations: int
    loaded_in: float
    pages: dict[str, Page]
    reckoned: Reckoned


def made(charities: Charities, circles: int) -> tuple[str, float, str]:
    """A database with the facts of so many Circles, seconds it took, and one of Cora's Circles."""
    database = f"bench_due_{circles}"
    create_database(charities.server.superuser_conninfo(), database, TEMPLATE)
    began = time.monotonic()
    with psycopg.connect(charities.server.superuser_conninfo(database), autocommit=True) as raw:
        raw.execute("SET session_replication_role = replica")  # the facts are right by themselves
        bound: dict[str, Any] = {
            "circles": circles,
            "areas": AREAS.get(circles, MOST_AREAS),
            **_standards(),
            "user": _user(NOBODY, ""),
        }
        for statement in PLANT:
            names = [name for name in bound if f"%({name})s" in statement]
            raw.execute(statement, {name: bound[name] for name in names} or None) if names else raw.execute(
                statement.replace("%%", "%")
            )
        cora, area = raw.execute(
            "SELECT s.id, c.area_id FROM staff s JOIN circle c ON c.run_by = s.n ORDER BY c.n LIMIT 1"
        ).fetchone()  # type: ignore[misc]
        olga = raw.execute("SELECT gen_random_uuid()").fetchone()[0]  # type: ignore[index]
        for id, who, role, place in ((cora, "cora", "coordinator", area), (olga, "olga", "operations_manager", None)):
            for statement in PEOPLE:
                known = {"id": id, "user": _user(id, who), "role": role, "area": place}
                raw.execute(statement, {name: value for name, value in known.items() if f"%({name})s" in statement})
        circle = raw.execute("SELECT id FROM circle WHERE run_by = 0 AND n = 1").fetchone()[0]  # type: ignore[index]
        raw.execute("SET session_replication_role = origin")
        raw.execute("VACUUM ANALYZE")
    return database, time.monotonic() - began, str(circle)


def _standards() -> dict[str, str]:
    """A row of each standard with its defaults."""
    from encircle.rooms.organisation.models import FOR_EVER, KindStandard, PracticeStandard

    standard = PracticeStandard(in_force_from=FOR_EVER, set_at=LONG_AGO)
    kind = KindStandard(kind="adult", least_volunteers=3, most_volunteers=6, months=12)
    return {"standard": _as_json(standard), "kind": _as_json(kind)}


def _user(id: UUID, who: str) -> str:
    from encircle.foundations.accounts.models import User

    address = f"{who}@people.example"
    return _as_json(User(id=id, email=address, name=who, created_at=LONG_AGO, persona=who, password="!"))


def _as_json(row: Any) -> str:
    """As Django would write it."""
    from django.core.serializers.json import DjangoJSONEncoder

    return json.dumps({f.column: getattr(row, f.attname) for f in row._meta.concrete_fields}, cls=DjangoJSONEncoder)


def measured(charities: Charities, circles: int) -> Size:
    database, loaded_in, circle = made(charities, circles)
    some = min(circles, RECKONED)
    reckoned = Reckoned(*_told(charities, database, "encircle_worker", RECKON.format(circles=some)))
    obligations = _copied(charities, database, some)
    wanted = {
        "Work list, coordinator": ("cora", "/casework/due/"),
        "Work list, manager": ("olga", "/casework/due/?whose=all"),
        "One slot, manager": ("olga", "/casework/due/overdue/?whose=all"),
        "By area, manager": ("olga", "/casework/due/areas/"),
        "One cell, manager": ("olga", "/casework/due/areas/area-1/longer/"),
        "One Circle": ("cora", f"/casework/circles/{circle}/due/"),
    }
    counts = _told(charities, database, "encircle_app", STATEMENTS.format(wanted=list(wanted.values())))
    with _site(PORT, charities.environment(database, "encircle_app"), "/health/ready") as address:
        visitors = {who: Visitor(address).sign_in(who) for who in ("cora", "olga")}
        pages = {
            name: Page(*_timed(visitors[who], path), asked)
            for (name, (who, path)), asked in zip(wanted.items(), counts, strict=True)
        }
    return Size(circles, obligations, loaded_in, pages, reckoned)


def _copied(charities: Charities, database: str, reckoned: int) -> int:
    """How many obligations there are then."""
    with psycopg.connect(charities.server.superuser_conninfo(database), autocommit=True) as raw:
        raw.execute("SET session_replication_role = replica")
        raw.execute(COPY, {"reckoned": reckoned})
        raw.execute("SET session_replication_role = origin")
        raw.execute("VACUUM ANALYZE")
        (count,) = raw.execute("SELECT count(*) FROM due_obligation").fetchone()  # type: ignore[misc]
    return count


def _timed(visitor: Visitor, path: str) -> tuple[float, float]:
    answers = [visitor.ask(path) for _ in range(RUNS + 4)]
    assert answers[0].status == 200, f"{path}: answered {answers[0].status}"
    taken = [answer.seconds * 1000 for answer in answers[4:]]
    return statistics.median(taken), min(taken)


def _told(charities: Charities, database: str, login: str, script: str) -> Any:
    """What a process under a login of its own says in its last line."""
    environment = charities.environment(database, login)
    answer = subprocess.run([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True)
    assert answer.returncode == 0, "it stopped: see above"
    return json.loads(answer.stdout.splitlines()[-1])


def print_table(sizes: list[Size]) -> None:
    first = sizes[0]
    print(f"\n{'Circles':26}" + "".join(f"{size.circles:>24,}" for size in sizes) + "   statements")
    for name, least in first.pages.items():
        row = [size.pages[name] for size in sizes]
        cells = (f"{one.median:.1f}, {one.fastest:.1f} ({one.fastest / least.fastest:.2f})" for one in row)
        asked = "/".join(dict.fromkeys(str(one.statements) for one in row))
        print(f"{name:26}" + "".join(f"{cell:>24}" for cell in cells) + f"{asked:>13}")
    for title, values in (
        ("Obligations", [f"{size.obligations:,}" for size in sizes]),
        ("Facts loaded, s", [f"{size.loaded_in:.1f}" for size in sizes]),
        ("From nothing", [f"{size.reckoned.build:.2f}" for size in sizes]),
        ("Nothing changed", [f"{size.reckoned.sweep:.2f}" for size in sizes]),
        ("After one POST", [f"{size.reckoned.settle:.1f}" for size in sizes]),
        ("All from nothing, minutes", [f"{size.reckoned.build * size.circles / 60_000:.1f}" for size in sizes]),
    ):
        print(f"{title:26}" + "".join(f"{value:>24}" for value in values))
    print(
        "\nPages: milliseconds of whole requests under row policies, the median and the fastest, and in brackets the ratio"
    )
    print("of the fastest to the smallest size. Reckoning: milliseconds a Circle,", end=" ")
    print(f"over the first {RECKONED:,}; the rest bear copies of what was found.")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encircle.config.settings.demo")
    django.setup()
    with tempfile.TemporaryDirectory(prefix="encircle-bench-") as folder, Server(Path(folder), durable=False) as server:
        charities = Charities(server)
        create_database(server.superuser_conninfo(), TEMPLATE)
        owner = charities.environment(TEMPLATE, "encircle_owner")
        owner["ENCIRCLE_OWNER_DATABASE_URL"] = charities.address_of("encircle_owner", TEMPLATE)
        subprocess.run([sys.executable, "-m", "encircle", "migrate", "--quiet"], env=owner, check=True)
        sizes = []
        for circles in SIZES:
            sizes.append(measured(charities, circles))
            print(f"{circles:,} Circles: loaded in {sizes[-1].loaded_in:.0f} s", flush=True)
        print_table(sizes)


if __name__ == "__main__":
    main()
