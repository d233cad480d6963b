"""`python -m benchmarks.due`: the pages of what is due at 30, 300, 3,000 and 60,000 Circles, and what reckoning costs.

The Circles, their seats, meetings and minutes are made by the database itself in a throw-away one, eight weeks of
each; what they owe is written beside them as the reckoner would find it, so that the largest size loads in a minute or
two. How long reckoning takes is measured with the reckoner itself over some of these Circles, as the worker does it.
BENCH_CIRCLES ("30,300,3000,60000") names the sizes, BENCH_RUNS (25) the requests for each page.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.charity import Charities, _site
from benchmarks.visitor import Visitor
from encircle.ops.logins import create_database
from encircle.ops.postgres import Server

SIZES = [int(size) for size in os.environ.get("BENCH_CIRCLES", "30,300,3000,60000").split(",")]
RUNS = int(os.environ.get("BENCH_RUNS", "25"))
PORT = int(os.environ.get("BENCH_PORT", "8894"))
TEMPLATE = "bench_due"
A_SAMPLE = 400
AREAS = {30: 2, 300: 6, 3000: 20}  # more Circles, more areas: England and Wales have 43 police areas
MOST_AREAS = 43

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
    "CREATE TEMP TABLE circle AS SELECT gen_random_uuid() AS id, n, n / 12 AS run_by, a.id AS area_id "
    "FROM generate_series(0, %(circles)s - 1) n JOIN area a ON a.n = 1 + (n / 12) %% %(areas)s",
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
    "CREATE TEMP TABLE owing AS SELECT m.*, r.rule, r.owner, "
    "ended + r.begins AS opened, ended + r.begins + interval '48 hours' AS due, "
    "CASE WHEN (n + w) %% 8 = 0 OR w <= r.waits THEN NULL "
    "ELSE ended + r.begins + make_interval(hours => 20 + (n + w) %% 50) END AS met "
    "FROM meeting m CROSS JOIN (VALUES ('minutes_written', 'volunteers', interval '0', 0), "
    "('minutes_read', 'coordinator', interval '1 day', 1), ('meeting_held', 'coordinator', interval '-4 days', 0)) "
    "AS r(rule, owner, begins, waits)",
    "INSERT INTO due_obligation (id, rule, scope, subject_id, area_id, circle_id, item_id, owner, owner_user_id, "
    "opened_at, due_at, met_at, stands_still_since, paused, walled) "
    "SELECT gen_random_uuid(), rule, 'circle', circle_id, area_id, circle_id, id, owner, run_by, opened, "
    "CASE WHEN n %% 10 = 3 AND met IS NULL THEN NULL ELSE due END, met, "
    "CASE WHEN n %% 10 = 3 AND met IS NULL THEN opened END, '0', false FROM owing",
    "INSERT INTO organisation_practicestandard SELECT * FROM json_populate_record(null::organisation_practicestandard, "
    "%(standard)s::json)",
    "INSERT INTO organisation_kindstandard SELECT * FROM json_populate_record(null::organisation_kindstandard, "
    "%(kind)s::json)",
)
PEOPLE = (
    "INSERT INTO accounts_user SELECT * FROM json_populate_record(null::accounts_user, json_build_object("
    "'id', %(id)s::uuid, 'email', %(who)s || '@people.example', 'name', %(who)s, 'created_at', now(), "
    "'persona', %(who)s, 'password', '!', 'is_active', true))",
    "INSERT INTO access_appointment SELECT * FROM json_populate_record(null::access_appointment, json_build_object("
    "'id', gen_random_uuid(), 'user_id', %(id)s::uuid, 'role', %(role)s, 'area_id', %(area)s::uuid, "
    "'covering', false, 'starts_at', now() - interval '90 days', 'appointed_at', now() - interval '90 days'))",
)
# Run by the worker's login in a process of its own: time for some Circles, and what it had to change.
RECKON = """
import django, json, time; django.setup()
from encircle.foundations.access.identity import acting_as
from encircle.rooms.due.keeping import RECKONER, practice_at, work_out, _ids
from encircle.rooms.due.vocabulary import Scope
with acting_as(RECKONER) as acting:
    practice, ids = practice_at(acting.at), _ids(Scope.CIRCLE, None)
    work_out(Scope.CIRCLE, ids, practice)
