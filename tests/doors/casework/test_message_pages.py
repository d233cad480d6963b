"""A message to volunteers through the pages: written, looked at, sent once, read after signing in, taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.foundations.post import letters, tasks
from encircle.rooms.messaging.models import Draft, Message, Reading, Withdrawal
from encircle.rooms.organisation.models import PracticeStandard
from tests.cast import plant_cast
from tests.foundations.post.test_letters import postbox, waiting_jobs  # noqa: F401 (a fixture)
from tests.rooms.messaging.scene import prove_addresses, sent, write
from tests.support.client import signed_in
from tests.support.database import as_owner

from .test_people_pages import words


@pytest.fixture
def cast(db):
    cast = plant_cast()
    prove_addresses(cast)
    return cast


def address(name, *args):
    return reverse(f"casework:{name}", args=args)


def typed(cast, **more):
    return {
        "once": str(new_id()), "areas": [str(cast.areas["a"].pk)], "subject": "Training",
        "text": "It is on Tuesday: fulmar-9",
    } | more  # fmt: skip


def written(cast, client, **more):
    form = typed(cast, **more)
    for _ in range(2):
        assert client.post(address("message_new"), form).status_code == 302
    return form["once"]


def people(cast, *who):
    return [str(cast.volunteers[one].pk) for one in who]


def test_written_looked_at_sent_once_and_read_by_whom_it_went_to(cast):
    cora = signed_in(cast.cora)
    id = written(cast, cora)
    with as_owner():
        assert Draft.objects.count() == 1
    group = cora.get(address("message_group", id))
    assert "3 people get this message" in words(group)
    assert cora.post(address("message_group", id), {"left_out": people(cast, "vic")}).url == address(
        "message_check", id
    )
    check = cora.get(address("message_check", id))
    assert "2 people get this message" in words(check)
    assert "fulmar-9" in words(check)
    for _ in range(2):
        assert cora.post(address("message_check", id), {"expected": "2"}).url == address("message", id)
    with as_owner():
        assert Message.objects.count() == 1
        assert Draft.objects.count() == 0
    assert "0 of 2 have read it" in words(cora.get(address("message", id)))
    home, own = reverse("volunteering:home"), reverse("volunteering:message", args=[id])
    vera = signed_in(cast.vera)
    assert "1 message from your charity" in words(vera.get(home))
    assert "fulmar-9" not in words(vera.get(home))
    for _ in range(2):
        assert "fulmar-9" in words(vera.get(own))
    assert "1 message from your charity" not in words(vera.get(home))
    with as_owner():
        assert Reading.objects.count() == 1
    shown = words(cora.get(address("message", id)))
    assert "1 of 2 have read it" in shown
    assert "Vera Applegarth" in shown
    assert "Vic Hollowell" not in shown
    for who in (cast.vic, cast.xena):
        assert signed_in(who).get(own).status_code == 404


def test_who_may_see_it_and_who_may_not(cast):
    id, draft = sent(cast), write(cast)
    for who, status in (("cleo", 200), ("olga", 200), ("colin", 404), ("adam", 404), ("petra", 404), ("vera", 404)):
        client = signed_in(cast.users[who])
        assert client.get(address("message", id)).status_code == status, who
        for name in ("message_draft", "message_group", "message_check"):
            assert client.get(address(name, draft)).status_code == 404, (who, name)


def test_a_core_members_name_is_refused_beside_the_field_and_nothing_typed_is_lost(cast):
    cora = signed_in(cast.cora)
    answer = cora.post(address("message_new"), typed(cast, text="HAZELGROVE’S hearing is moved", subject="News"))
    assert answer.status_code == 422
    assert "must not name a core member. Take out “HAZELGROVE”" in words(answer)
    assert "hearing is moved" in answer.content.decode()
    ask = typed(cast, text="Ring 01632 960123")
    assert "“01632 960123” may be about a person" in words(cora.post(address("message_new"), ask))
    assert cora.post(address("message_new"), ask | {"not_about_anybody": "on"}).status_code == 302
    empty = words(cora.post(address("message_new"), {"once": str(new_id())}))
    for fault in ("Select at least one area", "Enter the subject", "Enter the message"):
        assert fault in empty
    foreign = cora.post(address("message_new"), typed(cast, areas=[str(cast.areas["b"].pk)]))
    assert foreign.status_code == 422


def test_many_are_confirmed_and_so_many_a_day_is_enough(cast):
    with as_owner():
        PracticeStandard.objects.update(messages_a_day=1, messages_confirmed_above=2)
    cora = signed_in(cast.cora)
    where = address("message_check", write(cast))
    assert "3 people are to get this message" in words(cora.get(where))
    refused = cora.post(where, {"expected": "3"})
    assert refused.status_code == 422
    assert "Tick that 3 people are to get this message" in words(refused)
    assert cora.post(where, {"expected": "3", "confirmed": "on"}).status_code == 302
    another = address("message_check", write(cast))
    assert "kept until tomorrow" in words(cora.get(another))
    assert cora.post(another, {"expected": "3", "confirmed": "on"}).status_code == 403


def test_changed_and_thrown_away(cast):
    cora, id = signed_in(cast.cora), write(cast)
    changed = typed(cast, subject="Another word", standings=["in_circle"], narrowing=["experienced"])
    assert cora.post(address("message_draft", id), changed).status_code == 302
    assert "2 people get this message" in words(cora.get(address("message_group", id)))
    assert "Another word" in words(cora.get(address("messages")))
    assert "Another word" not in words(signed_in(cast.cleo).get(address("messages")))
    assert cora.post(address("message_removal", id)).status_code == 302
    assert "Another word" not in words(cora.get(address("messages")))


def test_nobody_to_reach_is_said(cast):
    cora, id = signed_in(cast.cora), write(cast)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE account_emailaddress SET verified = false")
    for name in ("message_group", "message_check"):
        assert "Nobody in this group can be reached" in words(cora.get(address(name, id)))
    assert "3 people of this group cannot be reached" in words(cora.get(address("message_group", id)))


def test_taken_back_no_volunteer_reads_it_and_the_staff_see_that_it_was(cast):
    id = sent(cast, text="It is on Tuesday: fulmar-9")
    cora, where = signed_in(cast.cora), address("message_withdrawal", id)
    assert signed_in(cast.cleo).get(where).status_code == 403
    assert "Select why it is withdrawn" in words(cora.post(where, {}))
    for _ in range(2):
        assert cora.post(where, {"why": "mistake"}).status_code == 302
    with as_owner():
        assert Withdrawal.objects.count() == 1
    shown = words(cora.get(address("message", id)))
    assert "There was a mistake in it" in shown
    assert "fulmar-9" in shown
    assert "Withdrawn" in words(cora.get(address("messages")))
    vera = signed_in(cast.vera)
    own = words(vera.get(reverse("volunteering:message", args=[id])))
    assert "This message was withdrawn" in own
    assert "fulmar-9" not in own
    assert "Training" not in words(vera.get(reverse("volunteering:messages")))


def carry():
    """What a worker would do now."""
    done = set()
    while todo := [job for job in waiting_jobs() if str(job) not in done]:
        for name, args in todo:
            done.add(str((name, args)))
            assert set(args) <= {"notice_id", "letter_id"}
            tasks.carry_notice(**args) if name == "post.carry_notice" else letters.send(args["letter_id"])


def test_each_letter_has_one_recipient_and_says_nothing(cast, postbox):  # noqa: F811
    """No address of anybody else, no copy, no name and none of what was written: on a real mail server."""
    id = sent(cast, subject="Supper", text="It is on Tuesday: fulmar-9")
    carry()
    carry()  # a worker that starts anew sends nothing twice
    everybody = {cast.users[one].email for one in ("vera", "vic", "nina")}
    assert sorted(to for to, _ in postbox.letters) == sorted([one] for one in everybody)
    for [to], text in postbox.letters:
        assert text.count("To:") == 1
        assert "Subject: Your charity has written to you" in text
        secrets = ("Cc:", "Bcc:", "Supper", "fulmar-9", "Vera", "Cora", str(id), *(everybody - {to}))
        assert [one for one in secrets if one in text] == []


def _one(cast):
    sent(cast)
    write(cast)


def _two_more(cast):
    for _ in range(2):
        sent(cast)
        write(cast)


@pytest.mark.parametrize(("name", "reads"), [("casework:messages", 16), ("volunteering:messages", 13)])
def test_a_list_costs_the_same_with_one_message_and_with_three(cast, name, reads):
    client, costs = signed_in(cast.cora if name.startswith("casework") else cast.vera), []
    for more in (_one, _two_more):
        more(cast)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name))
        costs.append(len(queries))
    assert costs == [reads, reads]
