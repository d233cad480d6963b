"""Core members and carers are known to the staff of their area, and under break-glass to one outsider for an hour."""

from encircle.foundations.access.policies import ACTOR, Table, add, change, one_of, read, receipt, staff, system
from encircle.foundations.files.row_policies import SCANNER, locked

_GLASS = one_of("id", "glass_core_members")
_SCANNER = system(SCANNER)

TABLES = [
    Table(
        "people_coremember",
        [
            read("staff", staff()),
            read("glass", _GLASS),
            add("staff", f"{staff()} AND added_by_id = {ACTOR}"),
            change("staff", staff()),
        ],
        updates=["given_name", "family_name", "known_as", "born_on", "user_id", "area_id"],
        readers=["encircle_scope", "encircle_searcher"],
    ),
    Table(
        "people_homecontact",
        [read("staff", staff()), receipt("core_member_id"), add("staff", staff())],
    ),
    Table(
        "people_carer",
        [read("staff", staff()), add("staff", staff()), change("staff", staff())],
        updates=["name", "standing", "consent_required", "ends_at", "user_id"],
    ),
    Table(
        "people_persondocument",
        [read("staff", staff()), read("scanner", _SCANNER), add("staff", f"{staff()} AND uploaded_by_id = {ACTOR}")],
        append_only=True,
    ),
    Table(
        "people_persondocumentlock",
        [
            read("staff", staff()),
            read("scanner", _SCANNER),
            *locked("document_id", "people_persondocumentscan"),
            add("staff", f"{staff()} AND document_id IN (SELECT d.id FROM public.people_persondocument d)"),
        ],
        append_only=True,
    ),
    Table(
        "people_persondocumentscan",
        [read("staff", staff()), read("scanner", _SCANNER), add("scanner", _SCANNER)],
        append_only=True,
    ),
    Table(
        "people_reportedassessment",
        [read("staff", staff()), add("staff", f"{staff()} AND recorded_by_id = {ACTOR}")],
        append_only=True,
    ),
]
