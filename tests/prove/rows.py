"""Every declared table as raw SQL under the application's own login: which rows each person reads, adds, changes and
removes, against `expected/rows.txt`, which people wrote and review.

Rows are told apart by area ("1", "2", "-" for none), by whose they are ("own", "others") where a table is by person,
and by the wall ("w"). Who is named in brackets sees or touches some of them and not all.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import psycopg
from psycopg import errors

from encircle.foundations.access import identity
from encircle.foundations.access.apply import declared_tables
from encircle.foundations.access.catalogue import content_tables
from encircle.foundations.access.identity import Identity, person
from encircle.foundations.access.policies import Table
from tests.support.database import as_login, superuser

from .matrix import INSIDE
from .tables import Key
from .world import World

# Tables by person: the column that says whose a row is.
WHOSE = {
    "accounts_user": "id",
    "accounts_invitation": "user_id",
    "accounts_accountchange": "user_id",
    "accounts_session": "user_id",
    "accounts_heldform": "user_id",
    "accounts_codelist": "user_id",
    "mfa_authenticator": "user_id",
    "account_emailaddress": "user_id",
    "access_appointment": "user_id",
    "access_breakglass": "user_id",
    "audit_entry": "actor_id",
    "post_notice": "user_id",
    "records_importrun": "user_id",
    "practice_search": "user_id",
    "expenses_builtfile": "user_id",
}
# Tables whose rows stand behind the wall because of what they belong to: the column, and which walled thing.
WALLED = {
    "sharing_otherground": ("id", "ground"),
    "sharing_groundsubject": ("ground_id", "ground"),
    "sharing_groundreason": ("ground_id", "ground"),
    "sharing_release": ("id", "release"),
    "sharing_releasepassage": ("release_id", "release"),
    "sharing_passagebasis": ("release_id", "release"),
    "sharing_withheld": ("release_id", "release"),
    "sharing_releaseevent": ("release_id", "release"),
    "sharing_recall": ("release_id", "release"),
    "records_breach": ("id", "breach"),
    "suitability_settlement": ("resemblance_id", "resemblance"),
    "suitability_settlementwords": ("resemblance_id", "resemblance"),
    "records_breachaccount": ("breach_id", "breach"),
}
# Columns that name the person a row is about. Every other column that names a login says who did it.
ABOUT = {"user_id", "about_user_id", "to_user_id", "coordinator_id", "suspended_by_id"}
# Columns in which somebody else may be named, and why.
SAID_OF_OTHERS = {
    "support_supervision": {"supervisor_id"},  # planned by one, held by another
    "training_conflict": {"assessor_id"},  # staff note of an assessor that they know somebody
    "sharing_consent": {"taken_by_id"},  # who took the consent: recorded by another where it came on paper
}
# What else a fair attack sets, so that a row is refused for who asks and for nothing else.
ME = "{me}"
FAIR_ROW = {
    "sharing_releaseevent": {"kind": "acknowledged", "by_id": ME},
    "accounts_invitation": {"accepted_at": None},
    "accounts_accountchange": {"decided_at": None, "decided_by_id": None, "approved": None, "done_at": None},
    "accounts_user": {"password": "!invited", "suspended_at": None, "suspended_by_id": None, "persona": ""},
    "access_breakglass": {"reviewed_at": None, "reviewed_by_id": None},
    "records_breach": {"closed_at": None, "closed_by_id": None},
    "meetings_remark": {"kind": "answer"},
    "post_letter": {"kind": "link", "sent_at": None},
    "messaging_supporter": {"removed_at": None, "removed_by_id": None, "why_removed": ""},
    "messaging_addressasked": {"proved_at": None},
    # What was there from the beginning names nobody; what is added names who adds it.
    "circles_phase": {"decided_by_id": ME},
    "endings_questionset": {"made_by_id": ME},
    "readiness_requirement": {"set_by_id": ME},
    "readiness_wording": {"set_by_id": ME},
    "recruiting_volunteercriterion": {"set_by_id": ME},
    "training_course": {"set_by_id": ME},
    "expenses_terms": {"set_by_id": ME},
    "training_exercise": {"set_by_id": ME},
    "training_criterion": {"set_by_id": ME},
    "recruiting_referencecame": {"how": "letter", "by_id": ME},
    "endings_return": {"channel": "paper", "by_id": ME},
    "support_supervisionplace": {"presence": "", "recorded_at": None, "recorded_by_id": None},
    "circles_seat": {"added_by_id": ME},
    "briefings_startexception": {"decided_by_id": ME},
    "organisation_criterion": {"set_by_id": ME},
    "organisation_kindstandard": {"set_by_id": ME},
    "organisation_practicestandard": {"set_by_id": ME},
    "partners_agencyagreement": {"recorded_by_id": ME},
    "sharing_withdrawal": {"recorded_by_id": ME},
}
FAIR_CHANGE = {
    "accounts_user": "name = 'Somebody'",
    "accounts_accountchange": "decided_at = encircle.now(), decided_by_id = {me}, approved = false",
    "access_breakglass": "closed_at = encircle.now()",
    "records_breach": "closed_at = encircle.now(), closed_by_id = {me}",
    "support_supervisionplace": "presence = 'came', recorded_at = encircle.now(), recorded_by_id = {me}",
    "training_conflict": "taken_back_at = encircle.now(), taken_back_by_id = {me}",
    "recruiting_submission": "asked_apart = true",
    "records_externalreference": "imported_by_id = {me}",
    "meetings_minutesdraft": "revision = 9, edited_by_id = {me}",
}
# Which of several kinds of row is tried: where rows lie in a table depends on what lay there before.
TRIED_FIRST = {
    "reviews_view": ("taken_down",),
    # What a referrer writes, and not what staff key for one.
    "referrals_sectiondraft": ("EXISTS (SELECT FROM public.partners_professional p WHERE p.user_id = t.saved_by_id)",),
}
NOBODY = UUID(int=0)


@dataclass
class Login:
    """A plain connection of the application's login in a transaction signed for one person."""

    raw: psycopg.Connection
    me: UUID
    nonce: UUID

    def tried(self, statement: str, *values: object) -> int | None:
        """How many rows; None when refused. Whatever it did is undone."""
        self.raw.execute("SAVEPOINT tried")
        try:
            return self.raw.execute(statement, values or None).rowcount
        except errors.InsufficientPrivilege:
            return None
        except errors.IntegrityError:
            return 1  # allowed: what hindered it was only that the same row is there already
        finally:
            self.raw.execute("ROLLBACK TO tried")
            self.raw.execute("RELEASE tried")  # a receipt counts at the top of a transaction only


