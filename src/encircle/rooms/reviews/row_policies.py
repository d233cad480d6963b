"""Staff of the area see a review whole; others the invitation to it and what they said themselves.

An agency's view stays its agency's: volunteers read it only where it was said for the whole Circle, and another agency
never here, but in what was released to it.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    Definer,
    Table,
    add,
    change,
    glass,
    mine,
    one_of,
    read,
    receipt,
    staff,
    system,
)
from encircle.rooms.circles.row_policies import VOLUNTEERS, of_a_circle
from encircle.rooms.circles.sql_scope import IN_PERIOD

# Whether the agency whose words a passage `k` holds keeps them to the coordinator now: by its newest permission for
# news, by its newest view of a review.
KEPT_NOW = """'coordinator_only' IN (
            (SELECT coalesce((SELECT o.level FROM public.received_onward o WHERE o.development_id = d.id
                              ORDER BY o.recorded_at DESC, o.id DESC LIMIT 1), d.onward)
             FROM public.received_development d WHERE d.id = k.source_id),
            (SELECT n.onward FROM public.reviews_view v
             JOIN public.reviews_view n ON n.review_id = v.review_id AND n.seat_id = v.seat_id AND n.of = 'agency'
             WHERE v.id = k.source_id ORDER BY n.sent_at DESC, n.id DESC LIMIT 1)
        )"""
INVITED = one_of("review_id", "own_reviews")
VOLUNTEER = one_of("review_id", "volunteer_reviews")
OWN_SEAT = one_of("seat_id", "outer_seats")
VOLUNTEER_SEAT = one_of("seat_id", "volunteer_seats")

SQL = [
    """
    -- Reviews to which one of the acting professional's present seats is invited.
    CREATE OR REPLACE FUNCTION encircle.own_reviews() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(i.review_id), '{}') FROM public.reviews_invitation i
        WHERE i.seat_id = ANY ((SELECT encircle.outer_seats())::uuid[])
        );
    END
    $$;
    """,
    f"""
    -- Reviews a volunteer may read about: their Circles', from `sees_from` on, as with meetings.
    CREATE OR REPLACE FUNCTION encircle.volunteer_reviews() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(r.id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.circles_seat s ON s.volunteer_id = v.id
        JOIN public.reviews_review r ON r.circle_id = s.circle_id AND r.starts_at >= s.sees_from
        WHERE v.user_id = (SELECT encircle.actor()) AND {IN_PERIOD}
        );
    END
    $$;
    """,
    f"""
    -- Seats the acting volunteer holds now.
    CREATE OR REPLACE FUNCTION encircle.volunteer_seats() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(s.id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.circles_seat s ON s.volunteer_id = v.id
        WHERE v.user_id = (SELECT encircle.actor()) AND {IN_PERIOD}
        );
    END
    $$;
    """,
    """
    -- Views said for the whole Circle that the same seat has since said more narrowly, of reviews a volunteer reads.
    CREATE OR REPLACE FUNCTION encircle.views_taken_back() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(v.id), '{}') FROM public.reviews_view v
        JOIN LATERAL (
            SELECT n.onward FROM public.reviews_view n
            WHERE n.review_id = v.review_id AND n.seat_id = v.seat_id AND n.of = 'agency'
            ORDER BY n.sent_at DESC, n.id DESC LIMIT 1
        ) newest ON newest.onward <> 'whole_circle'
        WHERE v.onward = 'whole_circle' AND v.review_id = ANY ((SELECT encircle.volunteer_reviews())::uuid[])
        );
    END
    $$;
    """,
    f"""
    -- Passages of packs that were released to one of the acting professional's seats, and that the agency whose words
    -- they are has since kept to the coordinator.
    CREATE OR REPLACE FUNCTION encircle.words_taken_back() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT k.id), '{{}}') FROM public.sharing_release r
        JOIN public.reviews_packpassage k ON k.version_id = r.pack_id AND k.agency_id IS NOT NULL
        WHERE r.seat_id = ANY ((SELECT encircle.outer_seats())::uuid[]) AND {KEPT_NOW}
        );
    END
    $$;
    """,
]

# A view of one's own, while one still has the place from which it was given.
_SENT = f"{mine('sent_by_id')} AND (({OWN_SEAT} AND {INVITED}) OR {VOLUNTEER})"
_OF_A_VIEW = "view_id IN (SELECT v.id FROM public.reviews_view v WHERE v.review_id = reviews_viewpassage.review_id)"
_OWN_VIEW = (
    "view_id IN (SELECT v.id FROM public.reviews_view v WHERE v.review_id = reviews_viewpassage.review_id "
    f"AND v.seat_id = reviews_viewpassage.seat_id AND v.sent_by_id = {ACTOR})"
)
_TO_THE_CORE_MEMBER = (
    "seat_id IN (SELECT s.id FROM public.circles_seat s "
    "WHERE s.circle_id = {table}.circle_id AND s.part = 'core_member')"
)

TABLES = [
    Table(
        "reviews_review",
        [
            *of_a_circle("planned_by_id"),
            read("volunteer", one_of("id", "volunteer_reviews")),
            read("invited", one_of("id", "own_reviews")),
            read("system", system("escalator")),
            change("staff", staff()),
        ],
        updates=[
            "starts_at",
            "ends_at",
            "venue_id",
            "place",
            "online",
            "cancelled_at",
            "cancelled_by_id",
            "cancel_reason",
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "reviews_invitation",
        [
            *of_a_circle("invited_by_id"),
            read("volunteer", VOLUNTEER_SEAT),
            read("invited", OWN_SEAT),
            read("system", system("escalator")),
            change("staff", staff()),
            change("system", system("escalator")),
        ],
        updates=["notified_at"],
        readers=["encircle_scope"],
    ),
    Table(
        "reviews_answer",
        [
            *of_a_circle("answered_by_id"),
            read("volunteer", VOLUNTEER_SEAT),
            read("invited", OWN_SEAT),
            add("volunteer", f"{VOLUNTEER_SEAT} AND {VOLUNTEER} AND {mine('answered_by_id')}"),
            add("invited", f"{OWN_SEAT} AND {INVITED} AND {mine('answered_by_id')}"),
        ],
        append_only=True,
    ),
    Table(
        "reviews_view",
        [
            read("staff", staff()),
            read("glass", glass()),
            # For somebody else a view is written down; nobody sends another's in their place.
            add("staff", f"{staff()} AND {mine('sent_by_id')} AND taken_down"),
            read("sender", _SENT),
            read(
                "volunteer",
                f"{VOLUNTEER} AND onward = 'whole_circle' AND NOT ({one_of('id', 'views_taken_back')})",
            ),
            add(
                "volunteer",
                f"{VOLUNTEER} AND {mine('sent_by_id')} AND (("
                f"of = 'volunteer' AND NOT taken_down AND {VOLUNTEER_SEAT}) OR "
                f"(of = 'core_member' AND {_TO_THE_CORE_MEMBER.format(table='reviews_view')}))",
            ),
            add("invited", f"{OWN_SEAT} AND {INVITED} AND {mine('sent_by_id')} AND of = 'agency' AND NOT taken_down"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "reviews_viewpassage",
        [
            read("staff", staff()),
            read("glass", glass()),
            read("volunteer", f"{VOLUNTEER} AND {_OF_A_VIEW}"),
            read("invited", f"{OWN_SEAT} AND {_OF_A_VIEW}"),
            receipt("review_id"),
            add("sender", _OWN_VIEW),
        ],
        append_only=True,
    ),
    Table(
        "reviews_holding",
        [
            *of_a_circle("recorded_by_id"),
            read("volunteer", VOLUNTEER),
            read("invited", INVITED),
            read("system", system("escalator")),
        ],
        append_only=True,
    ),
    Table("reviews_attendance", of_a_circle("recorded_by_id"), append_only=True),
    Table("reviews_decision", [*of_a_circle("recorded_by_id"), read("volunteer", VOLUNTEER)], append_only=True),
    Table(
        "reviews_decisionwords",
        [
            read("staff", staff()),
            read("glass", glass()),
            read("volunteer", VOLUNTEER),
            receipt("review_id"),
            add(
                "staff",
                f"{staff()} AND decision_id IN (SELECT d.id FROM public.reviews_decision d "
                f"WHERE d.review_id = reviews_decisionwords.review_id AND d.recorded_by_id = {ACTOR})",
            ),
        ],
        append_only=True,
    ),
    Table("reviews_decisiondone", [*of_a_circle("recorded_by_id"), read("volunteer", VOLUNTEER)], append_only=True),
    Table("reviews_phasedecision", [*of_a_circle("recorded_by_id"), read("volunteer", VOLUNTEERS)], append_only=True),
    Table("reviews_packversion", of_a_circle("written_by_id"), append_only=True),
    Table(
        "reviews_packpassage",
        [
            read("staff", staff()),
            read("glass", glass()),
            receipt("version_id"),
            add(
                "staff",
                f"{staff()} AND version_id IN (SELECT v.id FROM public.reviews_packversion v "
                f"WHERE v.review_id = reviews_packpassage.review_id AND v.written_by_id = {ACTOR})",
            ),
        ],
        readers=["encircle_scope"],  # their ids alone leave the function
        append_only=True,
    ),
    Table("reviews_packapproval", of_a_circle("approved_by_id"), append_only=True),
]

DEFINERS = [
    Definer("encircle.own_reviews()", "encircle_scope"),
    Definer("encircle.volunteer_reviews()", "encircle_scope"),
    Definer("encircle.volunteer_seats()", "encircle_scope"),
    Definer("encircle.views_taken_back()", "encircle_scope"),
    Definer("encircle.words_taken_back()", "encircle_scope"),
]
