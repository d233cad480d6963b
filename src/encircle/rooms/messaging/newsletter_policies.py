"""Whether somebody wants the newsletter is known to themselves and to the staff of their area.

Whoever holds the link in a newsletter may end it, and learns nothing else by it.
"""

from encircle.foundations.access.policies import Definer, Table, add, holds, mine, read, staff
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, PRESENT, in_area, with_area

_NOTES = holds("coordinator", "senior_coordinator", "operations_manager")


def of_supporter(table: str) -> str:
    """The row is about a supporter whom the acting person sees, and of their area."""
    return (
        "EXISTS (SELECT FROM public.messaging_supporter s "
        f"WHERE s.id = {table}.supporter_id AND s.area_id = {table}.area_id)"
    )


_SOMEBODYS = f"(({in_area('messaging_newsletterword')} AND {ANOTHERS}) OR {of_supporter('messaging_newsletterword')})"
_NEWEST = """
            SELECT w.wants FROM public.messaging_newsletterword w
            WHERE w.volunteer_id = r.volunteer_id OR w.supporter_id = r.supporter_id
            ORDER BY w.at DESC, w.id DESC LIMIT 1
"""
_HASHED = "encode(sha256(convert_to(token, 'UTF8')), 'hex')"

SQL = [
    with_area("messaging_newsletterword"),
    f"""
    -- Whether the newsletter still goes to whoever holds the link in one. NULL: no newsletter bore this link.
    CREATE OR REPLACE FUNCTION encircle.newsletter_behind(token text) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(({_NEWEST}), false)
        FROM public.messaging_recipient r WHERE r.token_hash <> '' AND r.token_hash = {_HASHED}
        );
    END
    $$;
    """,
    f"""
    -- Whoever holds the link wants the newsletter no longer: a withdrawal is noted, and whose it is; NULL where nothing
    -- was to be ended.
    CREATE OR REPLACE FUNCTION encircle.end_newsletter(token text) RETURNS uuid
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        whose uuid;
    BEGIN
        IF NOT coalesce(encircle.newsletter_behind(token), false) THEN RETURN NULL; END IF;
        INSERT INTO public.messaging_newsletterword (id, volunteer_id, supporter_id, area_id, wants, said, at, by_id)
        SELECT gen_random_uuid(), v.id, s.id, coalesce(v.area_id, s.area_id), false, 'letter', encircle.now(), NULL
        FROM public.messaging_recipient r
        LEFT JOIN public.volunteers_volunteer v ON v.id = r.volunteer_id
        LEFT JOIN public.messaging_supporter s ON s.id = r.supporter_id
        WHERE r.token_hash = {_HASHED}
        RETURNING coalesce(volunteer_id, supporter_id) INTO whose;
        RETURN whose;
    END
    $$;
    """,
    f"""
    -- For the postman: where one copy of a newsletter goes. NULL: it is taken back, or its reader has left, has ended
    -- it, or cannot be reached.
    CREATE OR REPLACE FUNCTION encircle.newsletter_address(copy uuid) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT CASE WHEN s.id IS NOT NULL THEN s.email
                        WHEN v.user_id IS NOT NULL AND v.joined_on IS NOT NULL
                            THEN encircle.postal_address(v.user_id, false)
                        ELSE v.email END
        FROM public.messaging_recipient r
        LEFT JOIN public.messaging_supporter s ON s.id = r.supporter_id
        LEFT JOIN public.volunteers_volunteer v ON v.id = r.volunteer_id AND {PRESENT}
        WHERE r.id = copy AND r.token_hash <> '' AND (SELECT encircle.system()) = 'postman'
          AND NOT EXISTS (SELECT FROM public.messaging_withdrawal w WHERE w.message_id = r.message_id)
          AND coalesce(({_NEWEST}), false)
        );
    END
    $$;
    """,
]

DEFINERS = [
    Definer("encircle.newsletter_behind(text)", "encircle_scope"),
    Definer("encircle.end_newsletter(text)", "encircle_scope"),
    Definer("encircle.newsletter_address(uuid)", "encircle_scope"),
]

TABLES = [
    Table(
        "messaging_supporter",
        [read("staff", staff()), add("staff", f"{staff()} AND {_NOTES} AND {mine('added_by_id')}")],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "messaging_newsletterword",
        [
            read("own", OWN),
            read("staff", staff()),
            add("own", f"{OWN} AND {mine('by_id')} AND {in_area('messaging_newsletterword')} AND said = 'own_page'"),
            add(
                "staff",
                f"{staff()} AND {_NOTES} AND {mine('by_id')} AND {_SOMEBODYS} AND said IN ('paper', 'spoken')",
            ),
        ],
        keepers={"encircle_scope": "SELECT, INSERT"},
    ),
]
