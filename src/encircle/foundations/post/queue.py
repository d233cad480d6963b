"""Queue the work of the post by the task's name, in the transaction of whoever asks."""

from uuid import UUID

from procrastinate.contrib.django import app

CARRY_NOTICE = "post.carry_notice"
SEND_LETTER = "post.send_letter"


def carry_later(*notice_ids: UUID) -> None:
    app.configure_task(CARRY_NOTICE, queue="post").batch_defer(*({"notice_id": str(one)} for one in notice_ids))


def send_later(*letter_ids: UUID) -> None:
    app.configure_task(SEND_LETTER, queue="post").batch_defer(*({"letter_id": str(one)} for one in letter_ids))
