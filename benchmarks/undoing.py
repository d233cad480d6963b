"""Puts the rows of one Circle back as they were, so that the same press can be timed again and again."""

import psycopg
from psycopg import sql

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'circle_id'
      AND c.relname <> 'audit_entry'
    UNION SELECT 'circles_circle' ORDER BY 1
"""


class Undoing:
    """As the superuser, with triggers and foreign keys asleep. The trace keeps what was pressed."""

    def __init__(self, superuser: str, circle_id: str) -> None:
        self.raw = psycopg.connect(superuser, autocommit=True)
        self.raw.execute("SET session_replication_role = replica")
        self.circle_id = circle_id
        self.tables = [name for (name,) in self.raw.execute(TABLES)]
        for table in self.tables:
            self.raw.execute(
                self._of(table, "CREATE TEMP TABLE {kept} AS SELECT * FROM {table} WHERE {key} = {circle}")
            )

    def undo(self) -> None:
        with self.raw.transaction():
            for table in self.tables:
                self.raw.execute(self._of(table, "DELETE FROM {table} WHERE {key} = {circle}"))
                self.raw.execute(self._of(table, "INSERT INTO {table} ({columns}) SELECT {columns} FROM {kept}"))

    def close(self) -> None:
        self.raw.close()

    def _of(self, table: str, statement: str) -> sql.Composed:
        return sql.SQL(statement).format(
            table=sql.Identifier("public", table),
            kept=sql.Identifier(f"kept_{table}"),
            key=sql.Identifier("id" if table == "circles_circle" else "circle_id"),
            circle=sql.Literal(self.circle_id),
            columns=sql.SQL(", ").join(sql.Identifier(name) for name in self._columns(table)),
        )

    def _columns(self, table: str) -> list[str]:
        """Those that are written; a computed one (the search vector) comes by itself."""
        found = self.raw.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped AND attgenerated = ''",
            [f"public.{table}"],
        )
        return [name for (name,) in found]
