"""The post's background work. Job arguments are opaque ids; the worker signs as the postman anew for each task."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from encircle.common.clock import in_london
from encircle.foundations.access.identity import acting_as
from encircle.foundations.accounts.models import NoticePace

from .letters import POSTMAN, NotDelivered, gather, give_up, send
from .models import Letter, Notice, NoticeKind
from .queue import CARRY_NOTICE, SEND_LETTER, carry_later, send_later

MOST_ATTEMPTS = 8
EXPONENTIAL_WAIT = 4  # to the power n seconds between attempts: about six hours in all
LEFT_BEHIND = timedelta(minutes=10)
TRIES_ARE_OVER = timedelta(hours=8)
STALLED_SECONDS = 60
DIGEST_HOUR = 8  # London
GOES_AT_ONCE = ~Q(kind=NoticeKind.WAITING) | Q(user__notice_pace=NoticePace.IMMEDIATE)


@app.task(
    name=CARRY_NOTICE, queue="post", retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=EXPONENTIAL_WAIT)
)
def carry_notice(notice_id: str) -> None:
    """An urgent notice, or one to a person who wants each at once, becomes a letter now; others wait for the digest."""
    with acting_as(POSTMAN) as acting:
        notice = Notice.objects.filter(GOES_AT_ONCE, pk=UUID(notice_id), letter__isnull=True).first()
        if notice is None:
            return
        letter_id = gather(notice.user_id, NoticeKind(notice.kind), acting=acting)
        if letter_id:
            send_later(letter_id)


@app.task(
    name=SEND_LETTER,
    queue="post",
    pass_context=True,
    retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=EXPONENTIAL_WAIT, retry_exceptions=[NotDelivered]),
)
def send_letter(context: JobContext, letter_id: str) -> None:
    try:
        send(UUID(letter_id))
    except NotDelivered:
        if context.job.attempts + 1 >= MOST_ATTEMPTS:
            give_up(UUID(letter_id))
            return
        raise


@app.periodic(cron="5 * * * *")
@app.task(name="post.send_digests", queue="post", queueing_lock="post.send_digests")
def send_digests(timestamp: int) -> None:
    """Each hour; acts at eight in London: daily digests every day, weekly ones on Mondays."""
    with acting_as(POSTMAN) as acting:
        here = in_london(acting.at)
        if here.hour != DIGEST_HOUR:
            return
        paces = [NoticePace.DAILY, *([NoticePace.WEEKLY] if here.weekday() == 0 else [])]
        for user_id in _waiting_for_digest(paces):
            letter_id = gather(user_id, NoticeKind.WAITING, acting=acting)
            if letter_id:
                send_later(letter_id)


def _waiting_for_digest(paces: list[NoticePace]) -> list[UUID]:
    people = Notice.objects.filter(kind=NoticeKind.WAITING, letter__isnull=True, user__notice_pace__in=paces)
    return list(people.values_list("user_id", flat=True).distinct())


@app.periodic(cron="* * * * *")
@app.task(name="post.sweep", queue="post", queueing_lock="post.sweep", pass_context=True)
async def sweep(context: JobContext, timestamp: int) -> None:
    """Jobs of a worker that died are taken up again."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
    for job in stalled:
        await app.job_manager.retry_job(job)


@app.periodic(cron="*/10 * * * *")
@app.task(name="post.forgotten", queue="post", queueing_lock="post.forgotten")
def forgotten(timestamp: int) -> None:
    """What lost its job (a queue restored from a backup, a last try that failed) is queued again.

    A notice that should go at once is looked for after ten minutes, a letter once its own tries must be over.
    """
    with acting_as(POSTMAN) as acting:
        left = Notice.objects.filter(GOES_AT_ONCE, letter__isnull=True, created_at__lt=acting.at - LEFT_BEHIND)
        notices = list(left.order_by("created_at").values_list("pk", flat=True)[:100])
        if notices:
            carry_later(*notices)
        old = Letter.objects.filter(
            sent_at__isnull=True,
            given_up_at__isnull=True,
            dropped_at__isnull=True,
            written_at__lt=acting.at - TRIES_ARE_OVER,
        )
        for letter_id in old.values_list("pk", flat=True)[:100]:
            send_later(letter_id)
