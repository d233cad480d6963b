"""Write a line of the trace, and open content against a receipt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
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

# The same for thousands of facts of one request in one statement. Names of fields travel joined by commas.
_INSERT_MANY = """
    INSERT INTO audit_entry (at, actor_id, system, on_behalf_id, nonce, verb, item_type, item_id,
                             circle_id, area_id, person_id, fields, detail)
    SELECT %s::timestamptz, %s::uuid, %s, %s::uuid, %s::uuid, line.verb, line.item_type, line.item_id,
           line.circle_id, line.area_id, line.person_id, string_to_array(line.fields, ',')::varchar[], line.detail
    FROM unnest(%s::text[], %s::text[], %s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::text[])
         AS line (verb, item_type, item_id, circle_id, area_id, person_id, fields, detail)
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


@dataclass(frozen=True)
class Line:
    """What `record` is told, for many facts at once."""

    verb: Verb
    item_type: str
    item_id: UUID
    circle_id: UUID | None = None
    area_id: UUID | None = None
    person_id: UUID | None = None
    fields: tuple[str, ...] = ()
    detail: str = ""


def record_many(lines: Sequence[Line], *, by: Acting) -> None:
    """Append a line for each fact, in the transaction of the facts."""
    columns: list[list[Any]] = [
        [str(line.verb) for line in lines],
        [line.item_type for line in lines],
        [line.item_id for line in lines],
        [line.circle_id for line in lines],
        [line.area_id for line in lines],
        [line.person_id for line in lines],
        [",".join(line.fields) for line in lines],
        [line.detail for line in lines],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_MANY, [by.at, by.user_id, by.system, by.on_behalf_id, by.nonce, *columns])


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
