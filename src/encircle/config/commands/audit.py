"""`encircle audit verify`: find any flipped, deleted, inserted, reordered or cut-off line of the trace."""

import argparse
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from encircle.common.errors import Refusal
from encircle.ops.audit_verification import verify_trace

HELP = "verify that nothing in the audit trail was changed since it was sealed"
DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify"])
    parser.add_argument("--anchor", type=Path, default=None, help="file with the lines kept outside the database")


def run(args: argparse.Namespace) -> int:
    seals, entries, faults = verify_trace(_conninfo(), anchor=args.anchor or _anchor(), public_keys=_keys())
    for fault in faults:
        print(f"seal {fault.seal_id}: {fault.sentence}")
    print(f"audit trail: {seals:,} seals over {entries:,} entries, {len(faults)} faults")
    return 1 if faults else 0


def _conninfo() -> str:
    for name in ("BACKUP", "OWNER"):
        if address := os.environ.get(f"ENCIRCLE_{name}_DATABASE_URL"):
            return address
    raise Refusal("Set ENCIRCLE_BACKUP_DATABASE_URL: the login that may read everything and change nothing.")


def _anchor() -> Path:
    data_dir = os.environ.get("ENCIRCLE_DATA_DIR", ".encircle")
    return Path(os.environ.get("ENCIRCLE_SEAL_ANCHOR", f"{data_dir}/audit-seals.txt"))


def _keys() -> list[Ed25519PublicKey]:
    """Public keys of now and before; whoever verifies elsewhere needs no private key."""
    public = [k for k in os.environ.get("ENCIRCLE_SEAL_PUBLIC_KEYS", "").split(",") if k]
    keys = [Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)) for key in public]
    if secret := os.environ.get("ENCIRCLE_SEAL_KEY"):
        keys.append(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)).public_key())
    if not keys:
        raise Refusal("Set ENCIRCLE_SEAL_PUBLIC_KEYS (or ENCIRCLE_SEAL_KEY) so that the signatures can be verified.")
    return keys
