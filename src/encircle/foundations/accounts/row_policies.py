"""Who may see a login. Names beside other records come from `encircle.display_names`, never from a join to this table:
a join to a hidden login would drop the row."""

from encircle.foundations.access.policies import (
    ACTOR,
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

_SIGN_IN = system("doorkeeper")
_INVITES = holds("coordinator", "senior_coordinator", "operations_manager", "administrator")

TABLES = [
    Table(
        "accounts_user",
        [
            read("own", mine("id")),
            read("accounts", holds("administrator", "operations_manager", "data_protection_lead")),
            read("system", system("doorkeeper", "postman")),
            add("invite", f"{_INVITES} AND persona = ''"),
            change("own_choices", mine("id")),
            change("sign_in", _SIGN_IN),
            change(
                "suspend",
                f"{holds('administrator', 'operations_manager')} AND id <> {ACTOR}",
            ),
        ],
        updates=["password", "last_login", "name", "notice_pace", "suspended_at", "suspended_by_id", "email"],
        readers=["encircle_scope"],
    ),
    Table(
        "accounts_session",
        [
            read("door", _SIGN_IN),
            add("door", _SIGN_IN),
            change("door", _SIGN_IN),
            remove("door", _SIGN_IN),
        ],
        updates=[
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
    ),
    # The sign-in library's tables: reached only by the doorkeeper, who works the sign-in door.
    *[
        Table(
            name,
            [
                read("door", _SIGN_IN),
                add("door", _SIGN_IN),
                change("door", _SIGN_IN),
                remove("door", _SIGN_IN),
            ],
            updates=columns,
            readers=["encircle_scope"] if name == "account_emailaddress" else [],
        )
        for name, columns in {
            "account_emailaddress": ["email", "verified", "primary"],
            "account_emailconfirmation": ["sent"],
            "mfa_authenticator": ["data", "last_used_at"],
        }.items()
    ],
]

UNPROTECTED = [
    Unprotected("django_content_type", "SELECT", "names of models"),
    Unprotected("django_migrations", "SELECT", "names of schema changes; the health check reads them"),
]
