"""Make the database equal to what the apps declare: functions, owners, grants, row policies, keys. Idempotent."""

from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from .identity import identity_key, key_id, padded_keys
from .policies import Definer, Policy, Table, Unprotected

LOGINS = ("encircle_app", "encircle_worker")
# What a definer function may append: a line in the name of whoever acts in this very request.
WRITES_AS_ACTOR = "nonce = (SELECT encircle.nonce()) AND actor_id = (SELECT encircle.actor())"
DEFINER_ROLES = ("encircle_verifier", "encircle_scope", "encircle_searcher", "encircle_sealer")


def declarations() -> list[Any]:
    """The `row_policies` module of every app that has one, in the order of INSTALLED_APPS."""
    names = [f"{config.name}.row_policies" for config in apps.get_app_configs()]
    return [import_module(name) for name in names if find_spec(name)]


def declared_tables() -> list[Table]:
    """With the readers that rooms above name in `READS`: a room below does not know who reckons with its facts."""
    modules = declarations()
    reads = [(role, name) for module in modules for role, name in getattr(module, "READS", [])]
    tables = [table for module in modules for table in getattr(module, "TABLES", [])]
    return [_with_readers(table, [role for role, name in reads if name == table.name]) for table in tables]


def _with_readers(table: Table, roles: list[str]) -> Table:
    more = [role for role in dict.fromkeys(roles) if role not in table.readers and role not in table.keepers]
    return replace(table, readers=[*table.readers, *more]) if more else table


def declared_unprotected() -> list[Unprotected]:
    return [table for module in declarations() for table in getattr(module, "UNPROTECTED", [])]