times = []
for number in range({sample} // 200):
    with acting_as(RECKONER) as acting:
        began = time.perf_counter()
        work_out(Scope.CIRCLE, ids, practice_at(acting.at))
        times.append((time.perf_counter() - began) / len(ids))
with acting_as(RECKONER) as acting:
    began = time.perf_counter()
    work_out(Scope.CIRCLE, ids[:1], practice_at(acting.at))
    print(json.dumps([min(times) * 1000, (time.perf_counter() - began) * 1000]))
"""


@dataclass(frozen=True)
class Size:
    circles: int
    obligations: int
    loaded_in: float
    pages: dict[str, float]  # milliseconds
    each: float
    one: float


def made(charities: Charities, circles: int) -> tuple[str, float, int, str]:
    database = f"bench_due_{circles}"
    create_database(charities.server.superuser_conninfo(), database, TEMPLATE)
    began = time.monotonic()
    with psycopg.connect(charities.server.superuser_conninfo(database), autocommit=True) as raw:
        raw.execute("SET session_replication_role = replica")  # the facts are right by themselves
        bound = {"circles": circles, "areas": AREAS.get(circles, MOST_AREAS), **_standards()}
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
                known = {"id": id, "who": who, "role": role, "area": place}
                raw.execute(statement, {name: value for name, value in known.items() if f"%({name})s" in statement})
        circle = raw.execute("SELECT id FROM circle WHERE run_by = 0 AND n = 1").fetchone()[0]  # type: ignore[index]
        count = raw.execute("SELECT count(*) FROM due_obligation").fetchone()[0]  # type: ignore[index]
        raw.execute("SET session_replication_role = origin")
        raw.execute("VACUUM ANALYZE")
    return database, time.monotonic() - began, count, str(circle)


def _standards() -> dict[str, str]:
    """A row of each standard with its defaults, as Django would write it."""
    import json

    import django
    from django.core.serializers.json import DjangoJSONEncoder

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encircle.config.settings.demo")
    django.setup()
    from encircle.rooms.organisation.models import FOR_EVER, KindStandard, PracticeStandard

    now = "2020-01-01T00:00:00+00:00"
    standard = PracticeStandard(in_force_from=FOR_EVER, set_at=now)
    kind = KindStandard(kind="adult", least_volunteers=3, most_volunteers=6, months=12)
    rows = [{f.column: getattr(row, f.attname) for f in row._meta.concrete_fields} for row in (standard, kind)]
    return dict(zip(("standard", "kind"), (json.dumps(row, cls=DjangoJSONEncoder) for row in rows), strict=True))


def measured(charities: Charities, circles: int) -> Size:
    database, loaded_in, obligations, circle = made(charities, circles)
    environment = charities.environment(database, "encircle_app")
    with _site(PORT, environment, "/health/ready") as address:
        visitors = {who: Visitor(address).sign_in(who) for who in ("cora", "olga")}
        wanted = {
            "Work list, coordinator": ("cora", "/casework/due/"),
            "Work list, manager": ("olga", "/casework/due/?whose=all"),
            "By area, manager": ("olga", "/casework/due/areas/"),
            "One Circle": ("cora", f"/casework/circles/{circle}/due/"),
        }
        pages = {name: _median(visitors[who], path) for name, (who, path) in wanted.items()}
    each, one = _reckoning(charities, database)
    return Size(circles, obligations, loaded_in, pages, each, one)


def _median(visitor: Visitor, path: str) -> float:
    answers = [visitor.ask(path) for _ in range(RUNS + 4)]
    assert answers[0].status == 200, f"{path}: answered {answers[0].status}"
    return statistics.median(answer.seconds for answer in answers[4:]) * 1000


def _reckoning(charities: Charities, database: str) -> tuple[float, float]:
    import json

    script = RECKON.format(sample=A_SAMPLE)
    environment = charities.environment(database, "encircle_worker")
    answer = subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True)
    each, one = json.loads(answer.stdout.splitlines()[-1])
    return each, one


def print_table(sizes: list[Size]) -> None:
    print(f"\n{'':26}" + "".join(f"{size.circles:>12,}" for size in sizes) + "   largest / smallest")
    for name in sizes[0].pages:
        row = [size.pages[name] for size in sizes]
        print(f"{name:26}" + "".join(f"{ms:12.1f}" for ms in row) + f"{row[-1] / row[0]:12.2f} x")
    for title, row in (
        ("Reckoning, one alone", [size.one for size in sizes]),
        ("Reckoning, of a batch", [size.each for size in sizes]),
        ("Whole sweep, minutes", [size.each * size.circles / 60_000 for size in sizes]),
    ):
        print(f"{title:26}" + "".join(f"{value:12.2f}" for value in row) + f"{row[-1] / row[0]:12.2f} x")
    print(f"{'Obligations':26}" + "".join(f"{size.obligations:>12,}" for size in sizes))
    print("\nmilliseconds, medians, of whole pages under row policies; reckoning: milliseconds a Circle.")


def main() -> None:
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
