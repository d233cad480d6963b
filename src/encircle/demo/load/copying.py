"""Rows by the thousand: PostgreSQL's COPY, ten times as fast as inserting and past no constraint or trigger.

The triggers look things up in the very tables that are being filled. Their plans are made when those are empty and
would read the whole table for each row; fresh statistics while a table grows make PostgreSQL plan anew.
"""

import json
from collections.abc import Iterable
from itertools import chain, count, islice
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, JSONField, Model
from psycopg import sql
from psycopg.types.json import Jsonb

GROWTH = 8  # statistics at 512, 4,608, 37,376 … rows


def pour(rows: Iterable[Model]) -> None:
    """All of one model. Keys that the database counts itself are left to it."""
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return
    fields = [field for field in first._meta.local_concrete_fields if not isinstance(field, AutoField)]
    waiting = chain([first], iterator)
    with connection.cursor() as cursor:
        for size in (GROWTH**step for step in count(3)):
            if not (some := list(islice(waiting, size))):
                break
            with cursor.cursor.copy(_statement(first, fields)) as copy:
                for row in some:
                    copy.write_row([_value(field, getattr(row, field.attname)) for field in fields])
            if len(some) == size:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(first._meta.db_table)}")


def _statement(row: Model, fields: list[Field]) -> sql.Composed:
    columns = [sql.Identifier(str(field.column)) for field in fields]
    table = sql.Identifier(row._meta.db_table)
    return sql.SQL("COPY {} ({}) FROM STDIN").format(table, sql.SQL(", ").join(columns))


def _value(field: Field, value: Any) -> Any:
    if isinstance(field, JSONField) and value is not None:
        return Jsonb(value, dumps=json.dumps)
    return value
