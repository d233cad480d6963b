"""What people write stands on pages for those it is for, and nowhere else: no letter, log, queue, trace or address."""

import logging

import structlog
from django.db import connection
from procrastinate.contrib.django import app

from encircle.foundations.post import letters
from encircle.foundations.post.notices import notify
from tests.cast import acting
from tests.support.client import signed_in
from tests.support.database import superuser

from .canaries import CANARIES, between_tables, found_in
from .forms import NAME
from .logs import what_is_logged
from .matrix import Matrix
from .typed import TYPED, Typing, carry
from .world import build_world


def secrets_of(world):
    """Planted words, and what else no letter and no log may hold: names and references."""
    cast = world.cast
    names = [user.name.split()[-1] for user in cast.users.values()]
    references = [cast.circle_1.reference, cast.circle_2.reference, cast.mark.reference]
    return [TYPED, NAME, cast.mark.family_name, cast.other_core_member.family_name, *names, *references]


def in_letters(postbox, more):
    """In the words of a letter and in its head; that it is addressed to somebody is what a letter is for."""
    for message in postbox.messages:
        head = "\n".join(f"{name}: {value}" for name, value in message.items() if name not in ("To", "From"))
        text = f"{head}\n{message.get_content()}"
        yield from (f"{found} stands in a letter" for found in found_in(text, more))


def broken(*_arguments, **_more):
    """A fault that carries what somebody wrote, as a database's own message would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(%s AS integer)", ["heron-week"])


def test_nothing_anybody_wrote_leaves_the_pages(db, postbox, monkeypatch, say):
    world = build_world()
    more = secrets_of(world)
    with what_is_logged() as log:
        typed = Typing(world).run()
        carried = carry()
        monkeypatch.setattr("encircle.doors.casework.minutes.page", broken)
        cora = signed_in(world.cast.users["cora"], raise_request_exception=False)
        failed = cora.get(f"/casework/minutes/{world.objects['version_id']['1']}/")
    rows, between = between_tables([TYPED, NAME])
    lines = log.getvalue().splitlines()
    wrong = [
        *typed.found,
        *in_letters(postbox, more),
        *(f"{found} stands in the log" for found in found_in(log.getvalue(), more)),
        *(f"{found} stands on the page of an error" for found in found_in(failed.content.decode(), more[:4])),
        *between,
    ]
    say(
        f"canaries: {typed.forms} forms typed into, {len(postbox.messages)} letters, {carried} jobs, {rows} rows of "
        f"queue, post and trace, {len(lines)} log lines with one of a forced error; {len(wrong)} canaries",
        wrong,
    )
    assert failed.status_code == 500
    assert any("500" in line and "minutes" in line for line in lines)
    assert typed.accepted > 25
    assert len(postbox.messages) > 10


def test_planted_leaks_are_found(db, postbox, monkeypatch, say):
    """A letter that says too much, a line of the log, an argument of a job."""
    world = build_world()
    monkeypatch.setattr(letters, "subject_and_body", lambda letter: ("About heron-week", "Mark Hazelgrove was late"))
    with acting(world.cast.users["cora"]) as cora:
        app.configure_task("post.carry_notice", queue="post").defer(notice_id="heron-week")
        notify(world.cast.users["vera"].pk, "concern", at=cora.now)
    _, between = between_tables()
    with superuser() as raw:
        raw.execute("DELETE FROM procrastinate_jobs WHERE args::text LIKE '%heron%'")
    carry()
    with what_is_logged() as log:
        structlog.get_logger("encircle").warning("cora opened heron-week")
        logging.getLogger("encircle").warning("and heron-health")
    found = [*in_letters(postbox, []), *between, *found_in(log.getvalue())]
    say(f"canaries, negative control: leaks planted in a letter, a job and the log were found {len(found)} times")
    assert "heron-week stands in a letter" in found
    assert "Hazelgrove stands in a letter" in found
    assert "heron-week stands in procrastinate_jobs" in found
    assert "heron-week" in found


def test_the_matrix_finds_planted_holes(db, monkeypatch, say):
    """A policy too many, a word that is declared for nobody, and a page that opens without a trace."""
    monkeypatch.setitem(CANARIES, "heron-week", set())
    monkeypatch.setattr("encircle.rooms.meetings.actions.reading.leave_receipt", lambda *_, **__: None)
    with superuser() as raw:
        raw.execute("CREATE POLICY hole ON circles_circle FOR SELECT TO encircle_app USING (true)")
        raw.execute("ALTER POLICY receipt_select ON meetings_passage USING (true)")
        try:
            outcome = Matrix(build_world()).run(only={"casework:circle", "casework:minutes"})
        finally:
            raw.execute("DROP POLICY hole ON circles_circle")
            raw.execute(
                "ALTER POLICY receipt_select ON meetings_passage "
                "USING (version_id = ANY ((SELECT encircle.opened_items())::uuid[]))"
            )
    say(
        f"access matrix, negative control: a policy too many was found {len(outcome.wrong)} times, a word for nobody "
        f"{len(outcome.canaries)} times, a page without a trace {len(outcome.untraced)} times"
    )
    assert any("casework:circle 1 GET: let in" in line and "colin" in line for line in outcome.wrong)
    assert len([line for line in outcome.canaries if "heron-week" in line]) >= len({"cora", "cleo", "sena", "olga"})
    assert any("cora read heron-week at casework:minutes 1 without a trace" in line for line in outcome.untraced)
