"""Adam looks after accounts and settings, and wants more: by every page and by plain SQL.

What he is after is `power`: who sees cases, who sits where, and how each of those people signs in. He has a friend,
Pip, whom he invited himself and whose every password he knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg
from django.db import connection
from django.test import Client
from django.urls import reverse

from encircle.common.clock import in_london, system_now
from encircle.foundations.access.vocabulary import CASE_BEARING, Role
from encircle.foundations.accounts.models import AccountChange, User
from tests.support.client import signed_in
from tests.support.database import as_owner

from .addresses import Address
from .forms import forms_of
from .rows import Login, logged_in
from .world import World

SEE_CASES = ", ".join(repr(str(role)) for role in CASE_BEARING)
POWER = {
    "roles that see cases": "SELECT id, user_id, role, area_id, starts_at, ends_at FROM access_appointment "
    f"WHERE role IN ({SEE_CASES})",
    "seats": "SELECT id, circle_id, coordinator_id, volunteer_id, professional_id, core_member_id, ends_at "
    "FROM circles_seat",
    "whose login a volunteer's record is": "SELECT id, user_id FROM volunteers_volunteer",
    "whose login a professional's entry is": "SELECT id, user_id FROM partners_professional",
    "whose login a core member's is": "SELECT id, user_id FROM people_coremember",
    "passwords and addresses": "SELECT id, email, password FROM accounts_user WHERE id <> ALL (%(own)s)",
    "second factors": "SELECT id, user_id FROM mfa_authenticator WHERE user_id <> ALL (%(own)s)",
    "printed codes": "SELECT id, user_id, unused FROM accounts_codelist",
    "emergency openings": "SELECT id, user_id FROM access_breakglass",
    "letters with a way in that go to another address": "SELECT i.id FROM accounts_invitation i "
    "JOIN accounts_user u ON u.id = i.user_id AND lower(u.email) <> lower(i.email) WHERE i.accepted_at IS NULL",
}


@dataclass
class Plot:
    world: World
    friend: User

    @property
    def own(self) -> list[UUID]:
        return [self.world.cast.users["adam"].pk, self.friend.pk]


def plot(world: World) -> Plot:
    with as_owner():
        friend = User.objects.create(
            email="pip@people.example", name="Pip Larkspur", created_at=world.cast.now, persona="pip",
            password="!unusable",
        )  # fmt: skip
    return Plot(world, friend)


def power(plot: Plot) -> dict[str, set]:
    found = {}
    with as_owner(), connection.cursor() as cursor:
        for what, statement in POWER.items():
            cursor.execute(statement.replace("%(own)s", "%s::uuid[]"), [plot.own] if "%(own)s" in statement else None)
            found[what] = {repr(row) for row in cursor.fetchall()}
    return found


def gained(before: dict[str, set], after: dict[str, set]) -> list[str]:
    return [f"Adam changed {what}" for what in before if before[what] != after[what]]


# --- by every page ---


def by_pages(plot: Plot, addresses: list[Address]) -> int:
    """How many times he pressed something."""
    adam = signed_in(plot.world.cast.users["adam"], raise_request_exception=False)
    # Last of all every form: one of them suspends the friend.
    return _roles(adam, plot) + _somebody_else(adam, plot) + _every_form(adam, plot, addresses)


def _every_form(adam: Client, plot: Plot, addresses: list[Address]) -> int:
    """Every address of the site that takes an id, about himself and about his friend, with himself in every field."""
    pressed = 0
    for address in addresses:
        for mine in plot.own:
            path = reverse(address.name, kwargs={n: _aimed(plot, address, n, mine) for n in address.arguments})
            for target, data in [("", {}), *forms_of(_page(adam, path))]:
                adam.post(target or path, data | _himself(plot, mine))
                pressed += 1
    return pressed


def _page(visitor: Client, path: str) -> bytes:
    answer = visitor.get(path)
    return answer.content if answer.headers.get("Content-Type", "").startswith("text/html") else b""


def _aimed(plot: Plot, address: Address, name: str, mine: UUID) -> object:
    if name == "user_id":
        return mine
    return plot.world.value(address.name, name, "1") or plot.world.value(address.name, name, "0")


def _himself(plot: Plot, mine: UUID) -> dict[str, str]:
    today, area = in_london(system_now()).date(), plot.world.objects["area_id"]["1"]
    day = {f"starts_on_{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    return {
        "role": "coordinator", "area": str(area), "person": str(mine), "coordinator": str(mine), "user": str(mine),
        "volunteer": str(mine), "professional": str(mine), "email": "pip2@people.example", "name": "Pip",
        "kind": "address", "new_email": "pip3@people.example", "reason": "It is me, believe me, really.", **day,
    }  # fmt: skip


def _roles(adam: Client, plot: Plot) -> int:
    """Every role there is, for himself and for the friend; then covering an area."""
    pressed = 0
    for mine in plot.own:
        for role in Role:
            adam.post(_path("appointment", mine), _himself(plot, mine) | {"role": role, "once": str(uuid4())})
            pressed += 1
        adam.post(reverse("administration:covering"), _himself(plot, mine) | {"once": str(uuid4())})
    return pressed


def _path(name: str, user_id: UUID) -> str:
    return reverse(f"administration:{name}", kwargs={"user_id": user_id})


def _somebody_else(adam: Client, plot: Plot) -> int:
    """Olga's and Cora's ways of signing in: asked for by Adam, approved by Adam and by the friend he made
    administrator."""
    friend, pressed = signed_in(plot.friend, raise_request_exception=False), 0
    for key in ("olga", "cora", "sena"):
        user_id = plot.world.cast.users[key].pk
        for kind in ("factors", "address"):
            adam.post(
                _path("change", user_id), _himself(plot, user_id) | {"kind": kind, "new_email": f"x{key}@a.example"}
            )
        adam.post(_path("invitation_again", user_id))
        for change in _waiting(user_id):
            for visitor in (adam, friend):
                visitor.post(reverse("administration:change_approval", kwargs={"change_id": change}))
                pressed += 1
    return pressed


def _waiting(user_id: UUID) -> list[UUID]:
    with as_owner():
        return list(AccountChange.objects.filter(user=user_id, decided_at=None).values_list("pk", flat=True))


# --- by plain SQL ---


def by_sql(plot: Plot) -> tuple[int, list[str]]:
    """With Adam's real signature, as if a page let him write any statement he likes."""
    tried, done = 0, []
    with logged_in(plot.own[0]) as login:
        for what, statement in _statements(plot, login):
            tried += 1
            if changed := _did(login, statement):
                done.append(f"Adam by plain SQL: {what} ({changed} rows)")
    return tried, done


