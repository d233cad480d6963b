"""Queue the work of the post by the task's name, in the transaction of whoever asks."""

from uuid import UUID

from encircle.foundations.queue import queue_work

CARRY_NOTICE = "post.carry_notice"
SEND_LETTER = "post.send_letter"


def carry_later(*notice_ids: UUID) -> None:
    queue_work(CARRY_NOTICE, *({"notice_id": str(one)} for one in notice_ids), queue="post")


def send_later(*letter_ids: UUID) -> None:
    queue_work(SEND_LETTER, *({"letter_id": str(one)} for one in letter_ids), queue="post")
