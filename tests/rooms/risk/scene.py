"""Concerns planted in Circle 1 and what those who handle them do, for the tests of risk."""

from datetime import timedelta

from encircle.common.clock import LONDON
from encircle.common.ids import new_id, new_reference
from encircle.foundations.access.models import Appointment
from encircle.foundations.accounts.models import User
from encircle.foundations.post.models import Notice
from encircle.rooms.organisation.models import OnCallShift
from encircle.rooms.risk.actions.climbing import climb_all
from encircle.rooms.risk.actions.closing import close_concern, reopen_concern
from encircle.rooms.risk.actions.phoning import Call, Telling, record_call, tell_by_telephone
from encircle.rooms.risk.actions.triage import Triage, decide, take_on
from encircle.rooms.risk.models import Concern, ConcernAccount, ConcernStep
from encircle.rooms.risk.queries import concern_row, where_is
from encircle.rooms.risk.vocabulary import Decision, Urgency
from encircle.rooms.sharing.actions.disclosing import Disclosure, tell_agency
from encircle.rooms.sharing.vocabulary import GroundKind
from tests.cast import acting
from tests.support.database import as_owner

MINUTE = timedelta(minutes=1)
WHY = "He said where he was going."
GROUND = {"ground": GroundKind.SERIOUS_HARM, "reason": "A child may be at risk this evening."}
HARM = {"ground": GroundKind.SERIOUS_HARM.value, "reason": "A child may be at risk this evening."}


def plant_concern(cast, urgency=Urgency.SERIOUS, *, by="vera", ago=timedelta(0), about=None, circle=None, text=None):
    """As if `by` had raised it so long ago. With `about` it is about somebody who works here."""
    circle = circle or cast.circle_1
    with as_owner():
        concern = Concern.objects.create(
            reference=new_reference("N"),
            circle=circle,
            area=circle.area,
            urgency=urgency,
            raised_by=cast.users[by],
            raised_at=cast.now - ago,
            walled=about is not None,
            about_user=cast.users[about] if about else None,
        )
        ConcernAccount.objects.create(
            concern=concern,
            circle=concern.circle,
            area=concern.area,
            walled=concern.walled,
            about_user=concern.about_user,
            text=text or "Kestrel words.",
            written_by=concern.raised_by,
            written_at=concern.raised_at,
        )
    return concern


def take(cast, concern, who="cora", after=None):
    with acting(cast.users[who]) as actor:
        return take_on(concern.pk, after=cast.users[after].pk if after else None, by=actor, at=actor.now)


def triage(cast, concern, decision=Decision.TELL_AGENCIES, *, who="cora", urgency=None, reason=WHY, id=None, after=...):
    with acting(cast.users[who]) as actor:
        where = where_is(concern_row(concern.pk), at=actor.now)
        form = Triage(
            id=id or new_id(),
            decision=decision,
            urgency=urgency or where.urgency,
            reason=reason,
            after=where.last_turn if after is ... else after,
        )
        decide(concern.pk, form, by=actor, at=actor.now)


def phone(cast, concern, *, who="cora", **more):
    with acting(cast.users[who]) as actor:
        more.setdefault("id", new_id())
        more.setdefault("called_at", actor.now)
        more.setdefault("name", "Duty desk")
        more.setdefault("answered", False)
        record_call(concern.pk, Call(**more), by=actor, at=actor.now)


def tell(cast, concern, *names, who="cora", **more):
    """Online, to people of the outer circle, by a release."""
    with acting(cast.users[who]) as actor:
        form = Disclosure(
            id=more.pop("id", new_id()),
            seat_ids=[cast.seats[name].pk for name in names],
            text="He was near the pond.",
            **(GROUND | more),
        )
        return tell_agency(Concern.objects.get(pk=concern.pk), form, by=actor, at=actor.now)


def tell_outside(cast, concern, *, who="cora", **more):
    with acting(cast.users[who]) as actor:
        told = {"id": new_id(), "called_at": actor.now, "told": "He was near the pond.", "spoke_to": "Duty officer"}
        tell_by_telephone(concern.pk, Telling(**(HARM | told | more)), by=actor, at=actor.now)


def close(cast, concern, *, who="cora", reason="All is well again.", id=None):
    with acting(cast.users[who]) as actor:
        close_concern(concern.pk, reason, id=id or new_id(), by=actor, at=actor.now)


def reopen(cast, concern, *, who="cora", reason="It has happened again.", id=None):
    with acting(cast.users[who]) as actor:
        reopen_concern(concern.pk, reason, id=id or new_id(), by=actor, at=actor.now)


def stands(cast, concern, who="sena"):
    with acting(cast.users[who]) as actor:
        return where_is(concern_row(concern.pk), at=actor.now)


def kinds(concern):
    with as_owner():
        return list(
            ConcernStep.objects.filter(concern=concern).order_by("recorded_at", "at").values_list("kind", flat=True)
        )


def asked(concern):
    """Everybody asked so far, each as often as they were."""
    with as_owner():
        steps = ConcernStep.objects.filter(concern=concern, kind="asked").order_by("to_user__persona")
        return list(steps.values_list("to_user__persona", flat=True))


def passed_up(concern):
    with as_owner():
        steps = ConcernStep.objects.filter(concern=concern, kind="climbed").order_by("at")
        return list(steps.values_list("rung", flat=True))


def noticed(concern):
    with as_owner():
        found = Notice.objects.filter(item_id=concern.pk, kind="concern").order_by("user__persona")
        return list(found.values_list("user__persona", flat=True))


def on_call(cast, who, *, area=None, hours=(-5, 5)):
    starts, ends = (cast.now + timedelta(hours=each) for each in hours)
    with as_owner():
        return OnCallShift.objects.create(
            user=cast.users[who],
            name=cast.users[who].name,
            area=cast.areas[area] if area else None,
            number="01632 960111",
            starts_at=starts,
            ends_at=ends,
        )


def appoint(cast, who, role, area=None, *, covering=False):
    with as_owner():
        Appointment.objects.create(
            user=cast.users[who],
            role=role,
            area_id=cast.areas[area].pk if area else None,
            starts_at=cast.now - timedelta(days=2),
            appointed_by=cast.users["olga"],
            appointed_at=cast.now,
            covering=covering,
        )


def cast_user_suspended(cast, who):
    User.objects.filter(pk=cast.users[who].pk).update(suspended_at=cast.now, suspended_by=cast.users["adam"])


__all__ = ["LONDON", "climb_all"]
