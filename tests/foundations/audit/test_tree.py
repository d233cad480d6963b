"""The sealed trace: every single change is found, and each check is needed to find it."""

import hashlib
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, given
from hypothesis import strategies as st

from encircle.common.clock import LONDON
from encircle.foundations.audit.tree import (
    Check,
    EntryFacts,
    FaultKind,
    SealFacts,
    anchor_line,
    canonical,
    key_id,
    leaf_hash,
    seal,
    tree_root,
    verify,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEYS = {key_id(KEY.public_key()): KEY.public_key()}
START = datetime(2025, 6, 2, 12, tzinfo=UTC)


def entry(number):
    return EntryFacts(
        id=number * 3,  # a rolled-back transaction leaves gaps
        at=START + timedelta(seconds=number),
        actor_id=UUID(int=number % 3),
        system="",
        on_behalf_id=None,
        nonce=UUID(int=number),
        verb="opened",
        item_type="meetings.minutesversion",
        item_id=UUID(int=100 + number),
        circle_id=UUID(int=7),
        area_id=None,
        person_id=None,
        fields=("text", "title")[: number % 3],
        detail="",
    )


class Trace:
    """A trace with so many entries in each seal, and the anchor kept of it."""

    def __init__(self, *sizes, key=KEY):
        self.entries, self.seals, number = {}, [], 0
        for size in sizes:
            stretch = [entry(number := number + 1) for _ in range(size)]
            before = self.seals[-1] if self.seals else None
            self.seals.append(seal(stretch, before=before, at=stretch[-1].at, key=key))
            self.entries[self.seals[-1].id] = stretch
        self.anchor = [anchor_line(s) for s in self.seals]

    def faults(self, without=(), **changed):
        given = {"entries_by_seal": self.entries, "seals": self.seals, "anchor": self.anchor, "keys": KEYS} | changed
        return verify(**given, checks=frozenset(Check) - set(without))

    def kinds(self, without=(), **changed):
        return {fault.kind for fault in self.faults(without, **changed)}


# --- canonical bytes ---


def test_the_bytes_of_an_entry_never_change():
    """Whoever changes the form breaks every seal ever made: make form 2 beside it."""
    digest = hashlib.sha256(entry(5).canonical_bytes()).hexdigest()
    assert digest == "70d0875e7aa2b04ba12906ad991897bd80d4be0fb0e331a15ff262bc307c2441"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ab", "c"], ["a", "bc"]),
        (["1"], [1]),
        ([True], [1]),
        ([""], [None]),
        ([b"a"], ["a"]),
        ([["a"], "b"], [["a", "b"]]),
        ([[]], []),
        ([UUID(int=5)], [UUID(int=5).bytes]),
        ([["a"]], [["a", ""]]),
    ],
)
def test_nothing_runs_together(one, other):
    assert canonical(one) != canonical(other)


def test_one_instant_has_one_form_in_every_zone():
    assert canonical([START]) == canonical([START.astimezone(LONDON)])


@pytest.mark.parametrize("value", [1.5, {"a": 1}, datetime(2025, 6, 2), object()])  # noqa: DTZ001
def test_what_has_no_one_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical([value])


plain = st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.uuids()
values = st.lists(plain | st.lists(st.text()), max_size=4)


@given(values, values)
def test_different_values_have_different_bytes(one, other):
    same = [(type(v), v) for v in one] == [(type(v), v) for v in other]
    assert (canonical(one) == canonical(other)) == same


# --- the tree ---

# The leaves and the root of the tests of Certificate Transparency
LEAVES = [bytes.fromhex(leaf) for leaf in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip


def test_the_roots_published_for_certificate_transparency():
    assert tree_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree_root(LEAVES[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert tree_root(LEAVES).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def by_the_letter(leaves):
    """RFC 6962, section 2.1: split at the largest power of two smaller than their number."""
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + by_the_letter(leaves[:split]) + by_the_letter(leaves[split:])).digest()


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=70))
def test_the_tree_is_the_one_the_rfc_defines(leaves):
    assert tree_root(leaves) == by_the_letter(leaves)


def test_an_entry_cannot_pass_for_a_node():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert tree_root([left + right]) != tree_root([b"a", b"b"])


# --- an honest trace ---


@pytest.mark.parametrize("sizes", [(), (1,), (4,), (1, 2, 3, 5, 8)])
def test_an_honest_trace_has_no_fault(sizes):
    assert Trace(*sizes).faults() == []


def test_seals_made_since_the_anchor_was_last_kept_are_no_fault():
    trace = Trace(2, 2, 2)
    assert trace.faults(anchor=trace.anchor[:1]) == []


