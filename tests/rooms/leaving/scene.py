"""Leaving, as staff note it."""

from datetime import timedelta

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.leaving.actions.leaving import Going, note_leaving
from encircle.rooms.leaving.vocabulary import Decided, Reason
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting


def today(cast):
    return in_london(cast.now).date()


def leave(cast, who="vera", days=None, by="cora", id=None, **more):
    """`days` from today; None: now."""
    last_day = None if days is None else today(cast) + timedelta(days=days)
    going = Going(last_day, **({"reason": Reason.MOVED, "decided": Decided.VOLUNTEER} | more))
    id = id or new_id()
    with acting(cast.users[by]) as actor:
        note_leaving(Volunteer.objects.get(pk=cast.volunteers[who].pk), going, id=id, by=actor, at=actor.now)
    return id
