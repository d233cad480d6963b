"""Write a line of the trace, and open content against a receipt."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction

from encircle.foundations.access.identity import Acting

from .models import Verb

# Plain INSERT: with RETURNING the row would have to be readable by whoever writes it.
_INSERT = """
    INSERT INTO audit_entry (at, actor_id, system, on_behalf_id, nonce, verb, item_type, item_id,
                             circle_id, area_id, person_id, fields, detail)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::varchar[], %s)
"""


class ReceiptInsideSavepoint(RuntimeError):
    """Content is opened at the top of a transaction: inside a savepoint the receipt could be rolled back alone."""


def record(
    verb: Verb,
    item_type: str,
    item_id: UUID | None = None,
    *,
    by: Acting,
    circle_id: UUID | None = None,
    area_id: UUID | None = None,
    person_id: UUID | None = None,
    fields: Iterable[str] = (),
    detail: str = "",
) -> None:
    """Append one line in the transaction of the fact it records. `detail` is a code or a count, never text."""
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                by.at,
                by.user_id,
                by.system,
                by.on_behalf_id,
                by.nonce,
                verb,
                item_type,
                item_id,
                circle_id,
                area_id,
                person_id,
                list(fields),
                detail,
            ],
        )


def leave_receipt(
    item_type: str,
    item_id: UUID,
    *,
    by: Acting,
    circle_id: UUID | None = None,
    area_id: UUID | None = None,
    person_id: UUID | None = None,
) -> None:
    """Record that `by` opens the item; from here to the end of the transaction its content can be read.

    Raises ReceiptInsideSavepoint where the receipt could be undone while the content is kept.
    """
    if len(connection.savepoint_ids) > 0:
        raise ReceiptInsideSavepoint(item_type)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Content is opened inside a transaction.")
    record(Verb.OPENED, item_type, item_id, by=by, circle_id=circle_id, area_id=area_id, person_id=person_id)
    by.opened.append((item_type, item_id))