@contextmanager
def signed(raw: psycopg.Connection, who: Identity, nonce: UUID | None = None) -> Iterator[str]:
    """Sign the transaction `raw` is in, as the application does."""
    started, pid = raw.execute(
        "SELECT (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint, pg_backend_pid()"
    ).fetchone()
    token = identity._token(who, started, pid, nonce or uuid4())
    raw.execute("SELECT set_config('encircle.identity', %s, true)", [token])
    yield token


@contextmanager
def logged_in(user_id: UUID) -> Iterator[Login]:
    with as_login("encircle_app") as raw:
        nonce = uuid4()
        with signed(raw, person(user_id), nonce):
            yield Login(raw, user_id, nonce)
        raw.rollback()


@dataclass
class Planted:
    """What there is, as the superuser sees it."""

    table: Table
    label: str  # an expression over the table's own columns
    columns: dict[str, str] = field(default_factory=dict)  # name -> type
    names_login: set[str] = field(default_factory=set)
    changeable: list[str] = field(default_factory=list)  # by the catalogue, whatever was declared
    first: str = "1 = 1"  # which of several rows is tried: of the two Circles the tables of answers speak of

    @property
    def name(self) -> str:
        return self.table.name


def label_of(table: str, columns: set[str], world: World) -> str:
    areas = " ".join(f"WHEN area_id = '{world.objects['area_id'][which]}' THEN '{which}'" for which in "12")
    by_area = f"CASE {areas} WHEN area_id IS NULL THEN '-' END" if "area_id" in columns else "'-'"
    if table in WALLED:
        column, kind = WALLED[table]
        return f"CASE WHEN {column} = '{world.walled[kind]}' THEN 'w' ELSE {by_area} END"
    if "walled" in columns:
        return f"CASE WHEN walled THEN 'w' ELSE {by_area} END"
    if table in WHOSE:
        return f"CASE WHEN {WHOSE[table]} = '{{me}}' THEN 'own' ELSE 'others' END"
    if table == "organisation_area":
        return by_area.replace("area_id", "id")
    return by_area


