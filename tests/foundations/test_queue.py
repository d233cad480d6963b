"""A job is of the transaction that asks for it: in a page, and in a task of the worker, whose queue has connections of
its own. Otherwise an urgent letter is looked for before it is there, and never again."""

import re
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django import app

import encircle
from encircle.foundations.access.identity import acting_as
from encircle.foundations.post.letters import POSTMAN
from encircle.foundations.queue import queue_work
from tests.support.database import as_owner

ONE = {"letter_id": "00000000-0000-4000-8000-000000000001"}
OTHER = {"letter_id": "00000000-0000-4000-8000-000000000002"}


class NothingCameOfIt(Exception):
    pass


@pytest.fixture(params=["in a page", "in a worker"])
def somewhere(db, request):
    if request.param == "in a page":
        yield
        return
    with app.replace_connector(app.connector.get_worker_connector()) as working, working.open():
        yield


def queued():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT task_name, queue_name, args FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def test_nothing_is_queued_by_what_did_not_happen(somewhere):
    with pytest.raises(NothingCameOfIt):
        queue_and_fail()
    assert queued() == []


def queue_and_fail():
    with acting_as(POSTMAN):
        queue_work("post.send_letter", ONE, queue="post")
        raise NothingCameOfIt


def test_nobody_takes_a_job_up_before_its_fact_stands(somewhere):
    with acting_as(POSTMAN):
        queue_work("post.send_letter", ONE, OTHER, queue="post")
        assert seen_by_others() == 0
    assert seen_by_others() == 2
    assert {(name, queue) for name, queue, _ in queued()} == {("post.send_letter", "post")}


def seen_by_others():
    here = connection.copy()
    try:
        with here.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs")
            return cursor.fetchone()[0]
    finally:
        here.close()


def test_there_is_no_other_way_to_queue():
    """The queue's own way keeps the promise in pages alone."""
    asks = re.compile(r"configure_task\(|\.defer\(\w+=|\.defer_async\(|batch_defer")
    found = {path.name for path in Path(encircle.__file__).parent.rglob("*.py") if asks.search(path.read_text("utf-8"))}
    assert found == {"queue.py"}
