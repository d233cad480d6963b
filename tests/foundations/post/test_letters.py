"""Letters say only that something is waiting, go to verified addresses, and are never lost or sent twice unnoticed.

A real SMTP server takes them; a real worker process is killed between its answer and our commit.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from django.db import OperationalError, connection

from encircle.common.clock import in_london
from encircle.foundations.access.identity import acting_as
from encircle.foundations.accounts.models import NoticePace
from encircle.foundations.post import letters, tasks
from encircle.foundations.post.letters import NotDelivered
from encircle.foundations.post.models import Attempt, Letter, LetterKind, Notice, NoticeKind
from encircle.foundations.post.notices import notify, send_link
from tests.cast import acting, plant_cast
from tests.support import database as databases
from tests.support.database import as_owner


class Postbox:
    """Takes every letter; `fail` makes it answer 451, `kill` names who dies the moment their letter is taken."""

    def __init__(self):
        self.letters = []
        self.fail = False
        self.kill = None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.fail:
            return "451 try again later"
        self.letters.append((envelope.rcpt_tos, envelope.content.decode()))
        if self.kill:
            os.kill(self.kill(), signal.SIGKILL)
            time.sleep(0.2)
        return "250 taken"


@pytest.fixture
def postbox(settings):
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.SITE_ADDRESS = "https://circles.example"
    settings.DEFAULT_FROM_EMAIL = "Circles <post@circles.example>"
    yield box
    controller.stop()


def verified(*users):
    with as_owner(), connection.cursor() as cursor:
        for user in users:
            cursor.execute(
                'INSERT INTO account_emailaddress (user_id, email, verified, "primary") VALUES (%s, %s, true, true)',
                [user.pk, user.email],
            )


def waiting_jobs():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(name, json.loads(args)) for name, args in cursor.fetchall()]


def tell(cast, user, kind=NoticeKind.WAITING):
    with acting(cast.cora) as cora:
        notify(user.pk, kind, at=cora.now, item_id=uuid4())
    with as_owner():
        return Notice.objects.latest("created_at")


def work():
    """What a worker would do now, in its order."""
    done = set()
    while todo := [job for job in waiting_jobs() if str(job) not in done]:
        for name, args in todo:
            done.add(str((name, args)))
            if name == "post.carry_notice":
                tasks.carry_notice(**args)
            else:
                letters.send(args["letter_id"])


def test_a_notice_carries_no_name_no_content_and_no_reference(db, postbox):
    cast = plant_cast()
    verified(cast.vera)
    tell(cast, cast.vera)
    work()
    [(to, text)] = postbox.letters
    assert to == [cast.vera.email]
    head, _, body = text.partition("\r\n\r\n")
    assert "Subject: Something is waiting for you" in head
    assert "https://circles.example/" in body
    for secret in ("Vera", "Cora", "Mark", "Circle 1", cast.circle_1.reference, "heron"):
        assert secret not in text


def test_the_job_carries_only_opaque_ids(db, postbox):
    cast = plant_cast()
    notice = tell(cast, cast.vera)
    assert waiting_jobs() == [("post.carry_notice", {"notice_id": str(notice.pk)})]


def test_of_two_postmen_who_come_at_once_the_second_writes_no_empty_letter(db, postbox):
    cast = plant_cast()
    verified(cast.vera)
    tell(cast, cast.vera, NoticeKind.CONCERN)
    second = tell(cast, cast.vera, NoticeKind.CONCERN)
    with acting_as(letters.POSTMAN) as first_postman:
        letters.gather(cast.vera.pk, NoticeKind.CONCERN, acting=first_postman)
        other = threading.Thread(target=carry_alone, args=[second.pk])
        other.start()
        until_somebody_waits_for_a_lock()
    other.join()
    with as_owner():
        assert Letter.objects.count() == 1
        assert not Notice.objects.filter(letter__isnull=True).exists()


def carry_alone(notice_id):
    try:
        tasks.carry_notice(notice_id=str(notice_id))
    finally:
        connection.close()


def until_somebody_waits_for_a_lock():
    give_up = time.monotonic() + 30
    asked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')"
    with connection.cursor() as cursor:
        while time.monotonic() < give_up:
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("the second postman waited for nothing")


def test_an_urgent_notice_that_lost_its_job_is_carried_all_the_same(db, postbox):
    cast = plant_cast()
    verified(cast.vera, cast.vic)
    tell(cast, cast.vera, NoticeKind.CONCERN)
    with as_owner():
        cast.vic.notice_pace = NoticePace.DAILY
        cast.vic.save()
    tell(cast, cast.vic)  # waits for the digest
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    tasks.forgotten(0)
    assert waiting_jobs() == []
    with databases.clock_shifted(tasks.LEFT_BEHIND):
        tasks.forgotten(0)
    work()
    assert [to for to, _ in postbox.letters] == [[cast.vera.email]]


def test_a_notice_whose_carrying_fails_is_tried_again(db):
    strategy = tasks.carry_notice.retry_strategy
    failed = SimpleNamespace(attempts=0)
    assert strategy.get_retry_decision(exception=OperationalError("the database went away"), job=failed) is not None


def test_an_address_that_is_not_verified_is_not_written_to(db, postbox):
    cast = plant_cast()
    tell(cast, cast.vera)
    work()
    assert postbox.letters == []
    with as_owner():
        assert Letter.objects.get().given_up_at is not None


def test_a_professional_is_written_to_at_the_agencys_domain_only(db, postbox):
    cast = plant_cast()
    verified(cast.omar, cast.petra)
    with as_owner():
        cast.petra.email = "petra@probation.example"
        cast.petra.save()
        connection.cursor().execute(
            "UPDATE account_emailaddress SET email = %s WHERE user_id = %s", ["petra@probation.example", cast.petra.pk]
        )
    tell(cast, cast.omar)  # omar@people.example is not at police.example
    tell(cast, cast.petra)
    work()
    assert [to for to, _ in postbox.letters] == [["petra@probation.example"]]


def test_a_person_who_wants_one_letter_a_day_gets_one_but_urgent_ones_at_once(db, postbox):
    cast = plant_cast()
    verified(cast.vera)
    with as_owner():
        cast.vera.notice_pace = NoticePace.DAILY
        cast.vera.save()
    tell(cast, cast.vera)
    tell(cast, cast.vera)
    work()
    assert postbox.letters == []
    tell(cast, cast.vera, NoticeKind.CONCERN)
    work()
    assert ["Something urgent" in text for _, text in postbox.letters] == [True]


def test_a_letter_the_server_refuses_is_tried_again_and_then_shown_to_staff(db, postbox):
    cast = plant_cast()
    verified(cast.vera)
    postbox.fail = True
    with acting(cast.cora) as cora:
        notify(cast.vera.pk, NoticeKind.WAITING, at=cora.now, area_id=cast.areas["a"].pk)
    with pytest.raises(NotDelivered):
        work()
    with as_owner():
        letter = Letter.objects.get()
        assert list(Attempt.objects.values_list("answer", flat=True)) == ["451"]
    postbox.fail = False
    letters.send(letter.pk)
    assert len(postbox.letters) == 1
    letters.send(letter.pk)
    assert len(postbox.letters) == 1


def test_staff_of_the_area_see_what_could_not_be_delivered(db, postbox):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        notify(cast.vera.pk, NoticeKind.WAITING, at=cora.now, area_id=cast.areas["a"].pk)
    work()
    seen = {}
    for name in ("cora", "colin", "vera", "adam"):
        with acting(cast.users[name]):
            seen[name] = Letter.objects.count()
    assert seen == {"cora": 1, "colin": 0, "vera": 0, "adam": 1}


def test_an_invitation_goes_to_the_invited_address_and_its_link_is_gone_once_sent(db, postbox):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        send_link(cast.vera.pk, "/invitation/secret-token", at=cora.now)
    with as_owner():
        assert b"secret-token" not in bytes(Letter.objects.get().link)
    work()
    assert "https://circles.example/invitation/secret-token" in postbox.letters[0][1]
    with as_owner():
        assert Letter.objects.get().link is None


KILLED = """
import sys
from encircle.config.cli import start_django
start_django(login="worker")
from encircle.foundations.post import letters
print("ready", flush=True)
letters.send(sys.argv[1])
"""


def test_a_worker_killed_between_the_servers_answer_and_our_commit_sends_once_more_at_most(db, postbox, settings):
    cast = plant_cast()
    verified(cast.vera)
    notice = tell(cast, cast.vera)
    tasks.carry_notice(notice_id=str(notice.pk))
    with as_owner():
        letter = Letter.objects.get()
    conninfo = databases.current.conninfo("encircle_worker")
    environment = os.environ | {
        "ENCIRCLE_MODE": "test",
        "ENCIRCLE_WORKER_DATABASE_URL": conninfo,
        "ENCIRCLE_SMTP_HOST": settings.EMAIL_HOST,
        "ENCIRCLE_SMTP_PORT": str(settings.EMAIL_PORT),
    }
    worker = subprocess.Popen([sys.executable, "-c", KILLED, str(letter.pk)], env=environment)
    postbox.kill = lambda: worker.pid
    assert worker.wait(timeout=30) == -signal.SIGKILL
    assert len(postbox.letters) == 1
    postbox.kill = None
    letters.send(letter.pk)
    letters.send(letter.pk)
    assert len(postbox.letters) == 2
    same = {line for _, text in postbox.letters for line in text.splitlines() if line.startswith("Message-ID")}
    assert {line.split("@")[0] for line in same} == {f"Message-ID: <{letter.pk}"}
    with as_owner():
        assert Letter.objects.values_list("uncertain", flat=True).get() is True


def test_daily_digests_go_at_eight_in_london(db, postbox):
    cast = plant_cast()
    verified(cast.vera)
    with as_owner():
        cast.vera.notice_pace = NoticePace.DAILY
        cast.vera.save()
    tell(cast, cast.vera)
    tell(cast, cast.vera)
    to_eight = timedelta(hours=(8 - in_london(cast.now).hour) % 24)
    with databases.clock_shifted(to_eight - timedelta(hours=2)):
        tasks.send_digests(0)
    assert [name for name, _ in waiting_jobs() if name == "post.send_letter"] == []
    with databases.clock_shifted(to_eight):
        tasks.send_digests(0)
        tasks.send_digests(0)
    work()
    assert len(postbox.letters) == 1
    assert LetterKind.WAITING.label in postbox.letters[0][1]
