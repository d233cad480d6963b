"""Every way of tampering with the sealed trace is found by `encircle audit verify`."""

from encircle.ops.audit_verification import verify_trace
from tests.foundations.audit.test_sealing import KEYS, MUTATIONS, faults, owner, tamper, three_seals
from tests.support import database as databases


def sealed_in(settings, tmp_path, name):
    """A trace of its own for each kind of tampering, with its own anchor outside the database."""
    databases.current.empty()
    settings.SEAL_ANCHOR = tmp_path / f"{name.replace(' ', '-')}.txt"
    three_seals()
    return settings.SEAL_ANCHOR


def test_every_mutation_of_the_trace_is_found(db, settings, tmp_path, say):
    missed = []
    for name, statements in MUTATIONS.items():
        anchor = sealed_in(settings, tmp_path, name)
        tamper(*statements)
        if not faults(anchor):
            missed.append(name)
    found = len(MUTATIONS) - len(missed)
    say(f"audit: {found} of {len(MUTATIONS)} mutations found", [f"not found: {name}" for name in missed])


def test_an_untouched_trace_has_none_and_without_its_anchor_a_cut_is_missed(db, settings, tmp_path, say):
    anchor = sealed_in(settings, tmp_path, "untouched")
    untouched = verify_trace(owner(), anchor=anchor, public_keys=KEYS)
    tamper(*MUTATIONS["the newest cut off"])
    anchor.write_text("".join(anchor.read_text().splitlines(keepends=True)[:2]))  # the anchor is cut as well
    missed = faults(anchor)
    say(
        f"audit, negative control: {len(untouched[2])} faults in an untouched trace; who cuts the trace and its anchor "
        f"is found {len(missed)} times"
    )
    assert (untouched, missed) == ((3, 9, []), [])