def test_entries_are_sealed_by_their_ids_and_nothing_is_not_sealed():
    stretch = [entry(2), entry(1)]
    assert seal(stretch, before=None, at=START, key=KEY) == seal(stretch[::-1], before=None, at=START, key=KEY)
    with pytest.raises(ValueError, match="nothing to seal"):
        seal([], before=None, at=START, key=KEY)


def test_a_key_may_be_changed():
    first = Trace(2)
    second = seal([entry(9)], before=first.seals[0], at=START + timedelta(days=1), key=OTHER_KEY)
    keys = KEYS | {key_id(OTHER_KEY.public_key()): OTHER_KEY.public_key()}
    assert first.faults(seals=[*first.seals, second], entries_by_seal=first.entries | {2: [entry(9)]}, keys=keys) == []


# --- mutations of entries: the tree finds them, and without the tree nothing does ---

CHANGES = {
    "id": lambda v: v + 1,
    "at": lambda v: v + timedelta(microseconds=1),
    "fields": lambda v: (*v, "name"),
    "nonce": lambda v: UUID(int=v.int + 1),
}


def flipped(row, name):
    value = getattr(row, name)
    if name in CHANGES:
        return replace(row, **{name: CHANGES[name](value)})
    if isinstance(value, str):
        return replace(row, **{name: value + "x"})
    return replace(row, **{name: UUID(int=999) if value is None else None})


sizes = st.lists(st.integers(1, 5), min_size=2, max_size=4)


@st.composite
def trace_and_places(draw):
    trace = Trace(*draw(sizes))
    places = [(number, place) for number, stretch in trace.entries.items() for place in range(len(stretch))]
    return trace, draw(st.sampled_from(places)), draw(st.sampled_from(places))


def mutate(kind, trace, here, there, name):
    rows = {number: list(stretch) for number, stretch in trace.entries.items()}
    (number, place), (other, elsewhere) = here, there
    row = rows[number][place]
    if kind == "flip":
        rows[number][place] = flipped(row, name)
    elif kind == "delete":
        del rows[number][place]
    elif kind == "insert":
        rows[number].insert(place, replace(row, id=row.id - 1))
    elif kind == "append":
        rows[number].append(replace(rows[number][-1], id=rows[number][-1].id + 1))
    elif kind == "repeat":
        rows[number].insert(place, row)
    elif kind == "swap":
        rows[number][place], rows[other][elsewhere] = rows[other][elsewhere], row
    elif kind == "swap ids":
        rows[number][place] = replace(row, id=rows[other][elsewhere].id)
        rows[other][elsewhere] = replace(trace.entries[other][elsewhere], id=row.id)
    elif kind == "move":
        rows[number].remove(row)
        rows[other] = sorted([*rows[other], row], key=lambda moved: moved.id)
    elif kind == "unseal all":
        del rows[number]
    elif kind == "unknown seal":
        rows[99] = [row]
    return rows


KINDS = ["flip", "delete", "insert", "append", "repeat", "swap", "swap ids", "move", "unseal all", "unknown seal"]


@pytest.mark.parametrize("kind", KINDS)
@given(trace_and_places(), st.sampled_from([field.name for field in fields(EntryFacts)]))
def test_every_change_of_an_entry_is_found_and_only_by_the_tree(kind, drawn, name):
    trace, here, there = drawn
    rows = mutate(kind, trace, here, there, name)
    assume(rows != trace.entries)
    assert trace.faults(entries_by_seal=rows) != []
    assert trace.faults(entries_by_seal=rows, without={Check.ENTRIES}) == []  # the control


def test_every_field_of_every_entry_is_under_the_seal():
    trace = Trace(3, 2)
    for number, stretch in trace.entries.items():
        for place, row in enumerate(stretch):
            for field in fields(EntryFacts):
                changed = [*stretch[:place], flipped(row, field.name), *stretch[place + 1 :]]
                found = trace.faults(entries_by_seal=trace.entries | {number: changed})
                assert [(f.kind, f.seal_id) for f in found] == [(FaultKind.NOT_THE_SEALED_ENTRIES, number)]


# --- mutations of seals ---

SEAL_CHANGES = {
    "sealed_at": lambda v: v + timedelta(microseconds=1),
    "root": lambda v: bytes([v[0] ^ 1]) + v[1:],
    "previous": lambda v: v[:-1] + bytes([v[-1] ^ 128]),
    "signature": lambda v: v[:-1] + bytes([v[-1] ^ 1]),
    "key_id": lambda v: "0" * 16,
}


