"""Approved minutes of Circle 1 and what a coordinator does with them, for the tests of sharing."""

from datetime import timedelta

from django.db import connection

from encircle.common.ids import new_id, new_reference
from encircle.rooms.meetings.models import Approval
from encircle.rooms.risk.models import Concern, ConcernAccount
from encircle.rooms.risk.vocabulary import Urgency
from encircle.rooms.sharing.actions.releasing import Choices, release_paper
from encircle.rooms.sharing.actions.withdrawing import withdraw_consent
from encircle.rooms.sharing.models import Consent, Release
from encircle.rooms.sharing.sifting import open_for_release, sift
from encircle.rooms.sharing.vocabulary import Evidence
from tests.cast import acting
from tests.support.database import as_owner


def approve(cast, version=None, by="cora"):
    version = version or cast.minutes_1
    with as_owner():
        Approval.objects.create(
            version=version,
            meeting=version.meeting,
            circle=version.circle,
            area=version.area,
            approved_by=cast.users[by],
            approved_at=cast.now - timedelta(days=1),
        )
    return version


def release(cast, version=None, *, by="cora", choices=None, **more):
    """As Cora does it: open, look, press the button."""
    with acting(cast.users[by]) as actor:
        opened = open_for_release((version or cast.minutes_1).pk, by=actor)
        token = more.pop("token", None) or sift(opened, at=actor.now).token
        return release_paper(opened, choices or Choices(), token=token, by=actor, at=actor.now, **more)


def withdraw(cast, agency, *topics, by="cora", moment=None):
    with acting(cast.users[by]) as actor:
        return withdraw_consent(
            consent_of(cast, agency).pk,
            topics,
            moment=moment or actor.now,
            evidence=Evidence.IN_PERSON,
            by=actor,
            at=actor.now,
        )


def consent_of(cast, agency):
    return Consent.objects.get(agency=cast.agencies[agency])


def passages(cast, *, of="petra"):
    """Everything ever released to this professional: heading -> text, whatever may be read now."""
    return stored("SELECT heading, text FROM sharing_releasepassage WHERE seat_id = %s", cast.seats[of].pk)


def stored(sql, *values):
    """What the tables really hold."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


def release_to(cast, name):
    with as_owner():
        return Release.objects.get(seat=cast.seats[name])


def raise_concern(cast, *, walled_from=None, by="vera", text="He was seen near the kingfisher pond."):
    with as_owner():
        concern = Concern.objects.create(
            reference=new_reference("R"),
            circle=cast.circle_1,
            area=cast.circle_1.area,
            urgency=Urgency.SERIOUS,
            raised_by=cast.users[by],
            raised_at=cast.now - timedelta(hours=3),
            walled=walled_from is not None,
            about_user=cast.users[walled_from] if walled_from else None,
        )
        ConcernAccount.objects.create(
            concern=concern,
            circle=concern.circle,
            area=concern.area,
            walled=concern.walled,
            about_user=concern.about_user,
            text=text,
            written_by=concern.raised_by,
            written_at=concern.raised_at,
        )
    return concern


__all__ = [
    "acting",
    "approve",
    "consent_of",
    "new_id",
    "passages",
    "raise_concern",
    "release",
    "release_to",
    "withdraw",
]
