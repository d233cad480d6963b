"""A page asks as often for many rows as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.foundations.access.models import Appointment
from encircle.foundations.accounts.models import AccountChange, Invitation, User
from encircle.rooms.briefings.models import AgreementTemplate
from encircle.rooms.organisation.models import Area, ClosureDay, Criterion, KindStandard, PracticeStandard, Topic
from encircle.rooms.records.importing.models import ImportRun
from tests.cast import plant_cast
from tests.rooms.records.caseload import done
from tests.support.client import signed_in
from tests.support.database import as_owner

# Ten of each are the session, the identity signed twice, what the person holds, and the frame of the page.
COUNTS = {
    "home": 18,
    "people": 14,
    "changes": 13,
    "appointments": 14,
    "board": 14,
    "roles": 9,
    "settings": 11,
    "areas": 10,
    "topics": 10,
    "closure_days": 11,
    "standard": 13,
    "circle_agreement_words": 11,
    "imports": 10,
    "gaps": 21,
}


def three_more(cast):
    """Three of everything a page could list."""
    with as_owner():
        for number in range(3):
            user = User.objects.create(
                email=f"more{number}@people.example", name=f"More {number}", created_at=cast.now, password="!"
            )
            Invitation.objects.create(
                user=user, purpose="join", token_hash=str(number), email=user.email, invited_by=cast.adam,
                created_at=cast.now, expires_at=cast.now.replace(year=cast.now.year + 1),
            )  # fmt: skip
            area = Area.objects.create(name=f"Area {number}", code=f"area-{number}")
            Appointment.objects.create(
                user=user, role="coordinator", area_id=area.pk, starts_at=cast.now, appointed_by=cast.olga,
                appointed_at=cast.now,
            )  # fmt: skip
            AccountChange.objects.create(
                user=user, kind="factors", reason="They rang us", asked_by=cast.adam, asked_at=cast.now
            )
            Topic.objects.create(code=f"topic-{number}", name=f"Topic {number}", position=20 + number)
            ClosureDay.objects.create(day=cast.now.date().replace(year=2030 + number), name="Closed")
            PracticeStandard.objects.create(
                in_force_from=cast.now.date().replace(year=2030 + number), set_by=cast.olga, set_at=cast.now
            )
            Criterion.objects.create(words=f"Asked {number}", kinds=["adult"], position=number)
            KindStandard.objects.create(
                kind="adult", in_force_from=cast.now.date().replace(year=2030 + number), least_volunteers=3,
                most_volunteers=6, months=12,
            )  # fmt: skip
            AgreementTemplate.objects.create(points=f"Point {number}", set_by=cast.olga, set_at=cast.now)
            ImportRun.objects.create(
                id=new_id(), user=cast.olga, sent_at=cast.now, rows=1, workbook=b"x",
                expires_at=cast.now.replace(year=cast.now.year + 1),
            )  # fmt: skip
    assert done(cast).written


def asked(client, name):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(f"administration:{name}")).status_code == 200
    return len(queries)


def test_every_list_asks_as_often_for_many_rows_as_for_few(db):
    cast = plant_cast()
    with as_owner():
        AccountChange.objects.create(
            user=cast.vera, kind="factors", reason="She rang us", asked_by=cast.adam, asked_at=cast.now
        )
        PracticeStandard.objects.update(set_by=cast.olga)
        AgreementTemplate.objects.create(points="We listen.", set_by=cast.olga, set_at=cast.now)
    client = signed_in(cast.olga)
    few = {name: asked(client, name) for name in COUNTS}
    three_more(cast)
    many = {name: asked(client, name) for name in COUNTS}
    assert few == many
    assert few == COUNTS


@pytest.mark.parametrize(("held", "count"), [(1, 15), (3, 15)])
def test_one_person_is_shown_with_as_many_reads_whatever_they_hold(db, held, count):
    cast = plant_cast()
    with as_owner():
        for number in range(held - 1):
            area = Area.objects.create(name=f"Area {number}", code=f"area-{number}")
            Appointment.objects.create(
                user=cast.cora, role="coordinator", area_id=area.pk, starts_at=cast.now, appointed_by=cast.olga,
                appointed_at=cast.now,
            )  # fmt: skip
    client = signed_in(cast.olga)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("administration:person", args=[cast.cora.pk])).status_code == 200
    assert len(queries) == count
