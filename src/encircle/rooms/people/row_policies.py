"""Core members and carers are known to the staff of their area, and under break-glass to one outsider for an hour."""

from encircle.foundations.access.policies import Table, add, change, one_of, read, receipt, staff

_GLASS = one_of("id", "glass_core_members")

TABLES = [
    Table(
        "people_coremember",
        [read("staff", staff()), read("glass", _GLASS), add("staff", staff()), change("staff", staff())],
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
]
