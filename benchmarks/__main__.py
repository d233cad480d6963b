"""`make bench`: pages of the real site against bare views on the same server in the same run, as ratios.

Times are medians of alternating requests, so that a slow moment of the machine hits both alike. Ratios hold on a noisy
machine; the milliseconds beside them do not travel. BENCH_SIZE (20) is the larger size; BENCH_RUNS (25) the requests.
"""

import os
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from benchmarks.charity import Charities, Running
from benchmarks.visitor import Visitor, weight
from encircle.ops.postgres import Server

RUNS = int(os.environ.get("BENCH_RUNS", "25"))
LARGE = int(os.environ.get("BENCH_SIZE", "20"))
PORT = int(os.environ.get("BENCH_PORT", "8890"))
WARM = 4


@dataclass(frozen=True)
class Measure:
    """One page as one person, and the bare view that does the same work."""

    name: str
    persona: str
    path: str
    bare: str
    status: int = 200
    form: Callable[[Visitor, int], tuple[str, list[tuple[str, str]]]] | None = None


@dataclass(frozen=True)
class Figure:
    page_ms: float
    bare_ms: float
    queries: int
    weight: int

    @property
    def ratio(self) -> float:
        return self.page_ms / self.bare_ms


def one_value(owner: psycopg.Connection, sql: str, *values: object) -> str:
    row = owner.execute(sql, values or None).fetchone()
    assert row, f"the demonstration has nothing for: {sql}"
    return str(row[0])


def measures(site: Running) -> list[Measure]:
    with psycopg.connect(site.owner) as owner:
        cora = "SELECT s.circle_id FROM circles_seat s JOIN accounts_user u ON u.id = s.coordinator_id WHERE u.persona = 'cora'"
        circle = one_value(
            owner,
            f"SELECT m.circle_id FROM meetings_meeting m WHERE m.circle_id IN ({cora}) GROUP BY 1 ORDER BY count(*) DESC",
        )
        area = one_value(owner, "SELECT area_id FROM circles_circle WHERE id = %s", circle)
        version = one_value(
            owner,
            "SELECT v.id FROM meetings_minutesversion v JOIN meetings_approval a ON a.version_id = v.id "
            "WHERE v.circle_id = %s ORDER BY v.submitted_at DESC",
            circle,
        )
        name = one_value(owner, "SELECT family_name FROM people_coremember WHERE area_id = %s ORDER BY 1", area)
    words = "landlord letter"
    list_50 = f"/bare/list_50?area={area}"
    page_60 = f"/bare/page_60?circle={circle}"
    return [
        Measure("Home, coordinator", "cora", "/casework/", list_50),
        Measure("Home, operations manager", "olga", "/casework/", list_50),
        Measure("Circles, operations manager", "olga", "/casework/circles/", list_50),
        Measure("Circle page", "cora", f"/casework/circles/{circle}/", page_60),
        Measure("Minutes page", "cora", f"/casework/minutes/{version}/", page_60),
        Measure("Release preview", "cora", f"/casework/minutes/{version}/release/", page_60),
        Measure("Ledger", "cora", f"/casework/circles/{circle}/ledger/", page_60),
        Measure("Home, volunteer", "vera", "/volunteering/", list_50),
        Measure("Home, professional", "omar", "/outer-circle/", list_50),
        Measure("Search, name", "olga", "search:names:" + name, f"/bare/name_look_up?words={quote(name)}"),
        Measure("Search, words", "olga", "search:minutes:" + words, f"/bare/text_search?words={quote(words)}"),
        Measure("One indexed query", "", f"/bare/one?id={circle}", f"/bare/one?id={circle}"),
    ]


def prepared(visitor: Visitor, path: str) -> str:
    """A search is posted; what is timed is its answer."""
    if not path.startswith("search:"):
        return path
    _, kind, words = path.split(":", 2)
    token = visitor.token("/casework/search/")
    answer = visitor.ask("/casework/search/", {"words": words, "kind": kind, "csrfmiddlewaretoken": token})
    assert answer.status == 302, f"search: {answer.status}"
    return answer.headers["Location"]


def measure(site: Running, wanted: Measure, visitors: dict[str, Visitor]) -> Figure | None:
    if wanted.persona not in visitors:
        visitor = Visitor(site.address)
        visitors[wanted.persona] = visitor.sign_in(wanted.persona) if wanted.persona else visitor
    visitor = visitors[wanted.persona]
    path = prepared(visitor, wanted.path)
    first = visitor.ask(path, **{"X-Count": "1"})
    if first.status != wanted.status:
        print(f"  {wanted.name}: answered {first.status} at {path}")
        return None
    for _ in range(WARM):
        visitor.ask(path), visitor.ask(wanted.bare)
    pairs = [(visitor.ask(path).seconds, visitor.ask(wanted.bare).seconds) for _ in range(RUNS)]
    return Figure(
        statistics.median(page for page, _ in pairs) * 1000,
        statistics.median(bare for _, bare in pairs) * 1000,
        int(first.headers.get("X-Queries", "0")),
        weight(first.body),
    )


def table_of(site: Running) -> dict[str, Figure]:
    print(f"\nSize {site.size}: loaded in {site.loaded_in:.0f} s, {RUNS} pairs a page", flush=True)
    visitors: dict[str, Visitor] = {}
    found = {}
    for wanted in measures(site):
        figure = measure(site, wanted, visitors)
        if figure:
            found[wanted.name] = figure
    return found


def print_table(small: dict[str, Figure], large: dict[str, Figure]) -> None:
    print(
        f"\n{'page':28} {'bare':>7} {'page':>7} {'ratio':>6} {'queries':>8} {'weight':>7} | "
        f"{f'{LARGE}x page':>9} {'ratio':>6} {'queries':>8} {'grows':>6}"
    )
    for name, one in small.items():
        line = f"{name:28} {one.bare_ms:7.1f} {one.page_ms:7.1f} {one.ratio:6.2f} {one.queries:8} {one.weight / 1000:6.1f}k |"
        if many := large.get(name):
            line += f" {many.page_ms:9.1f} {many.ratio:6.2f} {many.queries:8} {many.page_ms / one.page_ms:6.2f}"
        print(line)
    print("\nbare and page in milliseconds; ratio = page / bare; weight = kilobytes of HTML, compressed;")
    print(f"grows = page at {LARGE} x the demonstration / page at 1 x.")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="encircle-bench-") as folder, Server(Path(folder), durable=False) as server:
        charities = Charities(server)
        with charities.served(1, PORT) as site:
            small = table_of(site)
        large = {}
        if LARGE > 1:
            with charities.served(LARGE, PORT + 1) as site:
                large = table_of(site)
        print_table(small, large)


main()
