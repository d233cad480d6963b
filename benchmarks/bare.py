"""Bare views: the same work with the least code on the same tables, as the owner whom no row policy binds.

No identity, no receipt, no trace, no session, no layout: what a page would cost if nothing had to be kept safe.
"""

from collections.abc import Callable
from html import escape
from typing import Any

import psycopg
from django.http import HttpRequest, HttpResponse

OWNER: psycopg.Connection | None = None


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    assert OWNER is not None
    return OWNER.execute(sql, values or None).fetchall()


def table(found: list[tuple[Any, ...]]) -> HttpResponse:
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in found)
    return HttpResponse(f"<!DOCTYPE html><title>Bare</title><table>{body}</table>")


def one(request: HttpRequest) -> HttpResponse:
    """One indexed query."""
    return table(rows("SELECT id, name, reference FROM circles_circle WHERE id = %s", request.GET["id"]))


def list_50(request: HttpRequest) -> HttpResponse:
    """A list of 50 rows with what a list shows."""
    return table(
        rows(
            "SELECT m.id, c.name, c.reference, m.starts_at, m.ends_at, v.submitted_at, p.approved_at "
            "FROM meetings_meeting m JOIN circles_circle c ON c.id = m.circle_id "
            "LEFT JOIN meetings_minutesversion v ON v.meeting_id = m.id AND v.number = 1 "
            "LEFT JOIN meetings_approval p ON p.meeting_id = m.id "
            "WHERE m.area_id = %s AND m.starts_at < now() ORDER BY m.starts_at DESC LIMIT 50",
            request.GET["area"],
        )
    )


def page_60(request: HttpRequest) -> HttpResponse:
    """A page about one Circle with 60 entries."""
    return table(
        rows(
            "SELECT m.id, m.starts_at, m.outcome, p.topic_id, p.text FROM meetings_meeting m "
            "JOIN meetings_passage p ON p.meeting_id = m.id WHERE m.circle_id = %s "
            "ORDER BY m.starts_at DESC, p.position LIMIT 60",
            request.GET["circle"],
        )
    )


def name_look_up(request: HttpRequest) -> HttpResponse:
    return table(
        rows(
            "SELECT id, given_name, family_name, reference FROM people_coremember "
            "WHERE encircle.folded(given_name || ' ' || family_name || ' ' || known_as || ' ' || reference) LIKE %s LIMIT 50",
            f"%{request.GET['words'].lower()}%",
        )
    )


def text_search(request: HttpRequest) -> HttpResponse:
    return table(
        rows(
            "SELECT DISTINCT p.version_id, m.starts_at FROM meetings_passage p JOIN meetings_meeting m "
            "ON m.id = p.meeting_id WHERE p.search @@ websearch_to_tsquery('english', %s) "
            "ORDER BY m.starts_at DESC LIMIT 50",
            request.GET["words"],
        )
    )


def insert(request: HttpRequest) -> HttpResponse:
    """One insert, committed."""
    assert OWNER is not None
    OWNER.execute("INSERT INTO benchmark_row (words) VALUES (%s)", [request.GET.get("words", "x" * 2000)])
    return HttpResponse("ok")


VIEWS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "one": one,
    "list_50": list_50,
    "page_60": page_60,
    "name_look_up": name_look_up,
    "text_search": text_search,
    "insert": insert,
}
