"""`make bench`: pages of the real site against plain Django views over the same tables in the same run.

Times are medians of alternating requests, so that a slow moment of the machine hits both alike. Ratios hold on a noisy
machine; the milliseconds beside them do not travel. BENCH_SIZE (20) is the larger size; BENCH_RUNS (25) the requests.
"""

import os
import re
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from benchmarks.charity import Charities, Running
from benchmarks.undoing import Undoing
from benchmarks.visitor import Answer, Form, Visitor, form_in, weight
from encircle.ops.postgres import Server

RUNS = int(os.environ.get("BENCH_RUNS", "25"))
LARGE = int(os.environ.get("BENCH_SIZE", "20"))
PORT = int(os.environ.get("BENCH_PORT", "8890"))
WARM = 4


@dataclass(frozen=True)
class Measure:
    """One page as one person, and the plain view that does the same work."""

    name: str
    persona: str
    path: str
    plain: str
    press: str = ""  # "submit" or "release": what is timed is the press of that button
    circle: str = ""


@dataclass(frozen=True)
class Figure:
    page_ms: float
    plain_ms: float
    queries: int
    weight: int

    @property
    def ratio(self) -> float:
        return self.page_ms / self.plain_ms


def one_value(raw: psycopg.Connection, statement: str, *values: object) -> str:
    row = raw.execute(statement, values or None).fetchone()
    assert row, f"the demonstration has nothing for: {statement}"
    return str(row[0])


CORAS = (
    "SELECT s.circle_id FROM circles_seat s JOIN accounts_user u ON u.id = s.coordinator_id WHERE u.persona = 'cora'"
)
VERAS = (
    "SELECT s.circle_id FROM circles_seat s JOIN volunteers_volunteer v ON v.id = s.volunteer_id "
    "JOIN accounts_user u ON u.id = v.user_id WHERE u.persona = 'vera'"
)
BUSIEST = f"SELECT circle_id FROM meetings_meeting WHERE circle_id IN ({CORAS}) GROUP BY 1 ORDER BY count(*) DESC"
NEWEST = (
    "SELECT v.id FROM meetings_minutesversion v JOIN meetings_approval a ON a.version_id = v.id "
    "WHERE v.circle_id = %s ORDER BY v.submitted_at DESC"
)
UNRELEASED = (
    f"SELECT version_id, circle_id FROM meetings_approval a WHERE circle_id IN ({CORAS}) AND meeting_id IN "
    "(SELECT meeting_id FROM practice_waiting WHERE kind = 'release') ORDER BY approved_at DESC"
)
UNWRITTEN = (
    f"SELECT m.id, m.circle_id FROM meetings_meeting m JOIN practice_waiting o ON o.meeting_id = m.id "
    f"WHERE m.circle_id IN ({VERAS}) AND o.kind = 'minutes' AND m.ends_at < now() AND NOT EXISTS "
    "(SELECT FROM meetings_minutesversion v WHERE v.meeting_id = m.id) ORDER BY m.ends_at DESC"
)


