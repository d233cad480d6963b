"""Tell those who look after an area that somebody comes forward there. No word of who."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify_each

from ..models import Applicant


def tell_area(applicant: Applicant, *, at: datetime, noted_by: UUID | None = None) -> None:
    """The coordinators of the area, else the operations managers; nobody where one of these noted it themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.coordinators_of_applicant(%s)", [applicant.pk])
        (found,) = cursor.fetchone()
    if noted_by not in found:
        whom = [(user_id, applicant.pk) for user_id in found]
        notify_each(whom, NoticeKind.WAITING, at=at, area_id=applicant.area_id)
