"""Claims of the cast, made the way people make them."""

from datetime import timedelta

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.expenses.actions.claiming import (
    NewLine,
    WhatFor,
    add_line,
    begin_claim,
    mend_claim,
    send_claim,
    take_back_claim,
)
from encircle.rooms.expenses.actions.deciding import approve_claim, return_claim
from encircle.rooms.expenses.actions.paying import Agreed, make_run
from encircle.rooms.expenses.models import Claim, Terms
from encircle.rooms.expenses.paying_queries import to_pay
from encircle.rooms.expenses.queries import claim_row, standing_of
from encircle.rooms.expenses.shipped import ship_terms
from encircle.rooms.expenses.vocabulary import CostKind, Purpose, Vehicle
from tests.support.database import as_owner

from ...cast import acting, plant_cast

OTHER = WhatFor(Purpose.OTHER)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def planted():
    cast = plant_cast()
    with as_owner():
        ship_terms(Terms)
    return cast


def day(cast, days=-1):
    return in_london(cast.now + timedelta(days=days)).date()


def journey(cast, miles=100, days=-1, what_for=OTHER, vehicle=Vehicle.CAR, **more):
    return NewLine(on=day(cast, days), what_for=what_for, vehicle=vehicle, miles=miles, **more)


def cost(cast, pence=420, kind=CostKind.PARKING, days=-1, what_for=OTHER, **more):
    return NewLine(on=day(cast, days), what_for=what_for, kind=kind, pence=pence, **more)


def draft(cast, *lines, who="vera"):
    """A draft with these lines."""
    with acting(cast.users[who]) as actor:
        claim = begin_claim(by=actor, at=actor.now)
        for line in lines:
            add_line(claim, line, id=new_id(), by=actor, at=actor.now)
    return claim.pk


def sent(cast, *lines, who="vera"):
    pk = draft(cast, *(lines or (cost(cast),)), who=who)
    send(cast, pk, who)
    return pk


def send(cast, pk, who="vera"):
    with acting(cast.users[who]) as actor:
        send_claim(claim_row(pk), by=actor, at=actor.now)


def approve(cast, pk, who="cora", step=1):
    with acting(cast.users[who]) as actor:
        approve_claim(claim_row(pk), step=step, id=new_id(), by=actor, at=actor.now)


def back(cast, pk, words="Which evening was this?", who="cora", step=1):
    with acting(cast.users[who]) as actor:
        return_claim(claim_row(pk), words, step=step, id=new_id(), by=actor, at=actor.now)


def mend(cast, pk, who="vera"):
    with acting(cast.users[who]) as actor:
        return mend_claim(claim_row(pk), by=actor, at=actor.now).pk


def withdraw(cast, pk, who="vera"):
    with acting(cast.users[who]) as actor:
        take_back_claim(claim_row(pk), by=actor, at=actor.now)


def pay(cast, who="olga", agreed=None):
    with acting(cast.users[who]) as actor:
        found = to_pay(actor)
        agreed = agreed or Agreed(len(found), sum(one.pence for one in found))
        return make_run(agreed, id=new_id(), by=actor, at=actor.now).pk


def stands(cast, pk, who="vera"):
    with acting(cast.users[who]):
        return str(standing_of(Claim.objects.get(pk=pk)).standing)
