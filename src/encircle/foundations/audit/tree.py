"""The seals over the trace: a hash tree over each stretch of entries, chained and signed, checked without Django.

The tree is the Merkle tree of RFC 6962, section 2.1 (unchanged in RFC 9162), with its bytes 0 and 1 that keep a leaf
from passing for a node. An anchor is one line for each seal, kept outside the database: without it the newest seals
could be cut off, or the whole chain made anew by whoever holds the key.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Value = None | bool | int | str | bytes | UUID | datetime | Sequence[str]

LEAF, NODE = b"\x00", b"\x01"
ENTRY_FORM, SEAL_FORM = "encircle audit entry 1", "encircle audit seal 1"
NO_SEAL_BEFORE = bytes(32)

# --- canonical bytes ---


def canonical(values: Iterable[Value]) -> bytes:
    """The same values always give the same bytes, and other values other bytes.

    Each value is its kind (one letter), its length (eight bytes) and its content, so that nothing runs together.
    """
    return b"".join(_framed(value) for value in values)


def _framed(value: Value) -> bytes:
    kind, content = _content(value)
    return kind + len(content).to_bytes(8) + content


def _content(value: Value) -> tuple[bytes, bytes]:
    match value:
        case None:
            return b"n", b""
        case bool():
            return b"t", b"1" if value else b"0"
        case int():
            return b"i", str(value).encode()
        case str():
            return b"s", str(value).encode("utf-8", "surrogatepass")
        case bytes() | bytearray() | memoryview():  # the database hands out a memoryview
            return b"b", bytes(value)
        case UUID():
            return b"u", value.bytes
        case datetime() if value.tzinfo is not None:
            return b"d", value.astimezone(UTC).isoformat(timespec="microseconds").encode()
        case list() | tuple():
            return b"l", canonical(value)
    raise TypeError(f"A trace cannot hold a {type(value).__name__}.")


@dataclass(frozen=True)
class EntryFacts:
    """One line of the trace as it is sealed: every column but the seal's own."""

    id: int
    at: datetime
    actor_id: UUID | None
    system: str
    on_behalf_id: UUID | None
    nonce: UUID
    verb: str
    item_type: str
    item_id: UUID | None
    circle_id: UUID | None
    area_id: UUID | None
    person_id: UUID | None
    fields: tuple[str, ...]
    detail: str

    def canonical_bytes(self) -> bytes:
        return canonical([ENTRY_FORM, *(getattr(self, field.name) for field in fields(self))])


# --- the tree ---


def leaf_hash(content: bytes) -> bytes:
    return hashlib.sha256(LEAF + content).digest()


