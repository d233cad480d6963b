"""Wrapped keys tell nothing without the charity's key, which no table holds: whoever acts may read them, and whoever
may keep documents adds them.

Nobody of the application may remove one: that is erasure, and belongs to retention.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    ANYONE,
    Policy,
    Table,
    add,
    change,
    holds,
    one_of,
    opened,
    read,
    system,
)

KEYKEEPER, SCANNER = "keykeeper", "scanner"
_SOMEBODY = f"{ACTOR} IS NOT NULL OR {system(KEYKEEPER, SCANNER)}"


def locked(document: str, scan_table: str) -> list[Policy]:
    """What every room's table of locks demands besides its own policies: a receipt, and a scan that let it through.

    The scanner opens what still waits.
    """
    passed = f"SELECT s.document_id FROM public.{scan_table} s WHERE s.verdict <> 'refused'"
    return [
        Policy("receipt", "SELECT", using=opened(document), restrictive=True),
        Policy("scanned", "SELECT", using=f"{system(SCANNER)} OR {document} IN ({passed})", restrictive=True),
    ]


TABLES = [
    Table(
        "files_personkey",
        [
            read("somebody", _SOMEBODY),
            # A key made up by somebody else would open nothing, and spoil the first document of its person.
            add("keeper", holds("coordinator", "senior_coordinator", "operations_manager")),
            add("volunteer", one_of("subject_id", "own_subjects")),  # themselves: the receipts of what they claim back
            add("referrer", one_of("subject_id", "held_subjects")),  # of a form in hand, to which a document is added
            change("rekey", system(KEYKEEPER), ANYONE),
        ],
        updates=["master", "wrapped"],
    ),
]