def _did(login: Login, statement: str) -> int:
    """How many rows it would have added or changed; none when it was refused."""
    login.raw.execute("SAVEPOINT tried")
    try:
        return max(login.raw.execute(statement).rowcount, 0) or int("SET" in statement.split()[:1])
    except psycopg.errors.UniqueViolation:
        return 1
    except psycopg.Error:
        return 0
    finally:
        login.raw.execute("ROLLBACK TO tried")
        login.raw.execute("RELEASE tried")


def _statements(plot: Plot, login: Login) -> Iterator[tuple[str, str]]:
    adam, friend = plot.own
    cast = plot.world.cast
    olga, area = cast.users["olga"].pk, plot.world.objects["area_id"]["1"]
    yield from _appointments(plot, adam, friend, olga, area)
    for table, kept in (("volunteers_volunteer", ""), ("partners_professional", ""), ("people_coremember", "")):
        yield f"{table} becomes his", f"UPDATE {table} SET user_id = '{adam}' {kept}"
    for column, value in (("password", "'x'"), ("email", "'a@a.example'"), ("last_login", "now()")):
        yield f"Olga's {column}", f"UPDATE accounts_user SET {column} = {value} WHERE id = '{olga}'"
        yield f"everybody's {column}", f"UPDATE accounts_user SET {column} = {value}"
    yield (
        "a login that has a password",
        (
            "INSERT INTO accounts_user (id, email, name, password, notice_pace, created_at, persona) "
            f"VALUES ('{uuid4()}', 'b@a.example', 'B', 'argon2$x', 'immediate', now(), '')"
        ),
    )
    for whom in (olga, cast.users["cora"].pk, cast.users["vera"].pk):
        yield from _ways_in(whom, adam)
    yield from _two_people(adam, friend, olga)
    yield (
        "an emergency opening",
        (
            "INSERT INTO access_breakglass (id, user_id, circle_id, reason, opened_at) VALUES "
            f"('{uuid4()}', '{adam}', '{plot.world.objects['circle_id']['1']}', 'Twenty characters of reason', now())"
        ),
    )
    for role in ("encircle_owner", "encircle_scope", "encircle_verifier", "postgres"):
        yield f"become {role}", f"SET ROLE {role}"
    yield "switch the triggers off", "SET session_replication_role = replica"
    yield "let go of a policy", "ALTER TABLE circles_circle DISABLE ROW LEVEL SECURITY"
    yield "let go of a trigger", "ALTER TABLE accounts_user DISABLE TRIGGER accounts_user_guard"
    yield "a function of his own", "CREATE FUNCTION encircle.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"
    yield "read the key", "SELECT * FROM encircle.identity_key"
    yield "move the clock", "INSERT INTO encircle.clock_shift (shift) VALUES ('1 year')"


