"""Ask the database's own catalogue whether its rights are exactly what the apps declare.

A declaration can be missed (a new table, a migration run by hand, a grant given in haste); the catalogue cannot.
Each check returns faults as sentences; no fault means the database and the declarations agree.
"""

from collections.abc import Callable, Iterator
from typing import Any

from .apply import DEFINER_ROLES, LOGINS, declarations, declared_tables, declared_unprotected

Cursor = Any
CHECKS: list[Callable[[Cursor], Iterator[str]]] = []

# Tables of libraries that no application login may touch at all.
UNUSED = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_session",
}


def check(function: Callable[[Cursor], Iterator[str]]) -> Callable[[Cursor], Iterator[str]]:
    CHECKS.append(function)
    return function


def faults(cursor: Cursor) -> list[str]:
    """Every fault found, in the order of the checks."""
    return [fault for each in CHECKS for fault in each(cursor)]


def _rows(cursor: Cursor, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    cursor.execute(sql, parameters or None)
    return list(cursor.fetchall())


@check
def every_table_is_declared(cursor: Cursor) -> Iterator[str]:
    known = {t.name for t in declared_tables()} | {t.name for t in declared_unprotected()} | UNUSED
    for (table,) in _rows(cursor, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        if table not in known:
            yield f"Table {table} is declared nowhere."


@check
def every_declared_table_has_row_security(cursor: Cursor) -> Iterator[str]:
    secured = dict(
        _rows(
            cursor,
            "SELECT relname, relrowsecurity FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p')",
        )
    )
    for table in declared_tables():
        if not secured.get(table.name):
            yield f"Table {table.name} has no row-level security."


@check
def policies_are_those_declared(cursor: Cursor) -> Iterator[str]:
    declared: set[tuple[str, str, str, bool]] = {
        (table.name, f"{policy.name}_{policy.command.lower()}", policy.command, not policy.restrictive)
        for table in declared_tables()
        for policy in table.policies
    }
    declared |= {(table.name, role, "SELECT", True) for table in declared_tables() for role in table.readers}
    declared |= {
        (table.name, f"{role}_insert", "INSERT", True) for table in declared_tables() for role in table.writers
    }
    declared |= {(table.name, f"{role}_keeps", "ALL", True) for table in declared_tables() for role in table.keepers}
    present = set(
        _rows(
            cursor,
            "SELECT tablename, policyname, cmd, permissive = 'PERMISSIVE' FROM pg_policies WHERE schemaname = 'public'",
        )
    )
    yield from (f"Policy {p[1]} on {p[0]} is declared but not there." for p in sorted(declared - present))
    yield from (f"Policy {p[1]} on {p[0]} is there but not declared." for p in sorted(present - declared))


@check
def policies_bind_application_logins_only(cursor: Cursor) -> Iterator[str]:
    allowed = {*LOGINS, *DEFINER_ROLES}
    for table, policy, roles in _rows(
        cursor, "SELECT tablename, policyname, roles::text[] FROM pg_policies WHERE schemaname = 'public'"
    ):
        if set(roles) - allowed:
            yield f"Policy {policy} on {table} is for {', '.join(sorted(set(roles) - allowed))}."


@check
def grants_are_those_declared(cursor: Cursor) -> Iterator[str]:
    declared = {t.name: {p.command for p in t.policies} - {"UPDATE"} for t in declared_tables()}
    narrowed = {t.name for t in declared_tables() if t.unreadable}
    for login in LOGINS:
        plain = {t.name: t.granted_to(login) for t in declared_unprotected()}
        for table, privilege in _rows(
            cursor,
            "SELECT c.relname, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') "
            "AND a.grantee = %s::text::regrole",
            login,
        ):
            allowed = declared.get(table, set()) | plain.get(table, set())
            if privilege not in allowed or (privilege == "SELECT" and table in narrowed):
                yield f"{login} may {privilege} on {table}, which is not declared."


@check
def only_declared_columns_can_change_or_be_read(cursor: Cursor) -> Iterator[str]:
    updates = {(t.name, column) for t in declared_tables() for column in t.updates}
    hidden = {(t.name, column) for t in declared_tables() for column in t.unreadable}
    for login in LOGINS:
        for table, column, privilege in _rows(
            cursor,
            "SELECT c.relname, t.attname, a.privilege_type FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, "
            "aclexplode(t.attacl) a WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = %s::text::regrole",
            login,
        ):
            if privilege == "UPDATE" and (table, column) in updates:
                continue
            if privilege == "SELECT" and (table, column) not in hidden:
                continue
            yield f"{login} may {privilege} {table}.{column}, which is not declared."


@check
def nothing_is_granted_to_everybody(cursor: Cursor) -> Iterator[str]:
    for (name,) in _rows(
        cursor,
        "SELECT c.relname FROM pg_class c, aclexplode(c.relacl) a "
        "WHERE c.relnamespace IN ('public'::regnamespace, 'encircle'::regnamespace) AND a.grantee = 0",
    ):
        yield f"{name} is granted to everybody."
    for (name,) in _rows(
        cursor,
        "SELECT p.oid::regprocedure::text FROM pg_proc p LEFT JOIN LATERAL aclexplode(p.proacl) a ON true "
        "WHERE p.pronamespace = 'encircle'::regnamespace AND p.prosecdef AND (p.proacl IS NULL OR a.grantee = 0)",
    ):
        yield f"Function {name} can be called by everybody."


@check
def functions_that_lend_rights_are_fenced(cursor: Cursor) -> Iterator[str]:
    for name, owner, settings in _rows(
        cursor,
        "SELECT p.oid::regprocedure::text, pg_get_userbyid(p.proowner), coalesce(p.proconfig, '{}') FROM pg_proc p "
        "WHERE p.prosecdef AND p.pronamespace IN ('public'::regnamespace, 'encircle'::regnamespace)",
    ):
        if owner not in DEFINER_ROLES:
            yield f"Function {name} runs with the rights of {owner}."
        if not any(setting.startswith("search_path=") for setting in settings):
            yield f"Function {name} has no search_path of its own."
    declared = {d.signature for module in declarations() for d in getattr(module, "DEFINERS", [])}
    present = {
        row[0]
        for row in _rows(
            cursor,
            "SELECT p.oid::regprocedure::text FROM pg_proc p "
            "WHERE p.prosecdef AND p.pronamespace = 'encircle'::regnamespace",
        )
    }
    yield from (f"Function {name} lends rights but is declared nowhere." for name in sorted(present - declared))


@check
def there_are_no_views(cursor: Cursor) -> Iterator[str]:
    for (name,) in _rows(
        cursor,
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') "
        "AND relnamespace IN ('public'::regnamespace, 'encircle'::regnamespace) AND NOT EXISTS "
        "(SELECT FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype = 'e')",
    ):
        yield f"View {name} reads past the row policies of whoever asks."


@check
def logins_are_ordinary(cursor: Cursor) -> Iterator[str]:
    for role, superuser, bypass in _rows(
        cursor,
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = ANY (%s::text[])",
        [*LOGINS, *DEFINER_ROLES, "encircle_owner"],
    ):
        if superuser or bypass:
            yield f"{role} is past the row policies."
    for role, holder in _rows(
        cursor,
        "SELECT m.rolname, r.rolname FROM pg_auth_members am JOIN pg_roles m ON m.oid = am.member "
        "JOIN pg_roles r ON r.oid = am.roleid WHERE m.rolname = ANY (%s::text[])",
        [*LOGINS, *DEFINER_ROLES],
    ):
        yield f"{role} is a member of {holder}."
    for (name,) in _rows(
        cursor,
        "SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = ANY (%s::text[])",
        [*LOGINS, *DEFINER_ROLES],
    ):
        yield f"{name} belongs to an application or definer login."


@check
def rows_of_a_circle_keep_their_area(cursor: Cursor) -> Iterator[str]:
    for (table,) in _rows(
        cursor,
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' "
        "AND c.relname NOT IN ('audit_entry') "
        "AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'circle_id') "
        "AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'area_id') "
        "AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' "
        "AND array_length(k.conkey, 1) = 2 AND k.confrelid = 'public.circles_circle'::regclass)",
    ):
        yield f"Rows of {table} could carry an area that is not their Circle's."


def content_tables() -> set[str]:
    """Tables whose rows cannot be read without a receipt."""
    return {t.name for t in declared_tables() if any(p.restrictive and p.name == "receipt" for p in t.policies)}