def planted(raw: psycopg.Connection, world: World) -> list[Planted]:
    found = []
    for table in declared_tables():
        columns = dict(
            raw.execute(
                "SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute "
                "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
                [f"public.{table.name}"],
            ).fetchall()
        )
        one = Planted(table, label_of(table.name, set(columns), world), columns=columns)
        if "circle_id" in columns:
            ours = ", ".join(f"'{world.objects['circle_id'][which]}'" for which in "12")
            one.first = f"circle_id IN ({ours})"
        one.names_login = {
            name
            for (name,) in raw.execute(
                "SELECT a.attname::text FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid "
                "AND a.attnum = k.conkey[1] WHERE k.contype = 'f' AND k.confrelid = 'public.accounts_user'::regclass "
                "AND k.conrelid = %s::regclass",
                [f"public.{table.name}"],
            ).fetchall()
        }
        may = "SELECT has_column_privilege('encircle_app', %s::regclass, %s, 'UPDATE')"
        one.changeable = [c for c in columns if raw.execute(may, [f"public.{table.name}", c]).fetchone()[0]]
        found.append(one)
    return found


def totals(raw: psycopg.Connection, one: Planted, me: UUID) -> dict[str, int]:
    label = one.label.format(me=me)
    return dict(raw.execute(f"SELECT {label}, count(*) FROM public.{one.name} GROUP BY 1").fetchall())


def example(raw: psycopg.Connection, one: Planted, label: str, me: UUID) -> dict:
    """A row of this kind, to be added once more by somebody."""
    expression = one.label.format(me=me)
    search = " - 'search'" if "search" in one.columns else ""
    order = f"({one.first}) DESC NULLS LAST" + "".join(f", {by} DESC" for by in TRIED_FIRST.get(one.name, ()))
    (row,) = raw.execute(
        f"SELECT to_jsonb(t){search} FROM public.{one.name} t WHERE {expression} = %s ORDER BY {order} LIMIT 1", [label]
    ).fetchone()
    return row


def leave_receipts(login: Login, items: list[UUID]) -> None:
    """As `leave_receipt` does, at the top of the transaction, for everything at once."""
    login.raw.execute(
        "INSERT INTO audit_entry (at, actor_id, system, nonce, verb, item_type, item_id, fields, detail) "
        "SELECT encircle.now(), %s, '', %s, 'opened', 'proof', unnest(%s::uuid[]), '{}', ''",
        [login.me, login.nonce, items],
    )


