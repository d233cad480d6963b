"""Who is away and who writes: the Circle sees days and turns, never a reason."""

from encircle.foundations.access.policies import ACTOR, Definer, Table, add, change, mine, one_of, read, receipt, staff
from encircle.rooms.circles.row_policies import VOLUNTEERS
from encircle.rooms.circles.sql_scope import IN_PERIOD
from encircle.rooms.volunteers.row_policies import OWN, in_area, with_area

_OWN_SEAT = (
    "seat_id IN (SELECT s.id FROM public.circles_seat s JOIN public.volunteers_volunteer v ON v.id = s.volunteer_id "
    f"WHERE v.user_id = {ACTOR} AND {IN_PERIOD})"
)


def _of_meeting(table: str) -> str:
    """The meeting and the seat are of the Circle and the area the row carries."""
    return (
        f"EXISTS (SELECT FROM public.meetings_meeting m WHERE m.id = {table}.meeting_id "
        f"AND m.circle_id = {table}.circle_id AND m.area_id = {table}.area_id) AND EXISTS (SELECT FROM "
        f"public.circles_seat c WHERE c.id = {table}.seat_id AND c.circle_id = {table}.circle_id)"
    )


_OF_AWAY = (
    "EXISTS (SELECT FROM public.support_away a WHERE a.id = away_id AND a.volunteer_id = "
    "support_awaywords.volunteer_id AND a.area_id = support_awaywords.area_id)"
)
# Whoever takes a turn that was offered.
_TAKEN = (
    "EXISTS (SELECT FROM public.support_swapoffer o WHERE o.meeting_id = support_turn.meeting_id "
    "AND o.taken_seat_id = support_turn.seat_id)"
)

SQL = [
    *(with_area(f"support_{name}") for name in ("away", "awaywords")),
    f"""
    -- Those who are volunteers now in a Circle of the acting volunteer.
    CREATE OR REPLACE FUNCTION encircle.fellow_volunteers() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT s.volunteer_id), '{{}}') FROM public.circles_seat s
        WHERE s.circle_id = ANY ((SELECT encircle.volunteer_circles())::uuid[]) AND s.volunteer_id IS NOT NULL
          AND {IN_PERIOD}
        );
    END
    $$;
    """,
]

TABLES = [
    Table(
        "support_away",
        [
            read("staff", staff()),
            read("own", OWN),
            read("circle", one_of("volunteer_id", "fellow_volunteers")),
            add("own", f"{OWN} AND {mine('said_by_id')} AND {in_area('support_away')}"),
            add("staff", f"{staff()} AND {mine('said_by_id')} AND {in_area('support_away')}"),
            change("own", OWN),
            change("staff", staff()),
        ],
        updates=["back_on"],
        readers=["encircle_scope"],  # whoever is away is not asked how a meeting left them
    ),
    Table(
        "support_awaywords",
        [
            read("staff", staff()),
            read("own", OWN),
            receipt("volunteer_id"),
            add("own", f"{OWN} AND {_OF_AWAY}"),
            add("staff", f"{staff()} AND {_OF_AWAY}"),
        ],
        append_only=True,
    ),
    Table(
        "support_absence",
        [
            read("staff", staff()),
            read("circle", VOLUNTEERS),
            add("own", f"{_OWN_SEAT} AND {mine('said_by_id')} AND {_of_meeting('support_absence')}"),
            # Noted for whoever rings: the row keeps who noted it, and whose place it is.
            add("staff", f"{staff()} AND {mine('said_by_id')} AND {_of_meeting('support_absence')}"),
            change("own", _OWN_SEAT),
            change("staff", staff()),
        ],
        updates=["withdrawn_at"],
        readers=["encircle_scope"],
    ),
    Table(
        "support_turn",
        [
            read("staff", staff()),
            read("circle", VOLUNTEERS),
            add("staff", f"{staff()} AND {mine('set_by_id')} AND {_of_meeting('support_turn')}"),
            add(
                "taker",
                f"{_OWN_SEAT} AND {mine('set_by_id')} AND {_of_meeting('support_turn')} AND {_TAKEN}",
            ),
        ],
        append_only=True,
    ),
    Table(
        "support_swapoffer",
        [
            read("staff", staff()),
            read("circle", VOLUNTEERS),
            add("own", f"{_OWN_SEAT} AND {mine('offered_by_id')} AND {_of_meeting('support_swapoffer')}"),
            change("circle", VOLUNTEERS),
            change("staff", f"{staff()} AND taken_at IS NULL"),
        ],
        updates=["withdrawn_at", "taken_at", "taken_seat_id"],
    ),
]

DEFINERS = [Definer("encircle.fellow_volunteers()", "encircle_scope")]
