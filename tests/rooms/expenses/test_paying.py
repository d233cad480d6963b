"""Payment runs: each approved claim once; what fell through may go again; the file is handed out once."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, connection
from hypothesis import given
from hypothesis import strategies as st

from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.identity import acting_as, system
from encircle.rooms.expenses.actions.paying import HEAD, Agreed, build_payment_file, say_fell_through
from encircle.rooms.expenses.files import BOM, as_csv, hand_out, plain_cell, sweep
from encircle.rooms.expenses.models import BuiltFile, Claim, Decision, Payment, Submission
from encircle.rooms.expenses.paying_queries import payment_row, run_row, to_pay
from encircle.rooms.expenses.vocabulary import FellThrough
from encircle.rooms.organisation.models import Area
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting
from tests.support.database import as_owner

from . import scene
from .scene import approve, cost, pay, sent, stands


@pytest.fixture
def cast(db):
    return scene.planted()


def built(cast, run, who="olga"):
    with acting(cast.users[who]) as actor:
        return build_payment_file(run_row(run), id=new_id(), by=actor, at=actor.now).pk


def taken(cast, file, who="olga"):
    with acting(cast.users[who]) as actor:
        return hand_out(file, by=actor)[1]


def rows(content):
    assert content.startswith(BOM)
    return list(csv.reader(io.StringIO(content.removeprefix(BOM).decode(), newline="")))


def test_a_run_takes_what_was_approved_to_the_end_and_nothing_else(cast):
    paid = sent(cast)
    approve(cast, paid)
    sent(cast, who="vic")
    approve(cast, sent(cast, cost(cast, pence=10_001)))
    run = pay(cast)
    with as_owner():
        assert list(Payment.objects.filter(run=run).values_list("claim", flat=True)) == [paid]
    assert stands(cast, paid) == "paid"


def test_the_file_holds_a_line_for_each_claim_as_a_bookkeeper_reads_it(cast):
    pk = sent(cast, cost(cast, pence=12_345))
    approve(cast, pk)
    approve(cast, pk, who="sena", step=2)
    with as_owner():
        Area.objects.filter(pk=cast.areas["a"].pk).update(cost_code="4100-A")
    run = pay(cast)
    content = taken(cast, built(cast, run))
    with acting(cast.olga):
        reference, claim = run_row(run).reference, Payment.objects.get(run=run).claim.reference
    volunteer, today = cast.volunteers["vera"], scene.day(cast, 0).isoformat()
    assert content.count(b"\r\n") == 2
    assert rows(content) == [
        list(HEAD),
        [reference, claim, volunteer.reference, "Vera Applegarth", "123.45", cast.areas["a"].name, "4100-A", today,
         "Cora Fernleigh and Sena Brackenbury"],
    ]  # fmt: skip


def test_a_file_is_handed_out_once_to_whoever_built_it(cast):
    approve(cast, sent(cast))
    file = built(cast, pay(cast))
    with pytest.raises(NotFound):
        taken(cast, file, who="sena")
    taken(cast, file)
    with pytest.raises(NotFound):
        taken(cast, file)


def test_a_file_is_gone_in_an_hour(cast):
    approve(cast, sent(cast))
    file = built(cast, pay(cast))
    with as_owner():
        BuiltFile.objects.filter(pk=file).update(
            made_at=cast.now - timedelta(hours=2), expires_at=cast.now - timedelta(hours=1)
        )
    with pytest.raises(NotFound):
        taken(cast, file)
    with acting_as(system("clerk")) as acting_clerk:
        assert sweep(acting_clerk.at) == 1


def test_a_file_is_kept_encrypted(cast):
    approve(cast, sent(cast))
    file = built(cast, pay(cast))
    with as_owner():
        assert b"Applegarth" not in bytes(BuiltFile.objects.get(pk=file).content)


def test_a_claim_is_in_one_run_only(cast):
    pk = sent(cast)
    approve(cast, pk)
    run = pay(cast)
    with pytest.raises(NotAllowed):
        pay(cast)
    with acting(cast.olga) as olga, pytest.raises((ProgrammingError, InternalError)):
        Payment.objects.bulk_create(
            [Payment(run_id=run, claim_id=pk, volunteer=cast.volunteers["vera"], area=cast.areas["a"], pence=420,
                     attempt=2, by_id=olga.user_id, at=olga.now)]
        )  # fmt: skip


def test_a_payment_that_fell_through_stays_in_its_run_and_goes_into_a_later_one(cast):
    pk = sent(cast)
    approve(cast, pk)
    first = pay(cast)
    with acting(cast.olga) as olga:
        payment = payment_row(Payment.objects.get(claim=pk).pk)
        say_fell_through(payment, FellThrough.DETAILS, id=new_id(), by=olga, at=olga.now)
        with pytest.raises(NotAllowed):
            say_fell_through(payment, FellThrough.DETAILS, id=new_id(), by=olga, at=olga.now)
    assert stands(cast, pk) == "fell_through"
    second = pay(cast)
    assert stands(cast, pk) == "paid"
    with as_owner():
        assert dict(Payment.objects.filter(claim=pk).values_list("run", "attempt")) == {first: 1, second: 2}


def test_a_run_is_made_of_what_was_shown(cast):
    approve(cast, sent(cast))
    with pytest.raises(Invalid):
        pay(cast, agreed=Agreed(2, 840))


def test_a_run_is_never_edited(cast):
    approve(cast, sent(cast))
    run = pay(cast)
    with acting(cast.olga), pytest.raises((ProgrammingError, InternalError)):
        Payment.objects.filter(run=run).update(pence=99_999)


def test_only_operations_managers_pay(cast):
    approve(cast, sent(cast))
    for who in ("cora", "sena", "vera"):
        with pytest.raises(NotAllowed):
            pay(cast, who=who, agreed=Agreed(1, 420))
        with acting(cast.users[who]) as actor, pytest.raises((ProgrammingError, InternalError)):
            Payment._meta.get_field("run").related_model.objects.bulk_create(
                [_run(actor.user_id, actor.now)]
            )  # fmt: skip


def _run(user_id, at):
    model = Payment._meta.get_field("run").related_model
    return model(reference="P-1", claims=1, pence=1, made_by_id=user_id, made_at=at)


def test_nobody_pays_what_was_not_approved_even_past_the_action(cast):
    pk = sent(cast)
    with acting(cast.olga) as olga:
        assert to_pay(olga) == []
        run = _run(olga.user_id, olga.now)
        type(run).objects.bulk_create([run])
        with pytest.raises((ProgrammingError, InternalError)):
            Payment.objects.bulk_create(
                [Payment(run=run, claim_id=pk, volunteer=cast.volunteers["vera"], area=cast.areas["a"], pence=420,
                         by_id=olga.user_id, at=olga.now)]
            )  # fmt: skip


# --- what a spreadsheet makes of it ---


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_no_cell_is_a_formula(cell):
    assert plain_cell(cell) == f"'{cell}"


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=1, max_size=4)))
def test_what_is_written_is_read_again_and_begins_no_formula(table):
    read = rows(as_csv(["Head"], table))[1:]
    written = [[plain_cell(cell) for cell in row] for row in table]
    assert [[_lines(cell) for cell in row] for row in read if row] == [
        [_lines(cell) for cell in row] for row in written if row != [""] or row
    ]
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for row in read for cell in row)


def _lines(cell):
    return cell


@pytest.fixture
def olga_volunteers(cast):
    with as_owner():
        return Volunteer.objects.create(
            reference="V-OLGA", area=cast.areas["a"], given_name="Olga", family_name="Volunteers",
            email="olga@people.example", joined_on=cast.now.date() - timedelta(days=300), user=cast.olga,
        )  # fmt: skip


def approved_claim_of(cast, one):
    """Hers, approved by Cora, planted: how it came to be is told elsewhere."""
    with as_owner():
        of = {"volunteer": one, "area": one.area}
        claim = Claim.objects.create(reference="E-OLGA-1", at=cast.now, by=cast.olga, **of)
        common = {"claim": claim, "at": cast.now, **of}
        Submission.objects.create(pence=420, needs_second=False, by=cast.olga, **common)
        Decision.objects.create(step=1, verdict="approved", by=cast.cora, **common)
        return claim


def test_an_operations_manager_does_not_pay_her_own_claim(cast, olga_volunteers):
    hers, veras = approved_claim_of(cast, olga_volunteers), sent(cast)
    approve(cast, veras)
    run = pay(cast)
    with as_owner():
        assert list(Payment.objects.filter(run=run).values_list("claim", flat=True)) == [veras]
    with acting(cast.olga) as olga:
        assert to_pay(olga) == []
        mine = Payment(
            run_id=run,
            claim=hers,
            volunteer=olga_volunteers,
            area=hers.area,
            pence=420,
            by_id=olga.user_id,
            at=olga.now,
        )
        with pytest.raises((ProgrammingError, InternalError)):
            Payment.objects.bulk_create([mine])


def test_nor_does_she_say_that_a_payment_of_hers_fell_through(cast, olga_volunteers):
    hers = approved_claim_of(cast, olga_volunteers)
    with as_owner():
        run = _run(cast.olga.pk, cast.now)
        run.save()
        paid = Payment.objects.create(
            run=run, claim=hers, volunteer=olga_volunteers, area=hers.area, pence=420, by=cast.olga, at=cast.now
        )
    with acting(cast.olga) as olga, pytest.raises(NotAllowed):
        say_fell_through(payment_row(paid.pk), FellThrough.DETAILS, id=new_id(), by=olga, at=olga.now)


def test_whether_a_claim_waits_for_a_second_person_is_told_to_whom_it_concerns(cast):
    pk = sent(cast, cost(cast, pence=10_001))
    approve(cast, pk)
    told = {}
    for who in ("olga", "sena", "cora", "colin", "vera", "petra", "adam"):
        with acting(cast.users[who]), connection.cursor() as cursor:
            cursor.execute("SELECT encircle.awaits_second(%s)", [pk])
            told[who] = cursor.fetchone()[0]
    assert told == {"olga": True, "sena": True} | dict.fromkeys(("cora", "colin", "vera", "petra", "adam"))