@dataclass
class Rows:
    """What each person can do with the rows of each table."""

    world: World
    statements: int = 0
    answers: dict[Key, list[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def run(self, only: set[str] | None = None) -> "Rows":
        with superuser() as raw:
            tables = [one for one in planted(raw, self.world) if only is None or one.name in only]
            self._nothing_forgotten(raw, tables)
            items = sorted({*self.world.behind.values(), *self.world.walled.values(), *self.world.opened_besides})
            for name in INSIDE:
                me = self.world.cast.users[name].pk
                with logged_in(me) as login:
                    self._unread_without_receipts(login, name, tables)
                    leave_receipts(login, items)
                    for one in tables:
                        there = totals(raw, one, me)
                        self._reads(login, name, one, there)
                        self._adds(raw, login, name, one, there)
                        self._changes(login, name, one, there)
                        self._removes(login, name, one, there)
        return self

    def _nothing_forgotten(self, raw: psycopg.Connection, tables: list[Planted]) -> None:
        for one in tables:
            there = set(totals(raw, one, NOBODY))
            due = {"1", "2"} if "area_id" in one.columns and one.name not in WHOSE else there or {"-"}
            self.wrong += [f"nothing is planted in {one.name} {label}" for label in sorted(due - there)]

    def _unread_without_receipts(self, login: Login, name: str, tables: list[Planted]) -> None:
        for one in tables:
            if one.name in content_tables():
                self.statements += 1
                if login.tried(f"SELECT 1 FROM {one.name}"):
                    self.wrong.append(f"{name} reads {one.name} without a receipt")

    def _note(self, one: Planted, what: str, label: str, name: str, count: int | None, of: int) -> None:
        self.statements += 1
        who = self.answers.setdefault((one.name, what, label), [])
        if count:
            who.append(name if count >= of else f"({name})")

    def _reads(self, login: Login, name: str, one: Planted, there: dict[str, int]) -> None:
        columns = [column for column in one.columns if column not in one.table.unreadable]
        listed = ", ".join(f'"{column}"' for column in columns)
        label = one.label.format(me=login.me)
        seen = dict(
            login.raw.execute(
                f"SELECT label, count(*) FROM (SELECT {label} AS label, {listed} FROM {one.name}) t GROUP BY 1"
            ).fetchall()
        )
        for which, of in there.items():
            self._note(one, "reads", which, name, seen.get(which), of)

    def _adds(self, raw: psycopg.Connection, login: Login, name: str, one: Planted, there: dict[str, int]) -> None:
        """The same row once more, in the person's own name; and where a table is by person, one of their own."""
        mine = {"own"} if one.name in WHOSE and one.name != "accounts_user" else set()
        for which in {*there, *mine}:
            row = example(raw, one, which if which in there else "others", login.me)
            row |= {column: str(login.me) for column in one.names_login - ABOUT if row.get(column)}
            row |= {k: v and v.format(me=login.me) for k, v in FAIR_ROW.get(one.name, {}).items()}
            if which in mine:
                row[WHOSE[one.name]] = str(login.me)
            if one.name == "audit_entry":
                row |= {"nonce": str(login.nonce), "seal_id": None}
            columns = ", ".join(f'"{column}"' for column in row)
            values = columns.replace('"at"', "encircle.now()") if one.name == "audit_entry" else columns
            statement = (
                f"INSERT INTO {one.name} ({columns}) OVERRIDING SYSTEM VALUE "
                f"SELECT {values} FROM jsonb_populate_record(NULL::{one.name}, %s)"
            )
            added = login.tried(statement, json.dumps(row))
            self._note(one, "adds", which, name, added, 1)
            if added:
                self._signs_for_others(login, name, one, statement, row)

    def _signs_for_others(self, login: Login, name: str, one: Planted, statement: str, row: dict) -> None:
        """Whoever may add a row may add it in their own name alone."""
        other = str(self.world.cast.users["cleo" if name != "cleo" else "sena"].pk)
        for column in one.names_login - ABOUT - SAID_OF_OTHERS.get(one.name, set()):
            if row.get(column):
                self.statements += 1
                if login.tried(statement, json.dumps(row | {column: other})):
                    self.wrong.append(f"{name} writes {column} of {one.name} in a colleague's name")

    def _changes(self, login: Login, name: str, one: Planted, there: dict[str, int]) -> None:
        """Without any condition first: a row that can be changed and not seen would be a hole of its own."""
        column = (one.changeable or list(one.columns))[0]
        setting = FAIR_CHANGE.get(one.name, f'"{column}" = "{column}"')
        setting = setting.format(me=f"'{login.me}'")
        self.statements += 1
        if login.tried(f"UPDATE {one.name} SET {setting}") == 0:
            return
        label = one.label.format(me=login.me)
        for which, of in there.items():
            count = login.tried(f"UPDATE {one.name} SET {setting} WHERE {label} = %s", which)
            self._note(one, "changes", which, name, count, of)

    def _removes(self, login: Login, name: str, one: Planted, there: dict[str, int]) -> None:
        every = login.tried(f"DELETE FROM {one.name}")
        if not every:
            self.statements += 1
            return
        label, seen = one.label.format(me=login.me), 0
        for which, of in there.items():
            count = login.tried(f"DELETE FROM {one.name} WHERE {label} = %s", which)
            self._note(one, "removes", which, name, count, of)
            seen += count or 0
        if seen != every:
            self.wrong.append(f"{name} removes rows of {one.name} that {name} cannot see")
