"""Whether somebody wants the newsletter is known to themselves and to the staff of their area.

Whoever holds the link in a newsletter may end it, and learns nothing else by it; whoever holds the link in the email
that asks a supporter proves their address by it.
"""

from encircle.foundations.access.policies import (
    NOBODY,
    Definer,
    Table,
    add,
    change,
    holds,
    mine,
    read,
    remove,
    staff,
    system,
)
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, PRESENT, in_area, with_area

_NOTES = holds("coordinator", "senior_coordinator", "operations_manager")
_STAFF = f"{staff()} AND {_NOTES}"
CLOCK = system("escalator")


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
# A supporter at the address they confirmed.
_PROVED = (
    "EXISTS (SELECT FROM public.messaging_addressasked a "
    "WHERE a.supporter_id = s.id AND a.email = s.email AND a.proved_at IS NOT NULL)"
)
# What asks is open while it is the newest, for the address as it stands now, and nobody has said no meanwhile.
_OPEN = """
            s.email = a.email AND s.removed_at IS NULL
            AND NOT EXISTS (SELECT FROM public.messaging_addressasked n
                            WHERE n.supporter_id = a.supporter_id AND n.asked_at > a.asked_at)
            AND (SELECT w.wants FROM public.messaging_newsletterword w WHERE w.supporter_id = s.id
                 ORDER BY w.at DESC, w.id DESC LIMIT 1)
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
            SELECT CASE WHEN s.id IS NOT NULL THEN CASE WHEN {_PROVED} THEN s.email END
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
    f"""
    -- Whether the link in the email that asks a supporter still waits for its button. False: it was pressed.
    -- NULL: it leads nowhere.
    CREATE OR REPLACE FUNCTION encircle.asked_behind(token text) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT a.proved_at IS NULL FROM public.messaging_addressasked a
        JOIN public.messaging_supporter s ON s.id = a.supporter_id
        WHERE a.token_hash = {_HASHED} AND {_OPEN}
        );
    END
    $$;
    """,
    f"""
    -- Whoever holds the link pressed its button: the address is theirs. Whose it is; NULL: nothing was to be proved.
    CREATE OR REPLACE FUNCTION encircle.prove_address(token text) RETURNS uuid
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        whose uuid;
    BEGIN
        UPDATE public.messaging_addressasked SET proved_at = encircle.now()
        WHERE token_hash = {_HASHED} AND proved_at IS NULL AND encircle.asked_behind(token)
        RETURNING supporter_id INTO whose;
        RETURN whose;
    END
    $$;
    """,
    f"""
    -- For the postman: where what asks a supporter goes. NULL: it is not to go any more.
    CREATE OR REPLACE FUNCTION encircle.asked_address(asked uuid) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT a.email FROM public.messaging_addressasked a
        JOIN public.messaging_supporter s ON s.id = a.supporter_id
        WHERE a.id = asked AND a.proved_at IS NULL AND (SELECT encircle.system()) = 'postman' AND {_OPEN}
        );
    END
    $$;
    """,
    f"""
    -- For staff who add somebody: whether whoever had this address wanted no newsletter, in whatever area.
    CREATE OR REPLACE FUNCTION encircle.newsletter_stopped(address text, hashes text[]) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN {_NOTES} AND (
            EXISTS (SELECT FROM public.messaging_newsletterstop t WHERE t.address_hash = ANY (hashes))
            OR EXISTS (
                SELECT FROM (
                    SELECT s.id, s.email FROM public.messaging_supporter s WHERE lower(s.email) = lower(address)
                    UNION ALL
                    SELECT v.id, v.email FROM public.volunteers_volunteer v WHERE lower(v.email) = lower(address)
                ) one
                WHERE NOT coalesce((
                    SELECT w.wants FROM public.messaging_newsletterword w
                    WHERE w.supporter_id = one.id OR w.volunteer_id = one.id ORDER BY w.at DESC, w.id DESC LIMIT 1
                ), true)
            )
        );
    END
    $$;
    """,
    """
    -- What became of the emails of a newsletter that the acting staff see: gone, waiting, given up, kept back.
    CREATE OR REPLACE FUNCTION encircle.newsletter_letters(newsletter uuid)
    RETURNS TABLE (sent bigint, waiting bigint, given_up bigint, kept_back bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT count(*) FILTER (WHERE l.sent_at IS NOT NULL),
                count(*) FILTER (WHERE coalesce(l.sent_at, l.given_up_at, l.dropped_at) IS NULL),
                count(*) FILTER (WHERE l.given_up_at IS NOT NULL AND l.sent_at IS NULL),
                count(*) FILTER (WHERE l.dropped_at IS NOT NULL)
        FROM public.messaging_message m
        JOIN public.messaging_recipient r ON r.message_id = m.id
        JOIN public.post_letter l ON l.item_id = r.id
        WHERE m.id = newsletter
          AND ((SELECT encircle.all_areas()) OR m.areas && (SELECT encircle.staff_areas())::uuid[]);
    END
    $$;
    """,
]

DEFINERS = [
    Definer("encircle.newsletter_behind(text)", "encircle_scope"),
    Definer("encircle.end_newsletter(text)", "encircle_scope"),
    Definer("encircle.newsletter_address(uuid)", "encircle_scope"),
    Definer("encircle.asked_behind(text)", "encircle_scope"),
    Definer("encircle.prove_address(text)", "encircle_scope"),
    Definer("encircle.asked_address(uuid)", "encircle_scope"),
    Definer("encircle.newsletter_stopped(text,text[])", "encircle_scope"),
    Definer("encircle.newsletter_letters(uuid)", "encircle_scope"),
]

TABLES = [
    Table(
        "messaging_supporter",
        [
            read("staff", staff()),
            read("clock", CLOCK),
            add("staff", f"{_STAFF} AND {mine('added_by_id')} AND removed_at IS NULL"),
            change(
                "staff",
                f"{_STAFF} AND removed_at IS NULL",
                f"{_STAFF} AND (removed_at IS NULL OR {mine('removed_by_id')})",
            ),
            change("clock", f"{CLOCK} AND removed_at IS NULL", f"{CLOCK} AND why_removed = 'not_proved'"),
        ],
        readers=["encircle_scope"],
        updates=["name", "email", "removed_at", "removed_by_id", "why_removed"],
    ),
    Table(
        "messaging_addressasked",
        [
            read("staff", staff()),
            read("clock", CLOCK),
            read("postman", system("postman")),
            add(
                "staff",
                f"{_STAFF} AND {mine('asked_by_id')} AND proved_at IS NULL AND EXISTS "
                "(SELECT FROM public.messaging_supporter s WHERE s.id = supporter_id "
                "AND s.area_id = messaging_addressasked.area_id AND s.email = messaging_addressasked.email)",
            ),
            remove("staff", _STAFF),
            remove("clock", CLOCK),
        ],
        keepers={"encircle_scope": "SELECT, UPDATE"},
    ),
    Table(
        # Nobody reads it: whether an address stands in it is asked of a function.
        "messaging_newsletterstop",
        [read("nobody", NOBODY), add("staff", _NOTES), add("clock", CLOCK)],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "messaging_newsletterword",
        [
            read("own", OWN),
            read("staff", staff()),
            read("clock", CLOCK),
            add("own", f"{OWN} AND {mine('by_id')} AND {in_area('messaging_newsletterword')} AND said = 'own_page'"),
            add(
                "staff",
                f"{staff()} AND {_NOTES} AND {mine('by_id')} AND {_SOMEBODYS} AND said IN ('paper', 'spoken')",
            ),
        ],
        keepers={"encircle_scope": "SELECT, INSERT"},
    ),
]
