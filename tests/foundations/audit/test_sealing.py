"""The trace is sealed, and any flipped, deleted, inserted, reordered or cut-off line of the real tables is found."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from encircle.foundations.audit.models import Entry, Seal, Verb
from encircle.foundations.audit.record import record
from encircle.foundations.audit.sealing import seal_trace
from encircle.ops.audit_verification import verify_trace
from tests.cast import acting, plant_cast
from tests.support import database as databases
from tests.support.database import as_owner, clock_shifted, superuser

KEYS = [Ed25519PrivateKey.from_private_bytes(bytes.fromhex("33" * 32)).public_key()]


@pytest.fixture
def anchor(settings, tmp_path):
    settings.SEAL_ANCHOR = tmp_path / "seals.txt"
    return settings.SEAL_ANCHOR


def owner():
    return databases.current.cluster.superuser_conninfo(databases.current.name)


def faults(anchor):
    return verify_trace(owner(), anchor=anchor, public_keys=KEYS)[2]


@pytest.fixture
def sealed(db, anchor):
    return three_seals()


def three_seals():
    """Over three lines each."""
    cast = plant_cast()
    for _ in range(3):
        with acting(cast.cora) as cora:
            for field in ("name", "venue", "weekday"):
                record(Verb.CHANGED, "circles.circle", cast.circle_1.pk, by=cora.acting, fields=[field])
        seal_trace()
    return cast


def tamper(*statements):
    """As somebody with the superuser's password would, past every trigger."""
    with superuser() as raw:
        raw.execute("SET session_replication_role = replica")
        for statement in statements:
            raw.execute(statement)


def test_a_sealed_trace_has_no_faults(sealed, anchor):
    assert verify_trace(owner(), anchor=anchor, public_keys=KEYS) == (3, 9, [])
    assert len(anchor.read_text().splitlines()) == 3


def test_there_is_no_seal_over_nothing(sealed):
    assert seal_trace() is None


FIVE = "(SELECT id FROM audit_entry ORDER BY id OFFSET 4 LIMIT 1)"
SIX = "(SELECT id FROM audit_entry ORDER BY id OFFSET 5 LIMIT 1)"
INSERT = (
    "INSERT INTO audit_entry (at, system, nonce, verb, item_type, fields, detail, seal_id) "
    "VALUES ('{at}', 'x', gen_random_uuid(), 'opened', 'x', '{{}}', '', {seal})"
)
MUTATIONS = {
    "a verb flipped": [f"UPDATE audit_entry SET verb = 'opened' WHERE id = {FIVE}"],
    "an actor flipped": [f"UPDATE audit_entry SET actor_id = gen_random_uuid() WHERE id = {FIVE}"],
    "a moment moved": [f"UPDATE audit_entry SET at = at - interval '1 microsecond' WHERE id = {FIVE}"],
    "a field name added": [f"UPDATE audit_entry SET fields = fields || 'x'::varchar WHERE id = {FIVE}"],
    "a line deleted": [f"DELETE FROM audit_entry WHERE id = {FIVE}"],
    "a line inserted": [INSERT.format(at="2026-01-01", seal=2)],
    "an old line without a seal": [INSERT.format(at="2020-01-01", seal="NULL")],
    "two lines swapped": [
        f"CREATE TEMP TABLE pair AS SELECT {FIVE} AS a, {SIX} AS b",
        "UPDATE audit_entry SET id = -1 WHERE id = (SELECT a FROM pair)",
        "UPDATE audit_entry SET id = (SELECT a FROM pair) WHERE id = (SELECT b FROM pair)",
        "UPDATE audit_entry SET id = (SELECT b FROM pair) WHERE id = -1",
    ],
    "a line moved to another seal": [f"UPDATE audit_entry SET seal_id = 3 WHERE id = {FIVE}"],
    "a line taken out of its seal": [f"UPDATE audit_entry SET seal_id = NULL WHERE id = {FIVE}"],
    "a seal deleted with its lines": [
        "DELETE FROM audit_entry WHERE seal_id = 2",
        "DELETE FROM audit_seal WHERE id = 2",
    ],
    "the newest cut off": ["DELETE FROM audit_entry WHERE seal_id = 3", "DELETE FROM audit_seal WHERE id = 3"],
    "everything cut off": ["DELETE FROM audit_entry", "DELETE FROM audit_seal"],
    "a seal's moment moved": ["UPDATE audit_seal SET sealed_at = sealed_at - interval '1 second' WHERE id = 3"],
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_change_is_found(sealed, anchor, mutation):
    tamper(*MUTATIONS[mutation])
    assert faults(anchor) != []


def test_a_seal_signed_with_another_key_is_found(sealed, anchor):
    other = Ed25519PrivateKey.generate().public_key()
    assert verify_trace(owner(), anchor=anchor, public_keys=[other])[2] != []


def test_even_the_owner_of_the_tables_is_refused(sealed):
    with as_owner(), pytest.raises(Exception, match="append-only"):
        Entry.objects.filter(verb="changed").update(detail="nothing to see")


def test_even_the_owner_cannot_remove(sealed):
    with as_owner(), pytest.raises(Exception, match="append-only"):
        Seal.objects.all().delete()


def test_the_command_finds_it_without_the_application(sealed, anchor):
    environment = {
        "PATH": os.environ["PATH"],
        "ENCIRCLE_BACKUP_DATABASE_URL": owner(),
        "ENCIRCLE_SEAL_KEY": "33" * 32,
        "ENCIRCLE_SEAL_ANCHOR": str(anchor),
        "PYTHONPATH": "src",
    }
    script = [
        sys.executable,
        "-c",
        "import sys; from encircle.config.cli import main; sys.exit(main(['audit', 'verify']))",
    ]
    good = subprocess.run(script, env=environment, capture_output=True, text=True)
    assert (good.returncode, good.stdout) == (0, "audit trail: 3 seals over 9 entries, 0 faults\n"), good.stderr
    tamper(*MUTATIONS["a line deleted"])
    assert subprocess.run(script, env=environment, capture_output=True).returncode == 1


def test_a_line_committed_late_is_sealed_by_the_next_seal(db, anchor):
    cast = plant_cast()
    with acting(cast.cora) as cora:
        record(Verb.CHANGED, "circles.circle", by=cora.acting)
    seal_trace()
    with clock_shifted(timedelta(minutes=1)), acting(cast.cora) as cora:
        record(Verb.CHANGED, "circles.circle", by=cora.acting)
    seal_trace()
    assert verify_trace(owner(), anchor=anchor, public_keys=KEYS) == (2, 2, [])
