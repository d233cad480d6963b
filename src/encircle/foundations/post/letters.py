"""Write letters and hand them to the mail server, at most once but for one doubt that is recorded.

The order is: commit that an attempt starts; hand the letter over; commit how it ended. Killed in between, the next
try finds an attempt without an end: the letter may or may not have gone. It is then sent once more under the same
Message-ID and marked uncertain; a second doubt is left to people.
"""

import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection

from encircle.foundations.access.identity import Acting, acting_as, system

from .models import Attempt, Letter, LetterKind, Notice, NoticeKind
from .words import subject_and_body

KIND_OF_LETTER = {
    NoticeKind.WAITING: LetterKind.WAITING,
    NoticeKind.CONCERN: LetterKind.URGENT,
    NoticeKind.ACCOUNT: LetterKind.ACCOUNT,
    NoticeKind.MESSAGE: LetterKind.MESSAGE,
}
POSTMAN = system("postman")


@dataclass(frozen=True)
class Mail:
    """What a letter says, to whom, and what stands in its head besides."""

    subject: str
    body: str
    to: str
    headers: Mapping[str, str] = field(default_factory=dict)


# The one exception to "a letter says nothing": kinds whose words a room writes (a newsletter, ADR 0014).
# None: not to be sent any more. Filled in by the room's app.
WRITERS: dict[str, Callable[[Letter, Acting], Mail | None]] = {}


class NotDelivered(Exception):
    """The mail server did not take the letter; it is tried again."""


def gather(user_id: UUID, kind: NoticeKind, *, acting: Acting) -> UUID | None:
    """One letter for all of a person's waiting notices of this kind, or None when there are none.

    They are locked, in one order: of two postmen who come at once the second finds nothing left, and writes no letter.
    """
    of_theirs = Notice.objects.filter(user_id=user_id, kind=kind, letter__isnull=True)
    waiting = list(of_theirs.select_for_update().order_by("created_at", "pk"))
    if not waiting:
        return None
    letter = Letter(user_id=user_id, kind=KIND_OF_LETTER[kind], area_id=waiting[-1].area_id, written_at=acting.at)
    Letter.objects.bulk_create([letter])
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).update(letter=letter)
    return letter.pk


def send(letter_id: UUID) -> None:
    """Hand one letter over. Raises NotDelivered when it should be tried again."""
    message = _begin(letter_id)
    if message is None:
        return
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        _end(letter_id, answer=_code(error))
        raise NotDelivered from error
    _end(letter_id, answer="sent")


def give_up(letter_id: UUID) -> None:
    """After the last try: from now on staff see that the person could not be reached."""
    with acting_as(POSTMAN) as acting:
        Letter.objects.filter(pk=letter_id, sent_at__isnull=True).update(given_up_at=acting.at, link=None)


def _begin(letter_id: UUID) -> EmailMessage | None:
    with acting_as(POSTMAN) as acting:
        letter = Letter.objects.select_for_update().filter(pk=letter_id).first()
        if letter is None or letter.sent_at or letter.given_up_at or letter.dropped_at:
            return None
        if letter.attempts.filter(ended_at__isnull=True).exists() and not _admit_doubt(letter, acting.at):
            return None
        writer = WRITERS.get(letter.kind)
        mail = writer(letter, acting) if writer else _house_mail(letter)
        if mail is None:
            over = {"dropped_at": acting.at} if writer else {"given_up_at": acting.at, "link": None}
            Letter.objects.filter(pk=letter_id).update(**over)
            return None
        Attempt.objects.bulk_create([Attempt(letter=letter, started_at=acting.at)])
        return _message(letter, mail)


def _admit_doubt(letter: Letter, at: datetime) -> bool:
    """Whether a letter that may already have gone may go once more."""
    letter.attempts.filter(ended_at__isnull=True).update(ended_at=at, answer="unknown")
    if letter.uncertain:
        Letter.objects.filter(pk=letter.pk).update(given_up_at=at, link=None)
        return False
    Letter.objects.filter(pk=letter.pk).update(uncertain=True)
    return True


def _address(user_id: UUID, *, invited: bool) -> str | None:
    """The person's verified address, at an agency's own domain for a professional; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT encircle.postal_address(%s, %s)", [user_id, invited])
        address: str | None = cursor.fetchone()[0]
    return address


def _house_mail(letter: Letter) -> Mail | None:
    """What every letter says but those a room writes: nothing. None where nobody can be reached."""
    if letter.user_id is None:
        return None
    address = _address(letter.user_id, invited=letter.kind == LetterKind.LINK)
    return Mail(*subject_and_body(letter), address) if address else None


def _message(letter: Letter, mail: Mail) -> EmailMessage:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return EmailMessage(
        mail.subject,
        mail.body,
        to=[mail.to],
        headers={"Message-ID": f"<{letter.pk}@{domain}>", "Auto-Submitted": "auto-generated", **mail.headers},
    )


def _end(letter_id: UUID, *, answer: str) -> None:
    with acting_as(POSTMAN) as acting:
        Attempt.objects.filter(letter_id=letter_id, ended_at__isnull=True).update(ended_at=acting.at, answer=answer)
        if answer == "sent":
            Letter.objects.filter(pk=letter_id).update(sent_at=acting.at, link=None)


def _code(error: Exception) -> str:
    return str(getattr(error, "smtp_code", "") or type(error).__name__)[:20]
