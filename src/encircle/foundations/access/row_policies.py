"""Who may see appointments and break-glass, and the functions every other policy stands on."""

from pathlib import Path

from .policies import ACTOR, Definer, Table, add, change, holds, mine, read, system
from .vocabulary import CASE_BEARING

SQL_FILES = Path(__file__).parent / "sql"
SQL = [(SQL_FILES / name).read_text() for name in ("identity.sql", "scope.sql")]

_CASE = ", ".join(f"'{role}'" for role in CASE_BEARING)
_ANY_STAFF = holds(*CASE_BEARING, "administrator", "data_protection_lead")
# Nobody appoints themselves; case-bearing roles come from the operations manager, the others from the administrator
# too; who appointed is who acts.
_MAY_APPOINT = (
    f"user_id <> {ACTOR} AND (role IN ({_CASE}) AND {holds('operations_manager')} "
    f"OR role NOT IN ({_CASE}) AND {holds('operations_manager', 'administrator')})"
)

TABLES = [
    Table(
        "access_appointment",
        [
            read("own", mine("user_id")),
            read("staff", _ANY_STAFF),
            read("system", system("doorkeeper", "postman", "escalator")),
            add("appoint", f"{_MAY_APPOINT} AND appointed_by_id = {ACTOR}"),
            change("end", _MAY_APPOINT),
        ],
        updates=["ends_at"],
        readers=["encircle_scope"],
    ),
    Table(
        "access_breakglass",
        [
            read("own", mine("user_id")),
            read("review", holds("operations_manager", "data_protection_lead")),
            add("open", f"{mine('user_id')} AND {holds(*CASE_BEARING)} AND reviewed_at IS NULL"),
            change("close_own", mine("user_id"), f"{mine('user_id')} AND reviewed_at IS NULL"),
            change(
                "review",
                f"{holds('operations_manager', 'data_protection_lead')} AND user_id <> {ACTOR}",
                f"reviewed_by_id = {ACTOR}",
            ),
        ],
        updates=["closed_at", "reviewed_at", "reviewed_by_id"],
        readers=["encircle_scope"],
    ),
]

DEFINERS = [
    Definer("encircle.claims()", "encircle_verifier"),
    Definer("encircle.nonce()", "encircle_verifier"),
    Definer("encircle.system()", "encircle_verifier"),
    Definer("encircle.now()", "encircle_scope"),
    Definer("encircle.actor()", "encircle_scope"),
    Definer("encircle.on_behalf()", "encircle_verifier"),
    Definer("encircle.holds(text[])", "encircle_scope"),
    Definer("encircle.one_of_two()", "encircle_scope"),
    Definer("encircle.all_areas()", "encircle_scope"),
    Definer("encircle.staff_areas()", "encircle_scope"),
    Definer("encircle.glass_circles()", "encircle_scope"),
    Definer("encircle.opened_items()", "encircle_scope"),
]
