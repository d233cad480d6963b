"""Training is seen by the staff of the volunteer's area and by the volunteer, who reads the outcome and the feedback
meant for them and never a score. An event has people of its own area only.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    ANYONE,
    Definer,
    Policy,
    Table,
    add,
    change,
    mine,
    one_of,
    read,
    receipt,
    remove,
    staff,
)
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, PRESENT, with_area

from . import assessment_policies as assessment

MANAGER = assessment.MANAGER


OF_PEOPLE = (
    "invitation",
    "answer",
    "attendance",
    "completion",
    "outcome",
    "feedback",
    "courserecord",
    "maytrain",
    *assessment.OF_PEOPLE,
)

SQL = [
    *(with_area(f"training_{name}") for name in OF_PEOPLE),
    f"""
    -- Events the acting person was invited to, or trains at.
    CREATE OR REPLACE FUNCTION encircle.own_training_events() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(e.event_id), '{{}}') FROM (
                SELECT i.event_id FROM public.training_invitation i
                JOIN public.volunteers_volunteer v ON v.id = i.volunteer_id WHERE v.user_id = (SELECT encircle.actor())
                    AND {PRESENT}
                UNION
                SELECT t.event_id FROM public.training_trainer t WHERE t.user_id = (SELECT encircle.actor())
            ) e
        );
    END
    $$;
    """,
    """
    -- Who comes to an event, in the order of their places.
    CREATE OR REPLACE FUNCTION encircle.training_places(event uuid)
    RETURNS TABLE (invitation_id uuid, volunteer_id uuid, place bigint, places int)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT n.invitation_id, n.volunteer_id, row_number() OVER (ORDER BY n.at, n.invitation_id), e.places::int
            FROM (SELECT DISTINCT ON (a.invitation_id) a.* FROM public.training_answer a
                  JOIN public.training_invitation i ON i.id = a.invitation_id
                  WHERE i.event_id = event ORDER BY a.invitation_id, a.at DESC, a.id DESC) n
            JOIN public.training_event e ON e.id = event
            WHERE n.reply = 'coming';
    END
    $$;
    """,
    f"""
    -- Whether the acting person has a place at an event, or how many wait before them; nothing of who they are.
    CREATE OR REPLACE FUNCTION encircle.own_training_place(event uuid) RETURNS int
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT greatest(p.place - p.places, 0)::int FROM encircle.training_places(event) p
            JOIN public.volunteers_volunteer v ON v.id = p.volunteer_id WHERE v.user_id = (SELECT encircle.actor())
                    AND {PRESENT}
        );
    END
    $$;
    """,
    """
    -- The login of who has a place once this one is given up: for the notice alone, and only for who may give it up.
    CREATE OR REPLACE FUNCTION encircle.moves_up(invitation uuid) RETURNS uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        asked public.training_invitation;
    BEGIN
        SELECT i.* INTO asked FROM public.training_invitation i
        JOIN public.volunteers_volunteer v ON v.id = i.volunteer_id
        WHERE i.id = invitation AND (v.user_id = (SELECT encircle.actor()) OR (SELECT encircle.all_areas())
              OR i.area_id = ANY ((SELECT encircle.staff_areas())::uuid[]));
        IF NOT FOUND OR NOT EXISTS (SELECT FROM encircle.training_places(asked.event_id) p
                                    WHERE p.invitation_id = asked.id AND p.place <= p.places) THEN RETURN NULL; END IF;
        RETURN (
            SELECT v.user_id FROM encircle.training_places(asked.event_id) p
            JOIN public.volunteers_volunteer v ON v.id = p.volunteer_id WHERE p.place = p.places + 1
        );
    END
    $$;
    """,
    *assessment.SQL,
]

DEFINERS = [
    Definer("encircle.own_training_events()", "encircle_scope"),
    Definer("encircle.training_places(uuid)", "encircle_scope", callers=()),
    Definer("encircle.own_training_place(uuid)", "encircle_scope"),
    Definer("encircle.moves_up(uuid)", "encircle_scope"),
    *assessment.DEFINERS,
]


def _event_here(table: str) -> str:
    """The event is of the area the row stands in."""
    return f"EXISTS (SELECT FROM public.training_event e WHERE e.id = {table}.event_id AND e.area_id = {table}.area_id)"


_NOT_HELD = "NOT EXISTS (SELECT FROM public.training_attendance a WHERE a.part_id = training_eventpart.id)"

_NOBODY_THERE = "NOT EXISTS (SELECT FROM public.training_attendance a WHERE a.event_id = training_eventpart.event_id)"


def _by_staff(*more: str) -> Policy:
    return add("staff", " AND ".join([staff(), mine("by_id"), ANOTHERS, *more]))


SEEN = [read("staff", staff()), read("own", OWN)]
_INVITED = (
    "EXISTS (SELECT FROM public.training_invitation i WHERE i.id = training_answer.invitation_id "
    "AND i.volunteer_id = training_answer.volunteer_id)"
)

TABLES = [
    Table(
        "training_course",
        [read("anyone", ANYONE), add("manager", f"{MANAGER} AND {mine('set_by_id')}"), change("manager", MANAGER)],
        updates=["name", "renew_months", "needed_for", "ends_on"],
    ),
    Table(
        "training_event",
        [
            read("staff", staff()),
            read("own", one_of("id", "own_training_events")),
            add("staff", f"{staff()} AND {mine('opened_by_id')}"),
            change("staff", staff()),
        ],
        readers=["encircle_scope"],
        updates=["first_on", "last_on", "venue_id", "address", "places", "cancelled_at", "cancelled_by_id"],
    ),
    Table(
        "training_eventbefore",
        [
            read("staff", staff()),
            add("staff", f"{staff()} AND {mine('by_id')} AND {_event_here('training_eventbefore')}"),
        ],
        append_only=True,
    ),
    Table(
        "training_eventpart",
        [
            read("staff", staff()),
            read("own", one_of("event_id", "own_training_events")),
            add("staff", f"{staff()} AND {_event_here('training_eventpart')}"),
            # Until somebody was noted as there or not there: what was attended stays as it was.
            change("staff", f"{staff()} AND {_NOT_HELD}"),
            # Who has completed what counts by the parts there were: they stay once anybody was noted at the event.
            remove("staff", f"{staff()} AND {_NOBODY_THERE}"),
        ],
        readers=["encircle_scope"],
        updates=["name", "on", "starts", "ends"],
    ),
    Table(
        "training_invitation",
        [*SEEN, _by_staff(_event_here("training_invitation"))],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "training_answer",
        [
            *SEEN,
            add("own", f"{OWN} AND {mine('by_id')} AND {_INVITED}"),
            _by_staff(_INVITED),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "training_attendance",
        [
            *SEEN,
            _by_staff(
                _event_here("training_attendance"),
                "EXISTS (SELECT FROM public.training_eventpart p WHERE p.id = training_attendance.part_id "
                "AND p.event_id = training_attendance.event_id)",
            ),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    # Taken away again when the attendance it rests on was noted wrongly.
    Table("training_completion", [*SEEN, _by_staff(), remove("staff", f"{staff()} AND {ANOTHERS}")]),
    # Of an event: by whoever sees the scores. Without one: passed before the charity used Encircle.
    Table(
        "training_outcome",
        [
            *SEEN,
            _by_staff(
                "(event_id IS NULL OR EXISTS (SELECT FROM public.training_invitation i "
                "WHERE i.event_id = training_outcome.event_id AND i.volunteer_id = training_outcome.volunteer_id "
                "AND i.id = ANY ((SELECT encircle.open_scores())::uuid[]) AND encircle.all_scored(i.id)))"
            ),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "training_feedback",
        [
            *SEEN,
            receipt("volunteer_id"),
            add(
                "staff",
                "EXISTS (SELECT FROM public.training_outcome o WHERE o.id = outcome_id "
                "AND o.volunteer_id = training_feedback.volunteer_id AND o.area_id = training_feedback.area_id "
                f"AND o.by_id = {ACTOR})",
            ),
        ],
        append_only=True,
    ),
    Table("training_courserecord", [*SEEN, _by_staff(), remove("staff", f"{staff()} AND {ANOTHERS}")]),
    Table("training_maytrain", [*SEEN, _by_staff()], append_only=True),
    *assessment.TABLES,
]