def measures(site: Running) -> list[Measure]:
    with psycopg.connect(site.superuser) as raw:
        circle = one_value(raw, BUSIEST)
        area = one_value(raw, "SELECT area_id FROM circles_circle WHERE id = %s", circle)
        version = one_value(raw, NEWEST, circle)
        name = one_value(raw, "SELECT family_name FROM people_coremember WHERE area_id = %s ORDER BY 1", area)
        unreleased, their_circle = raw.execute(UNRELEASED).fetchone() or ("", "")
        unwritten, veras_circle = raw.execute(UNWRITTEN).fetchone() or ("", "")
    words = "landlord letter"
    list_50, page_60 = f"/list?area={area}", f"/circle/{circle}"
    return [
        Measure("Home, coordinator", "cora", "/casework/", list_50),
        Measure("Home, operations manager", "olga", "/casework/", list_50),
        Measure("Circles, operations manager", "olga", "/casework/circles/", list_50),
        Measure("Circle page", "cora", f"/casework/circles/{circle}/", page_60),
        Measure("Minutes page", "cora", f"/casework/minutes/{version}/", page_60),
        Measure("Release preview", "cora", f"/casework/minutes/{version}/release", page_60),
        Measure("Ledger", "cora", f"/casework/circles/{circle}/ledger/", page_60),
        Measure("Home, volunteer", "vera", "/volunteering/", list_50),
        Measure("Home, professional", "omar", "/outer-circle/", list_50),
        Measure("Search, name", "olga", "search:names:" + name, f"/people?words={quote(name)}"),
        Measure("Search, words", "olga", "search:minutes:" + words, f"/minutes?words={quote(words)}"),
        Measure(
            "Minutes submit", "vera", f"/volunteering/meetings/{unwritten}", "/insert", "submit", str(veras_circle)
        ),
        Measure("Release", "cora", f"/casework/minutes/{unreleased}/release", "/insert", "release", str(their_circle)),
        Measure("One indexed query, plain", "", f"/one?circle={circle}", f"/one?circle={circle}"),
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


def figure(first: Answer, pairs: list[tuple[Answer, Answer]]) -> Figure:
    return Figure(
        statistics.median(page.seconds for page, _ in pairs) * 1000,
        statistics.median(plain.seconds for _, plain in pairs) * 1000,
        int(first.headers.get("X-Queries", "0")),
        weight(first.body),
    )


class Bench:
    """The visitors of one charity, each signed in once."""

    def __init__(self, site: Running) -> None:
        self.site = site
        self.plain = Visitor(site.plain)
        self.plain.ask("/sign-in/cora")
        self.visitors = {"": self.plain}

    def visitor(self, persona: str) -> Visitor:
        if persona not in self.visitors:
            self.visitors[persona] = Visitor(self.site.address).sign_in(persona)
        return self.visitors[persona]

    def measure(self, wanted: Measure) -> Figure:
        visitor = self.visitor(wanted.persona)
        if wanted.press:
            return self._pressed(wanted, visitor)
        path = prepared(visitor, wanted.path)
        first = visitor.ask(path, **{"X-Count": "1"})
        assert first.status == 200, f"{wanted.name}: answered {first.status}"
        pairs = [(visitor.ask(path), self.plain.ask(wanted.plain)) for _ in range(WARM + RUNS)]
        assert pairs[-1][1].status == 200, f"{wanted.name}, plain: answered {pairs[-1][1].status}"
        return figure(first, pairs[WARM:])

    def _pressed(self, wanted: Measure, visitor: Visitor) -> Figure:
        """Each press is undone before the next."""
        pairs = []
        action = press_ready(wanted, visitor)
        undoing = Undoing(self.site.superuser, wanted.circle)
        for number in range(WARM + RUNS):
            undoing.undo()
            form = pressed_form(wanted, visitor)
            answer = visitor.ask(action, form, **({"X-Count": "1"} if number == 0 else {}))
            assert answer.status == 302, f"{wanted.name}: answered {answer.status}"
            words = [("csrfmiddlewaretoken", self.plain.token("/insert")), ("words", "word " * 400)]
            pairs.append((answer, self.plain.ask("/insert", words)))
        undoing.undo()
        undoing.close()
        return figure(pairs[0][0], pairs[WARM:])


def press_ready(wanted: Measure, visitor: Visitor) -> str:
    """The address the press goes to; for minutes, after a whole draft was typed."""
    if wanted.press == "release":
        return wanted.path
    draft = f"{wanted.path}/draft/"
    page = visitor.ask(draft).body
    answer = visitor.ask(draft, whole_draft(form_in(page, draft), set(re.findall(r"presence_\w+", page))))
    assert answer.headers.get("Location", "").endswith("/check/"), f"the draft was answered {answer.status}"
    return f"{wanted.path}/submission/"


def pressed_form(wanted: Measure, visitor: Visitor) -> Form:
    if wanted.press == "release":
        return [*visitor.fields(wanted.path, wanted.path), ("do", "release")]
    return visitor.fields(f"{wanted.path}/check/", f"{wanted.path}/submission/")


def whole_draft(fields: Form, seats: set[str]) -> Form:
    """Every passage written, everybody there."""
    known = {"outcome": "held", "started": "6:30pm", "ended": "8:15pm", "go": "check"} | dict.fromkeys(seats, "present")
    said = [(name, "A quiet week. " * 20 if name.startswith("passage_") else value) for name, value in fields]
    return [*((name, value) for name, value in said if name not in known), *known.items()]


def table_of(site: Running) -> dict[str, Figure]:
    print(f"\nSize {site.size}: loaded in {site.loaded_in:.0f} s, {RUNS} pairs a page", flush=True)
    bench, found = Bench(site), {}
    for wanted in measures(site):
        found[wanted.name] = bench.measure(wanted)
        print(".", end="", flush=True)
    print()
    return found


def print_table(small: dict[str, Figure], large: dict[str, Figure]) -> None:
    print(
        f"\n{'page':28} {'plain':>7} {'page':>7} {'ratio':>6} {'queries':>8} {'weight':>7} | "
        f"{f'{LARGE}x page':>9} {'ratio':>6} {'queries':>8} {'grows':>6}"
    )
    for name, one in small.items():
        line = f"{name:28} {one.plain_ms:7.1f} {one.page_ms:7.1f} {one.ratio:6.2f} {one.queries:8} {one.weight / 1000:6.1f}k |"
        if many := large.get(name):
            line += f" {many.page_ms:9.1f} {many.ratio:6.2f} {many.queries:8} {many.page_ms / one.page_ms:6.2f}"
        print(line)
    print("\nplain and page in milliseconds; ratio = page / plain; weight = kilobytes of HTML, compressed;")
    print(f"grows = page at {LARGE} x the demonstration / page at 1 x.")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="encircle-bench-") as folder, Server(Path(folder), durable=False) as server:
        charities = Charities(server)
        with charities.served(1, PORT) as site:
            small = table_of(site)
        large = {}
        if LARGE > 1:
            with charities.served(LARGE, PORT + 2) as site:
                large = table_of(site)
        print_table(small, large)


main()