@pytest.mark.parametrize("name", [field.name for field in fields(SealFacts)])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_every_field_of_every_seal_is_signed(name, place):
    trace = Trace(2, 3, 1)
    change = SEAL_CHANGES.get(name, lambda value: value + 1)
    bad = replace(trace.seals[place], **{name: change(getattr(trace.seals[place], name))})
    seals = [*trace.seals[:place], bad, *trace.seals[place + 1 :]]
    assert {FaultKind.BAD_SIGNATURE, FaultKind.UNKNOWN_KEY} & trace.kinds(seals=seals)
    assert trace.kinds(seals=seals, anchor=[]) != set()


@given(sizes, st.data())
def test_a_seal_taken_out_swapped_or_repeated_is_found_without_the_anchor(counts, data):
    trace = Trace(*counts)
    place = data.draw(st.integers(0, len(counts) - 2))
    taken_out = trace.seals[:place] + trace.seals[place + 1 :]
    entries = {s.id: trace.entries[s.id] for s in taken_out}
    swapped = [*trace.seals[:place], trace.seals[place + 1], trace.seals[place], *trace.seals[place + 2 :]]
    repeated = [*trace.seals[: place + 1], *trace.seals[place:]]
    for seals in (taken_out, swapped, repeated):
        rows = entries if seals is taken_out else trace.entries
        assert FaultKind.CHAIN_BROKEN in trace.kinds(seals=seals, entries_by_seal=rows, anchor=[])
        assert trace.faults({Check.CHAIN}, seals=seals, entries_by_seal=rows, anchor=[]) == []  # the control


@given(sizes, st.integers(0, 3))
def test_cutting_off_the_newest_seals_is_found_only_by_the_anchor(counts, keep):
    assume(keep < len(counts))
    trace = Trace(*counts)
    cut = {"seals": trace.seals[:keep], "entries_by_seal": {n: trace.entries[n] for n in range(1, keep + 1)}}
    assert trace.kinds(**cut) == {FaultKind.ANCHORED_SEAL_MISSING}
    assert trace.faults({Check.ANCHOR}, **cut) == []  # the control


@given(sizes, st.sampled_from([field.name for field in fields(EntryFacts) if field.name != "id"]))
def test_a_chain_made_anew_with_the_right_key_is_found_only_by_the_anchor(counts, name):
    trace, forged = Trace(*counts), Trace(*counts)
    forged.entries[1][0] = flipped(forged.entries[1][0], name)
    seals = []
    for number, stretch in forged.entries.items():
        before = seals[-1] if seals else None
        seals.append(seal(stretch, before=before, at=trace.seals[number - 1].sealed_at, key=KEY))
    assert trace.kinds(entries_by_seal=forged.entries, seals=seals) == {FaultKind.NOT_AS_ANCHORED}
    assert trace.faults({Check.ANCHOR}, entries_by_seal=forged.entries, seals=seals) == []  # the control


def test_a_chain_made_anew_with_another_key_is_found_by_its_signatures():
    forged = Trace(2, 2, key=OTHER_KEY)
    assert forged.kinds() == {FaultKind.UNKNOWN_KEY}
    assert forged.faults({Check.SIGNATURES}) == []  # the control
    claims_ours = replace(forged.seals[0], key_id=key_id(KEY.public_key()))
    assert FaultKind.BAD_SIGNATURE in forged.kinds(seals=[claims_ours, *forged.seals[1:]])


def test_a_seal_older_than_the_one_before_it_is_found():
    first = seal([entry(1)], before=None, at=START, key=KEY)
    second = seal([entry(2)], before=first, at=START - timedelta(seconds=1), key=KEY)
    rows = {1: [entry(1)], 2: [entry(2)]}
    assert [f.kind for f in verify(entries_by_seal=rows, seals=[first, second], anchor=[], keys=KEYS)] == [
        FaultKind.TIME_RUNS_BACK
    ]


@pytest.mark.parametrize("tamper", [lambda a: a[1:], lambda a: a[::-1], lambda a: ["?", *a], lambda a: [a[0], a[0]]])
def test_an_anchor_out_of_order_is_found(tamper):
    trace = Trace(1, 1, 1)
    assert FaultKind.ANCHOR_UNREADABLE in trace.kinds(anchor=tamper(trace.anchor))


def test_an_anchor_keeps_through_blank_lines_and_line_ends():
    trace = Trace(1, 1)
    assert trace.faults(anchor=["", *(line + "\r\n" for line in trace.anchor), "\n"]) == []