def tree_root(contents: Iterable[bytes]) -> bytes:
    """The root of the tree over these entries, in this order. Of none: the hash of nothing."""
    level = [leaf_hash(content) for content in contents]
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        # pairing neighbours and carrying an odd one up gives the tree the RFC defines by halving
        pairs = [_node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()


# --- seals ---


@dataclass(frozen=True)
class SealFacts:
    """One seal: what it covers, the seal before it, and who signed."""

    id: int  # 1, 2, 3 … without a gap
    sealed_at: datetime
    entry_count: int
    first_entry: int
    last_entry: int
    root: bytes
    previous: bytes
    key_id: str
    signature: bytes

    def signed_bytes(self) -> bytes:
        return canonical([SEAL_FORM, *(getattr(self, f.name) for f in fields(self) if f.name != "signature")])

    def digest(self) -> bytes:
        """What the next seal and the anchor name this one by, signature included."""
        return hashlib.sha256(canonical([self.signed_bytes(), self.signature])).digest()


def key_id(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def seal(entries: Sequence[EntryFacts], *, before: SealFacts | None, at: datetime, key: Ed25519PrivateKey) -> SealFacts:
    """Seal a stretch of entries, by their ids, after the seal before it. There is no seal over nothing."""
    if not entries:
        raise ValueError("There is nothing to seal.")
    entries = sorted(entries, key=lambda entry: entry.id)
    unsigned = SealFacts(
        id=before.id + 1 if before else 1,
        sealed_at=at,
        entry_count=len(entries),
        first_entry=entries[0].id,
        last_entry=entries[-1].id,
        root=tree_root(entry.canonical_bytes() for entry in entries),
        previous=before.digest() if before else NO_SEAL_BEFORE,
        key_id=key_id(key.public_key()),
        signature=b"",
    )
    signature = key.sign(unsigned.signed_bytes())
    return SealFacts(**{f.name: getattr(unsigned, f.name) for f in fields(unsigned)} | {"signature": signature})


def anchor_line(seal: SealFacts) -> str:
    """The line to keep outside the database for one seal."""
    return f"{seal.id} {seal.root.hex()} {seal.digest().hex()}"


# --- verification ---


class FaultKind(StrEnum):
    NOT_THE_SEALED_ENTRIES = "not_the_sealed_entries"
    ENTRIES_OUT_OF_ORDER = "entries_out_of_order"
    SEAL_OF_ENTRIES_MISSING = "seal_of_entries_missing"
    CHAIN_BROKEN = "chain_broken"
    TIME_RUNS_BACK = "time_runs_back"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    NOT_AS_ANCHORED = "not_as_anchored"
    ANCHORED_SEAL_MISSING = "anchored_seal_missing"
    ANCHOR_UNREADABLE = "anchor_unreadable"


@dataclass(frozen=True)
class Fault:
    kind: FaultKind
    seal_id: int
    sentence: str


class Check(StrEnum):
    ENTRIES = "entries"
    CHAIN = "chain"
    SIGNATURES = "signatures"
    ANCHOR = "anchor"


def verify(
    *,
    entries_by_seal: Mapping[int, Sequence[EntryFacts]],
    seals: Sequence[SealFacts],
    anchor: Iterable[str],
    keys: Mapping[str, Ed25519PublicKey],
    checks: frozenset[Check] = frozenset(Check),
) -> list[Fault]:
    """Every fault in the sealed trace; none means that it is what was sealed, as far as the anchor reaches.

    `entries_by_seal`: the entries that say they belong to each seal, by id; a mapping that reads them when asked
    holds one seal's at a time. `checks` is for proving that each check is needed; leave it alone.
    """
    found: list[Fault] = []
    if Check.ENTRIES in checks:
        found += _check_entries(entries_by_seal, seals)
    if Check.CHAIN in checks:
        found += _check_chain(seals)
    if Check.SIGNATURES in checks:
        found += (fault for seal in seals for fault in _check_signature(seal, keys))
    if Check.ANCHOR in checks:
        found += _check_anchor(seals, anchor)
    return found


def _check_entries(entries_by_seal: Mapping[int, Sequence[EntryFacts]], seals: Sequence[SealFacts]) -> Iterator[Fault]:
    for seal in seals:
        entries = entries_by_seal.get(seal.id, ())
        ids = [entry.id for entry in entries]
        if ids != sorted(set(ids)):
            yield Fault(FaultKind.ENTRIES_OUT_OF_ORDER, seal.id, "Its entries are repeated or out of order.")
        if not _covers(seal, entries):
            wanted = f"{seal.entry_count} entries were sealed, {len(entries)} are there"
            yield Fault(FaultKind.NOT_THE_SEALED_ENTRIES, seal.id, f"Its entries are not those sealed ({wanted}).")
    for seal_id in sorted(set(entries_by_seal) - {seal.id for seal in seals}):
        yield Fault(FaultKind.SEAL_OF_ENTRIES_MISSING, seal_id, "Entries name a seal that does not exist.")


def _covers(seal: SealFacts, entries: Sequence[EntryFacts]) -> bool:
    if not entries or len(entries) != seal.entry_count:
        return False
    ends = entries[0].id, entries[-1].id
    same_ends = ends == (seal.first_entry, seal.last_entry)
    return same_ends and tree_root(entry.canonical_bytes() for entry in entries) == seal.root


def _check_chain(seals: Sequence[SealFacts]) -> Iterator[Fault]:
    before: SealFacts | None = None
    for number, seal in enumerate(seals, start=1):
        previous = before.digest() if before else NO_SEAL_BEFORE
        if seal.id != number or seal.previous != previous:
            yield Fault(FaultKind.CHAIN_BROKEN, seal.id, "It does not follow on from the seal before it.")
        if before and seal.sealed_at < before.sealed_at:
            yield Fault(FaultKind.TIME_RUNS_BACK, seal.id, "It is older than the seal before it.")
        before = seal


def _check_signature(seal: SealFacts, keys: Mapping[str, Ed25519PublicKey]) -> Iterator[Fault]:
    key = keys.get(seal.key_id)
    if key is None:
        yield Fault(FaultKind.UNKNOWN_KEY, seal.id, "It is signed with a key we do not know.")
        return
    try:
        key.verify(seal.signature, seal.signed_bytes())
    except InvalidSignature:
        yield Fault(FaultKind.BAD_SIGNATURE, seal.id, "Its signature does not match.")


def _check_anchor(seals: Sequence[SealFacts], anchor: Iterable[str]) -> Iterator[Fault]:
    """Every line kept outside must be the line of the seal it names, and there must be one after another."""
    by_id = {seal.id: seal for seal in seals}
    for number, line in enumerate((line.strip() for line in anchor if line.strip()), start=1):
        named = line.split()[0]
        if not named.isdecimal() or int(named) != number:
            yield Fault(FaultKind.ANCHOR_UNREADABLE, number, f"Line {number} of the anchor is not for seal {number}.")
        elif int(named) not in by_id:
            yield Fault(FaultKind.ANCHORED_SEAL_MISSING, number, "The anchor names it, but it does not exist.")
        elif anchor_line(by_id[int(named)]) != line:
            yield Fault(FaultKind.NOT_AS_ANCHORED, number, "It is not the seal that was anchored.")
