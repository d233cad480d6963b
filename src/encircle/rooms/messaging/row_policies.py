"""Messages are seen by the staff of the areas they went to and by the volunteers they went to, until withdrawn.

Who has opened one is known to themselves alone: the staff are told how many.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    ALL_AREAS,
    Definer,
    Table,
    add,
    change,
    holds,
    mine,
    one_of,
    read,
    receipt,
    remove,
    staff,
    system,
)
from encircle.rooms.volunteers.row_policies import OWN, PRESENT, in_area

from . import newsletter_policies
from .newsletter_policies import of_supporter

_POSTMAN = system("postman")
_STAFF_AREAS = "(SELECT encircle.staff_areas())::uuid[]"
_SENDS = holds("coordinator", "senior_coordinator", "operations_manager")
_ADDRESSED = f"({ALL_AREAS} OR areas && {_STAFF_AREAS})"
_EVERY_AREA = f"({ALL_AREAS} OR areas <@ {_STAFF_AREAS})"
# The message is one the acting person sees: its own policies decide.
_SEEN = "EXISTS (SELECT FROM public.messaging_message m WHERE m.id = message_id)"
_SENT_BY_ME = f"EXISTS (SELECT FROM public.messaging_message m WHERE m.id = message_id AND m.sent_by_id = {ACTOR})"
# Only who sees every area sends a newsletter: only they see every name that it must not carry.
_KIND = f"(kind = 'message' OR {ALL_AREAS})"
_SUPPORTER = of_supporter("messaging_recipient")
_STAFF_SEE = (
    "EXISTS (SELECT FROM public.messaging_message m WHERE m.id = message_id "
    f"AND ({ALL_AREAS} OR m.areas && {_STAFF_AREAS}))"
)

SQL = [
    *newsletter_policies.SQL,
    f"""
    -- Messages the acting volunteer was sent, while they are a volunteer.
    CREATE OR REPLACE FUNCTION encircle.own_messages() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(r.message_id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.messaging_recipient r ON r.volunteer_id = v.id
        JOIN public.messaging_message m ON m.id = r.message_id AND m.kind = 'message'
        WHERE v.user_id = (SELECT encircle.actor())
          AND {PRESENT}
        );
    END
    $$;
    """,
    """
    -- Those of them that stand.
    CREATE OR REPLACE FUNCTION encircle.own_standing_messages() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(o.id), '{}') FROM unnest(encircle.own_messages()) AS o (id)
        WHERE NOT EXISTS (SELECT FROM public.messaging_withdrawal w WHERE w.message_id = o.id)
        );
    END
    $$;
    """,
    """
    -- To how many volunteers a message went, and how many have opened it: of messages the acting staff see.
    CREATE OR REPLACE FUNCTION encircle.messages_read(wanted uuid[])
    RETURNS TABLE (message_id uuid, sent_to bigint, opened bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT m.id,
                (SELECT count(*) FROM public.messaging_recipient r WHERE r.message_id = m.id),
                (SELECT count(*) FROM public.messaging_reading d WHERE d.message_id = m.id)
        FROM public.messaging_message m
        WHERE m.id = ANY (wanted)
          AND ((SELECT encircle.all_areas()) OR m.areas && (SELECT encircle.staff_areas())::uuid[]);
    END
    $$;
    """,
    f"""
    -- Volunteers of the acting staff's areas whom the post reaches: here still, with a login that is not suspended and
    -- a proved address, and to whom the last letter could be delivered.
    CREATE OR REPLACE FUNCTION encircle.reachable_volunteers(wanted uuid[]) RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(v.id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.accounts_user u ON u.id = v.user_id AND u.suspended_at IS NULL
        WHERE v.id = ANY (wanted) AND v.joined_on IS NOT NULL
          AND {PRESENT}
          AND ((SELECT encircle.all_areas()) OR v.area_id = ANY ((SELECT encircle.staff_areas())::uuid[]))
          AND EXISTS (SELECT FROM public.account_emailaddress e
                      WHERE e.user_id = u.id AND e.verified AND lower(e.email) = lower(u.email))
          AND NOT EXISTS (
              SELECT FROM public.post_letter l WHERE l.user_id = u.id AND l.given_up_at IS NOT NULL
                AND NOT EXISTS (SELECT FROM public.post_letter s WHERE s.user_id = u.id AND s.sent_at > l.given_up_at))
        );
    END
    $$;
    """,
]

DEFINERS = [
    *newsletter_policies.DEFINERS,
    Definer("encircle.own_messages()", "encircle_scope"),
    Definer("encircle.own_standing_messages()", "encircle_scope"),
    Definer("encircle.messages_read(uuid[])", "encircle_scope"),
    Definer("encircle.reachable_volunteers(uuid[])", "encircle_scope"),
]

READS = [("encircle_scope", name) for name in ("accounts_user", "post_letter")]

TABLES = [
    *newsletter_policies.TABLES,
    Table(
        "messaging_draft",
        [
            read("author", mine("author_id")),
            add("author", f"{mine('author_id')} AND {_SENDS} AND {_EVERY_AREA} AND {_KIND}"),
            change("author", mine("author_id"), f"{mine('author_id')} AND {_EVERY_AREA} AND {_KIND}"),
            remove("author", mine("author_id")),
        ],
        updates=["kind", "subject", "text", "areas", "conditions", "left_out", "not_about_anybody", "saved_at"],
    ),
    Table(
        "messaging_message",
        [
            read("staff", _ADDRESSED),
            read("own", one_of("id", "own_messages")),
            read("postman", f"{_POSTMAN} AND kind = 'newsletter'"),
            add("staff", f"{mine('sent_by_id')} AND {_SENDS} AND {_EVERY_AREA} AND {_KIND}"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "messaging_messagewords",
        [
            read("staff", _STAFF_SEE),
            read("own", one_of("message_id", "own_standing_messages")),
            read("postman", f"{_POSTMAN} AND {_SEEN}"),
            receipt("message_id"),
            add("sender", _SENT_BY_ME),
        ],
        append_only=True,
    ),
    Table(
        "messaging_recipient",
        [
            read("staff", staff()),
            read("own", OWN),
            read("postman", f"{_POSTMAN} AND {_SEEN}"),
            add("sender", f"{staff()} AND {_SENT_BY_ME} AND ({in_area('messaging_recipient')} OR {_SUPPORTER})"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "messaging_reading",
        [
            read("own", OWN),
            add("own", f"{OWN} AND {one_of('message_id', 'own_standing_messages')} AND {in_area('messaging_reading')}"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "messaging_withdrawal",
        [
            read("seen", _SEEN),
            add("staff", f"{mine('by_id')} AND {_SENDS} AND ({_SENT_BY_ME} OR ({ALL_AREAS} AND {_STAFF_SEE}))"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
]
