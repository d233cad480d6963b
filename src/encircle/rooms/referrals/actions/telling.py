"""Tell those who look after an area that something of a referral waits for them. No word of what."""

from datetime import datetime

from django.db import connection

from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify_each

from ..models import Referral


def tell_area(referral: Referral, *, at: datetime) -> None:
    """The coordinators of the referral's area, else the operations managers: from whoever holds or submitted it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.coordinators_of_referral(%s)", [referral.pk])
        (found,) = cursor.fetchone()
    notify_each([(user_id, referral.pk) for user_id in found], NoticeKind.WAITING, at=at, area_id=referral.area_id)
