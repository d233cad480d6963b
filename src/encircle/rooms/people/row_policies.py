"""Core members and carers are known to the staff of their area, and under break-glass to one outsider for an hour.

A document in a briefing pack is there for the volunteers of its Circle while the pack is open and its agency allows it
(`encircle.pack_documents`, made by the room of briefings: a lower room does not import a higher one, the database
knows both).
"""

from encircle.foundations.access.policies import ACTOR, Table, add, change, one_of, read, receipt, staff, system
from encircle.foundations.files.row_policies import SCANNER, locked

_GLASS = one_of("id", "glass_core_members")
_SCANNER = system(SCANNER)
# What came with a referral becomes the person's by a function of the referrals, once they are accepted.
_TAKEN_OVER = {"encircle_scope": "SELECT, INSERT"}

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
        [
            read("staff", staff()),
            read("scanner", _SCANNER),
            read("pack", one_of("id", "pack_documents")),
            add("staff", f"{staff()} AND uploaded_by_id = {ACTOR}"),
        ],
        keepers=_TAKEN_OVER,
        append_only=True,
    ),
    Table(
        "people_persondocumentlock",
        [
            read("staff", staff()),
            read("scanner", _SCANNER),
            read("pack", one_of("document_id", "pack_documents")),
            *locked("document_id", "people_persondocumentscan"),
            add("staff", f"{staff()} AND document_id IN (SELECT d.id FROM public.people_persondocument d)"),
        ],
        keepers=_TAKEN_OVER,
        append_only=True,
    ),
    Table(
        "people_persondocumentscan",
        [
            read("staff", staff()),
            read("scanner", _SCANNER),
            read("pack", one_of("document_id", "pack_documents")),
            add("scanner", _SCANNER),
        ],
        keepers=_TAKEN_OVER,
        append_only=True,
    ),
    Table(
        "people_onwardpermission",
        [
            read("staff", staff()),
            add(
                "staff",
                f"{staff()} AND recorded_by_id = {ACTOR} AND document_id IN (SELECT d.id "
                "FROM public.people_persondocument d WHERE d.area_id = people_onwardpermission.area_id)",
            ),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "people_onwardwithdrawal",
        [
            read("staff", staff()),
            add(
                "staff",
                f"{staff()} AND recorded_by_id = {ACTOR} AND permission_id IN (SELECT p.id "
                "FROM public.people_onwardpermission p WHERE p.area_id = people_onwardwithdrawal.area_id)",
            ),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "people_reportedassessment",
        [read("staff", staff()), add("staff", f"{staff()} AND recorded_by_id = {ACTOR}")],
        append_only=True,
    ),
]
