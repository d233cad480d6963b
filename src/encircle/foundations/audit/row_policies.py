"""The trace is appended by whoever acts and read by assurance and, line by line, by those who may see the record."""

from encircle.foundations.access.policies import ACTOR, Table, add, change, holds, mine, read, staff, system

TABLES = [
    Table(
        "audit_entry",
        [
            read("assurance", holds("data_protection_lead")),
            read("own", mine("actor_id")),
            read("record", f"area_id IS NOT NULL AND {staff()}"),
            read("sealer", system("sealer")),
            change("seal", f"{system('sealer')} AND seal_id IS NULL", f"{system('sealer')} AND seal_id IS NOT NULL"),
            add(
                "append",
                "nonce = (SELECT encircle.nonce()) AND seal_id IS NULL AND at = (SELECT encircle.now()) AND ("
                f"(actor_id IS NOT NULL AND actor_id = {ACTOR} AND system = '' AND on_behalf_id IS NULL) OR "
                "(actor_id IS NULL AND system = (SELECT encircle.system())))",
            ),
        ],
        readers=["encircle_scope", "encircle_searcher"],
        writers=["encircle_searcher"],
        updates=["seal_id"],
        append_only=True,
    ),
    Table(
        "audit_seal",
        [
            read("assurance", f"{holds('data_protection_lead')} OR {system('sealer')}"),
            add("seal", system("sealer")),
        ],
        append_only=True,
    ),
]
