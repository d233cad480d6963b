"""Who sits on the board, now and before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from encircle.foundations.access.models import Appointment
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

BOARD = reverse("administration:board")


@pytest.fixture
def cast(db):
    return plant_cast()


def sat(cast, who, since, until, role="trustee", **more):
    with as_owner():
        Appointment.objects.create(
            user=cast.users[who], role=role, starts_at=cast.now + timedelta(days=since),
            ends_at=cast.now + timedelta(days=until) if until is not None else None, appointed_by=cast.users["olga"],
            appointed_at=cast.now, **more,
        )  # fmt: skip


def rows(page, caption):
    """Cells of the table of that caption."""
    text = page.content.decode()
    if f">{caption}</caption>" not in text:
        return []
    table = text.split(f">{caption}</caption>", 1)[1].split("</table>", 1)[0]
    return table


def test_the_board_now_to_come_and_before(cast):
    sat(cast, "cleo", -900, -30)
    sat(cast, "dana", 10, 900)
    page = signed_in(cast.adam).get(BOARD)
    assert cast.users["tess"].name in rows(page, "Now")
    assert cast.users["cleo"].name in rows(page, "Before")
    assert cast.users["dana"].name in rows(page, "To come")
    assert cast.users["cleo"].name not in rows(page, "Now")
    assert cast.cora.name not in page.content.decode()
    with as_owner():
        Appointment.objects.filter(role="trustee").delete()
    assert "Nobody sits on the board." in signed_in(cast.adam).get(BOARD).content.decode()


def test_what_else_a_trustee_holds_stands_beside(cast):
    sat(cast, "tess", -5, None, role="facilitator")
    assert "Programme facilitator" in rows(signed_in(cast.users["olga"]).get(BOARD), "Now")


@pytest.mark.parametrize("who", ["tess", "cora", "dana", "vera"])
def test_nobody_else_reads_the_list(cast, who):
    assert signed_in(cast.users[who]).get(BOARD).status_code in (302, 403, 404)
