"""Logs name no person: whatever is planted in an event, a message or an error stays out."""

import io
import json
import logging
import sys

import pytest
import structlog

from encircle.config import logs

SECRET = "Marigold Featherstone"


@pytest.fixture
def written(monkeypatch):
    """What production writes, line by line."""
    monkeypatch.setenv("ENCIRCLE_MODE", "production")
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    logs.configure()
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = before


def test_only_fields_on_the_list_pass(written):
    structlog.get_logger("encircle.request").info(
        "answered", route="circles/<id>", status=200, body=SECRET, name=SECRET
    )
    (line,) = written()
    assert {key: line[key] for key in line if key != "timestamp"} == {
        "event": "answered",
        "level": "info",
        "logger": "encircle.request",
        "route": "circles/<id>",
        "status": 200,
    }


def test_addresses_and_query_strings_are_taken_out_of_what_passes(written):
    structlog.get_logger("encircle").warning("sent to omar@police.example", route="/search/?q=marigold")
    (line,) = written()
    assert (line["event"], line["route"]) == ("sent to (address)", "/search/?…")


def test_a_librarys_message_keeps_its_wording_and_loses_its_values(written):
    logging.getLogger("some.library").error("Could not send %s to %s", SECRET, "omar@police.example")
    logging.getLogger("some.library").error(f"Failed: {SECRET}")
    assert [line["event"] for line in written()] == ["Could not send %s to %s", "Failed"]


def test_an_exception_keeps_its_kind_and_place_and_loses_its_message(written):
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"Key (name)=({SECRET}) already exists") from error
    except ValueError:
        logging.getLogger("some.library").exception("It broke")
        structlog.get_logger("encircle").exception("ours broke")
    lines = written()
    assert len(lines) == 2
    for line in lines:
        assert "builtins.ValueError in test_an_exception_keeps" in line["exception"]
        assert "because of builtins.KeyError" in line["exception"]
        assert SECRET not in json.dumps(line)


def test_an_error_in_the_program_itself_is_named(written):
    try:
        raise ModuleNotFoundError("No module named 'encircle.nowhere'")
    except ModuleNotFoundError:
        logging.getLogger("gunicorn.error").exception("Exception in worker process")
    (line,) = written()
    assert "No module named 'encircle.nowhere'" in line["exception"]


def test_a_failed_request_is_named_by_its_route_not_its_path(written, rf):
    request = rf.post(f"/invitation/{SECRET}/")
    request.resolver_match = type("Match", (), {"route": "invitation/<str:token>/"})()
    logging.getLogger("django.request").error(
        "%s: %s", "Internal Server Error", request.path, extra={"status_code": 500, "request": request}
    )
    (line,) = written()
    assert (line["route"], line["method"], line["status"]) == ("invitation/<str:token>/", "POST", 500)
    assert SECRET not in json.dumps(line)
