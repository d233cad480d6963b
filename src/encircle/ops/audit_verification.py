"""Verify the sealed trace straight from the database: no Django, no models, nothing of the running application."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from encircle.foundations.audit.tree import EntryFacts, Fault, FaultKind, SealFacts, key_id, verify

ENTRY_COLUMNS = ", ".join(f.name for f in fields(EntryFacts))
SEAL_COLUMNS = ", ".join(f.name for f in fields(SealFacts))
LONGEST_UNSEALED = "15 minutes"


class EntriesBySeal(Mapping[int, Sequence[EntryFacts]]):
    """The entries of each seal, read when asked: one seal's at a time."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        rows = connection.execute("SELECT DISTINCT seal_id FROM audit_entry WHERE seal_id IS NOT NULL ORDER BY 1")
        self.ids = [row[0] for row in rows]

    def __getitem__(self, seal_id: int) -> Sequence[EntryFacts]:
        rows = self.connection.execute(
            f"SELECT {ENTRY_COLUMNS} FROM audit_entry WHERE seal_id = %s ORDER BY id", [seal_id]
        ).fetchall()
        if not rows:
            raise KeyError(seal_id)
        names = [f.name for f in fields(EntryFacts)]
        return [EntryFacts(**(dict(zip(names, row, strict=True)) | {"fields": tuple(row[12])})) for row in rows]

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)


def verify_trace(
    conninfo: str, *, anchor: Path, public_keys: Sequence[Ed25519PublicKey]
) -> tuple[int, int, list[Fault]]:
    """Number of seals, number of sealed entries, and every fault found."""
    with psycopg.connect(conninfo) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        rows = connection.execute(f"SELECT {SEAL_COLUMNS} FROM audit_seal ORDER BY id").fetchall()
        names = [f.name for f in fields(SealFacts)]
        seals = [SealFacts(**dict(zip(names, row, strict=True))) for row in rows]
        lines = anchor.read_text().splitlines() if anchor.exists() else []
        found = verify(
            entries_by_seal=EntriesBySeal(connection),
            seals=seals,
            anchor=lines,
            keys={key_id(key): key for key in public_keys},
        )
        found += _left_unsealed(connection, seals)
    return len(seals), sum(seal.entry_count for seal in seals), found


def _left_unsealed(connection: psycopg.Connection, seals: Sequence[SealFacts]) -> Iterator[Fault]:
    """A line older than the newest seal by more than any request can last was not written when it says it was."""
    if not seals:
        return
    row = connection.execute(
        f"SELECT count(*) FROM audit_entry WHERE seal_id IS NULL AND at < %s - interval '{LONGEST_UNSEALED}'",
        [seals[-1].sealed_at],
    ).fetchone()
    if row and row[0]:
        sentence = f"{row[0]} old entries are under no seal."
        yield Fault(FaultKind.NOT_THE_SEALED_ENTRIES, seals[-1].id, sentence)
