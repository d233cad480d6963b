"""Who may see a login. Names beside other records come from `encircle.display_names`, never from a join to this table:
a join to a hidden login would drop the row."""

from pathlib import Path

from encircle.foundations.access.policies import (
    ACTOR,
    Policy,
    Table,
    Unprotected,
    add,
    change,
    holds,
    mine,
    read,
    remove,
    system,
)

SQL = [(Path(__file__).parent / "guards.sql").read_text()]

_SIGN_IN = system("doorkeeper")
_ON_BEHALF = "(SELECT encircle.on_behalf())"
_INVITES = holds("coordinator", "senior_coordinator", "operations_manager", "administrator")
_MANAGES = holds("administrator", "operations_manager")
_ONE_OF_TWO = "(SELECT encircle.one_of_two())"


def _door() -> list[Policy]:
    """The doorkeeper's tables: nobody else reaches them."""
    return [read("door", _SIGN_IN), add("door", _SIGN_IN), change("door", _SIGN_IN), remove("door", _SIGN_IN)]


# table -> columns that may be changed
_DOOR_ONLY = {
    "accounts_session": [
        "key_hash",
        "user_id",
        "sealed",
        "agent",
        "created_at",
        "last_input_at",
        "idle_minutes",
        "ends_at",
        "second_factor_at",
        "ended_at",
        "why_ended",
    ],
    "accounts_heldform": [],
    "accounts_attemptcount": ["count", "ends_at"],
    "accounts_resetrequest": [],
    "accounts_codelist": ["unused"],
    "account_emailconfirmation": ["sent"],
    # The library writes whole rows back when a recovery code is used.
    "mfa_authenticator": ["user_id", "type", "data", "created_at", "last_used_at"],
}

TABLES = [
    Table(
        "accounts_user",
        [
            read("own", mine("id")),
            read("accounts", holds("administrator", "operations_manager", "data_protection_lead")),
            read("system", system("doorkeeper", "postman")),
            # Without a usable password: only the person's own use of the invitation sets one.
            add(
                "invite",
                f"{_INVITES} AND persona = '' AND left(password, 1) = '!' AND suspended_at IS NULL AND ends_at IS NULL",
            ),
            change("own_choices", mine("id")),
            change("sign_in", _SIGN_IN),
            change("suspend", f"{_MANAGES} AND id <> {ACTOR}"),
        ],
        updates=[
            "password",
            "last_login",
            "name",
            "notice_pace",
            "suspended_at",
            "suspended_by_id",
            "email",
            "ends_at",
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "accounts_invitation",
        [
            read("door", _SIGN_IN),
            read("own_invited", mine("invited_by_id")),
            read("accounts", _MANAGES),
            # Whoever knows its token becomes the person it is for: the door alone writes one, for whoever invites.
            add("door", f"{_SIGN_IN} AND accepted_at IS NULL AND user_id IS DISTINCT FROM invited_by_id"),
            change("door", _SIGN_IN),
            change("withdraw", f"accepted_at IS NULL AND ({mine('invited_by_id')} OR {_MANAGES})"),
            remove("door", _SIGN_IN),
        ],
        updates=["accepted_at", "withdrawn_at"],
        readers=["encircle_scope"],
    ),
    Table(
        "accounts_accountchange",
        [
            read("door", _SIGN_IN),
            read("own", mine("user_id")),
            read("accounts", _MANAGES),
            add(
                "ask",
                f"{_ONE_OF_TWO} AND asked_by_id = {ACTOR} AND user_id <> {ACTOR} AND decided_at IS NULL "
                "AND kind <> 'code_list'",
            ),
            add(
                "ask_for_codes",
                f"{_SIGN_IN} AND kind = 'code_list' AND asked_by_id = {_ON_BEHALF} AND user_id = {_ON_BEHALF} "
                "AND decided_at IS NULL",
            ),
            # Nobody decides what they asked for, nor what is for themselves; who decided is who acts.
            change(
                "decide",
                f"{_ONE_OF_TWO} AND decided_at IS NULL AND asked_by_id <> {ACTOR} AND user_id <> {ACTOR}",
                f"{_ONE_OF_TWO} AND decided_by_id = {ACTOR} AND done_at IS NULL",
            ),
            change("door_done", f"{_SIGN_IN} AND approved"),
        ],
        updates=["decided_at", "decided_by_id", "approved", "done_at"],
    ),
    *[Table(name, _door(), updates=columns) for name, columns in _DOOR_ONLY.items()],
    # Which address is proved; the post asks through `encircle.postal_address`.
    Table("account_emailaddress", _door(), updates=["email", "verified", "primary"], readers=["encircle_scope"]),
]

UNPROTECTED = [
    Unprotected("django_content_type", "SELECT", "names of models"),
    Unprotected("django_migrations", "SELECT", "names of schema changes; the health check reads them"),
]
