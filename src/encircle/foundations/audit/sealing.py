"""Seal the trace: all lines not yet under a seal, in one tree, chained to the seal before, signed, anchored outside."""

from dataclasses import fields
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from encircle.foundations.access.identity import acting_as, system

from . import tree
from .models import Entry, Seal

MOST = 20_000  # lines under one seal; the next run takes the rest


def seal_trace() -> tree.SealFacts | None:
    """Seal what is unsealed. None when there is nothing. Its line is added to the anchor file after the commit."""
    with acting_as(system("sealer")) as acting:
        entries = list(Entry.objects.select_for_update(skip_locked=True).filter(seal_id=None).order_by("id")[:MOST])
        if not entries:
            return None
        made = tree.seal([facts_of(e) for e in entries], before=newest_seal(), at=acting.at, key=seal_key())
        Seal.objects.bulk_create([Seal(**{f.name: getattr(made, f.name) for f in fields(made)})])
        Entry.objects.filter(id__in=[e.id for e in entries], seal_id=None).update(seal_id=made.id)
    anchor(made)
    return made


def newest_seal() -> tree.SealFacts | None:
    newest = Seal.objects.order_by("-id").first()
    return seal_facts(newest) if newest else None


def seal_facts(seal: Seal) -> tree.SealFacts:
    values: dict[str, Any] = {f.name: getattr(seal, f.name) for f in fields(tree.SealFacts)}
    binary = {name: bytes(value) for name, value in values.items() if isinstance(value, memoryview)}
    return tree.SealFacts(**(values | binary))


def facts_of(entry: Entry) -> tree.EntryFacts:
    values = {f.name: getattr(entry, f.name) for f in fields(tree.EntryFacts)}
    return tree.EntryFacts(**(values | {"fields": tuple(entry.fields)}))


def seal_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.SEAL_KEY))


def anchor(made: tree.SealFacts) -> None:
    """Keep the seal's line outside the database, where cutting the newest seals off would show."""
    settings.SEAL_ANCHOR.parent.mkdir(parents=True, exist_ok=True)
    with settings.SEAL_ANCHOR.open("a") as file:
        file.write(tree.anchor_line(made) + "\n")