def _appointments(plot: Plot, adam: UUID, friend: UUID, olga: UUID, area: object) -> Iterator[tuple[str, str]]:
    for role in Role:
        for who in (adam, friend):
            if who == friend and role not in CASE_BEARING:
                continue  # his to give
            for by in (f"'{adam}'", f"'{olga}'", f"'{friend}'", "NULL"):
                where = f"'{area}'" if role == Role.COORDINATOR else "NULL"
                yield (
                    f"the role {role} in the name of {by}",
                    (
                        "INSERT INTO access_appointment (id, user_id, role, area_id, starts_at, appointed_by_id, "
                        f"appointed_at, covering) VALUES ('{uuid4()}', '{who}', '{role}', {where}, now(), {by}, now(), "
                        "false)"
                    ),
                )
    yield (
        "a role that sees cases, for longer",
        (f"UPDATE access_appointment SET ends_at = NULL WHERE role IN ({SEE_CASES})"),
    )
    yield "his own role, for longer", f"UPDATE access_appointment SET ends_at = NULL WHERE user_id = '{adam}'"


def _ways_in(whom: UUID, adam: UUID) -> Iterator[tuple[str, str]]:
    for purpose in ("join", "again", "password"):
        for by in (f"'{adam}'", "NULL"):
            yield (
                f"an invitation for somebody else of which he knows the token ({purpose})",
                (
                    "INSERT INTO accounts_invitation "
                    "(id, user_id, purpose, token_hash, email, invited_by_id, created_at, expires_at) "
                    f"VALUES ('{uuid4()}', '{whom}', '{purpose}', '{uuid4().hex}', 'a@a.example', {by}, now(), "
                    "now() + interval '1 day')"
                ),
            )
    yield (
        "a session of somebody else's",
        (
            "INSERT INTO accounts_session (id, key_hash, user_id, sealed, agent, created_at, last_input_at, "
            f"idle_minutes, ends_at, why_ended) VALUES ('{uuid4()}', '{uuid4().hex}', '{whom}', '', '', now(), now(), "
            "15, now() + interval '1 hour', '')"
        ),
    )
    yield (
        "a second factor for somebody else",
        (f"INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES ('{whom}', 'totp', '{{}}', now())"),
    )
    yield (
        "an address for somebody else",
        (
            'INSERT INTO account_emailaddress (user_id, email, verified, "primary") '
            f"VALUES ('{whom}', 'a@a.example', true, false)"
        ),
    )


def _two_people(adam: UUID, friend: UUID, olga: UUID) -> Iterator[tuple[str, str]]:
    columns = "id, user_id, kind, new_email, reason, asked_by_id, asked_at"
    for kind, email in (("factors", "''"), ("address", "'a@a.example'")):
        yield (
            f"{kind}: approved as it is asked",
            (
                f"INSERT INTO accounts_accountchange ({columns}, decided_by_id, decided_at, approved) VALUES "
                f"('{uuid4()}', '{olga}', '{kind}', {email}, 'x', '{adam}', now(), '{friend}', now(), true)"
            ),
        )
        yield (
            f"{kind}: asked in the friend's name",
            (
                f"INSERT INTO accounts_accountchange ({columns}) VALUES "
                f"('{uuid4()}', '{olga}', '{kind}', {email}, 'x', '{friend}', now())"
            ),
        )
    yield (
        "a decision on what he asked for",
        (
            f"UPDATE accounts_accountchange SET decided_at = now(), decided_by_id = '{adam}', approved = true "
            f"WHERE asked_by_id = '{adam}'"
        ),
    )
    yield (
        "a decision in Olga's name",
        (f"UPDATE accounts_accountchange SET decided_at = now(), decided_by_id = '{olga}', approved = true"),
    )