def apply_access() -> None:
    """Run as the owner, after the migrations, in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('encircle apply_access'))")
        _withdraw_everything(cursor)
        _schema(cursor)
        for module in declarations():
            for statement in getattr(module, "SQL", []):
                cursor.execute(statement)
        for table in declared_tables():
            _protect(cursor, table)
        for plain in declared_unprotected():
            _grant_plain(cursor, plain)
        for module in declarations():
            for definer in getattr(module, "DEFINERS", []):
                _hand_over(cursor, definer)
        _let_the_owner_sign(cursor)
        for role in DEFINER_ROLES:
            cursor.execute(f"REVOKE CREATE ON SCHEMA encircle FROM {role}")
        store_identity_key(cursor)


def _schema(cursor: Any) -> None:
    cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'encircle'")
    if cursor.fetchone() is None:
        cursor.execute("CREATE SCHEMA encircle")
    for role in DEFINER_ROLES:
        # A role must be able to create in a schema for a function there to become its own; taken back at the end.
        cursor.execute(f"GRANT CREATE, USAGE ON SCHEMA encircle TO {role}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    # Functions handed over earlier come back so that they can be replaced.
    cursor.execute(
        """SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'encircle' AND pg_get_userbyid(p.proowner) <> current_user"""
    )
    for (signature,) in cursor.fetchall():
        _reclaim(cursor, signature)


def _reclaim(cursor: Any, signature: str) -> None:
    cursor.execute("SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE oid = %s::text::regprocedure", [signature])
    (holder,) = cursor.fetchone()
    cursor.execute(f"SET LOCAL ROLE {holder}")
    cursor.execute(f"DROP FUNCTION {signature}")
    cursor.execute("RESET ROLE")


def _withdraw_everything(cursor: Any) -> None:
    cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for role in (*LOGINS, *DEFINER_ROLES):
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}")
    for role in LOGINS:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
    for table, policy in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{policy}" ON public."{table}"')


def _protect(cursor: Any, table: Table) -> None:
    name = f'public."{table.name}"'
    logins = ", ".join(LOGINS)
    cursor.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    for policy in table.policies:
        cursor.execute(_policy_sql(name, policy))
    commands = {policy.command for policy in table.policies}
    if "SELECT" in commands:
        columns = _readable_columns(cursor, table)
        cursor.execute(f"GRANT SELECT {columns} ON {name} TO {logins}")
    for command in ("INSERT", "DELETE"):
        if command in commands:
            cursor.execute(f"GRANT {command} ON {name} TO {logins}")
    if table.updates:
        listed = ", ".join(f'"{column}"' for column in table.updates)
        cursor.execute(f"GRANT UPDATE ({listed}) ON {name} TO {logins}")
    cursor.execute(
        "SELECT pg_get_serial_sequence(%s, a.attname) FROM pg_attribute a "
        "WHERE a.attrelid = %s::text::regclass AND a.attidentity <> ''",
        [name, name],
    )
    for (sequence,) in cursor.fetchall():
        for holder in (*LOGINS, *table.writers):
            cursor.execute(f"GRANT USAGE ON SEQUENCE {sequence} TO {holder}")
    for role in table.readers:
        cursor.execute(f"GRANT SELECT ON {name} TO {role}")
        cursor.execute(f'CREATE POLICY "{role}" ON {name} FOR SELECT TO {role} USING (true)')
    for role, kept in table.keepers.items():
        cursor.execute(f"GRANT {kept} ON {name} TO {role}")
        cursor.execute(f'CREATE POLICY "{role}_keeps" ON {name} FOR ALL TO {role} USING (true) WITH CHECK (true)')
    cursor.execute(f"DROP TRIGGER IF EXISTS append_only ON {name}")
    if table.append_only:
        cursor.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {name} "
            "FOR EACH ROW EXECUTE FUNCTION encircle.append_only()"
        )
    for role in table.writers:
        cursor.execute(f"GRANT INSERT ON {name} TO {role}")
        cursor.execute(f'CREATE POLICY "{role}_insert" ON {name} FOR INSERT TO {role} WITH CHECK ({WRITES_AS_ACTOR})')


def _readable_columns(cursor: Any, table: Table) -> str:
    if not table.unreadable:
        return ""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s",
        [table.name],
    )
    listed = ", ".join(f'"{column}"' for (column,) in cursor.fetchall() if column not in table.unreadable)
    return f"({listed})"


def _policy_sql(name: str, policy: Policy) -> str:
    kind = "RESTRICTIVE" if policy.restrictive else "PERMISSIVE"
    using = f" USING ({policy.using})" if policy.using else ""
    check = f" WITH CHECK ({policy.check})" if policy.check else ""
    return (
        f'CREATE POLICY "{policy.name}_{policy.command.lower()}" ON {name} AS {kind} FOR {policy.command} '
        f"TO {', '.join(LOGINS)}{using}{check}"
    )


def _grant_plain(cursor: Any, plain: Unprotected) -> None:
    cursor.execute(f'GRANT {plain.grants} ON public."{plain.name}" TO {", ".join(LOGINS)}')
    if plain.worker_grants:
        cursor.execute(f'GRANT {plain.worker_grants} ON public."{plain.name}" TO encircle_worker')
    for sequence in plain.sequences:
        cursor.execute(f'GRANT USAGE ON SEQUENCE public."{sequence}" TO {", ".join(LOGINS)}')


def _hand_over(cursor: Any, definer: Definer) -> None:
    cursor.execute(f"REVOKE ALL ON FUNCTION {definer.signature} FROM PUBLIC")
    for role in (*definer.callers, *DEFINER_ROLES):
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {definer.signature} TO {role}")
    cursor.execute(f"ALTER FUNCTION {definer.signature} OWNER TO {definer.owner}")
    if definer.for_owner:
        _let_the_owner_call(cursor, definer.signature, definer.owner)


def _let_the_owner_sign(cursor: Any) -> None:
    """`encircle init` writes as the owner and leaves a trace: to sign a line it asks the clock, and nothing else."""
    _let_the_owner_call(cursor, "encircle.now()", "encircle_scope")


def _let_the_owner_call(cursor: Any, signature: str, holder: str) -> None:
    cursor.execute("SELECT current_user")
    (owner,) = cursor.fetchone()
    cursor.execute(f"SET LOCAL ROLE {holder}")
    cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {owner}")
    cursor.execute("RESET ROLE")


def store_identity_key(cursor: Any) -> None:
    """Store the padded keys of the present key; every other key is retired."""
    key = identity_key()
    inner, outer = padded_keys(key)
    cursor.execute(
        "INSERT INTO encircle.identity_key (key_id, inner_pad, outer_pad) VALUES (%s, %s, %s) "
        "ON CONFLICT (key_id) DO UPDATE SET retired_at = NULL",
        [key_id(key), inner, outer],
    )
    cursor.execute(
        "UPDATE encircle.identity_key SET retired_at = now() WHERE key_id <> %s AND retired_at IS NULL",
        [key_id(key)],
    )
