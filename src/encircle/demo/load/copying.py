"""Rows by the thousand: PostgreSQL's COPY, ten times as fast as inserting and past no constraint or trigger."""

import json
from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, JSONField, Model
from psycopg import sql
from psycopg.types.json import Jsonb


def pour(rows: Iterable[Model]) -> None:
    """All of one model. Keys that the database counts itself are left to it."""
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return
    fields = [field for field in first._meta.local_concrete_fields if not isinstance(field, AutoField)]
    with connection.cursor() as cursor, cursor.cursor.copy(_statement(first, fields)) as copy:
        for row in chain([first], iterator):
            copy.write_row([_value(field, getattr(row, field.attname)) for field in fields])


def _statement(row: Model, fields: list[Field]) -> sql.Composed:
    columns = [sql.Identifier(str(field.column)) for field in fields]
    table = sql.Identifier(row._meta.db_table)
    return sql.SQL("COPY {} ({}) FROM STDIN").format(table, sql.SQL(", ").join(columns))


def _value(field: Field, value: Any) -> Any:
    if isinstance(field, JSONField) and value is not None:
        return Jsonb(value, dumps=json.dumps)
    return value
