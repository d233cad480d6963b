"""Volunteers see the meetings of their own Circle from the day they may; what was written needs a receipt."""

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
    remove,
    staff,
    system,
)
from encircle.rooms.circles.row_policies import VOLUNTEERS, of_a_circle
from encircle.rooms.circles.sql_scope import IN_PERIOD

OWN_MEETINGS = one_of("meeting_id", "volunteer_meetings")
OWN_CIRCLE_MEETING = one_of("id", "volunteer_meetings")

SQL = [
    f"""
    -- Meetings a volunteer may read about: their Circles', from `sees_from` on.
    CREATE OR REPLACE FUNCTION encircle.volunteer_meetings() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(m.id), '{{}}') FROM public.volunteers_volunteer v
        JOIN public.circles_seat s ON s.volunteer_id = v.id
        JOIN public.meetings_meeting m ON m.circle_id = s.circle_id AND m.starts_at >= s.sees_from
        WHERE v.user_id = (SELECT encircle.actor()) AND {IN_PERIOD}
        );
    END
    $$;
    """,
    f"""
    -- Whom the clock tells about missing minutes: the volunteers of that meeting, who runs the Circle or covers the
    -- area (else everyone of the area), and those above them. Logins and nothing else, for the clock alone.
    CREATE OR REPLACE FUNCTION encircle.minutes_people(wanted uuid) RETURNS TABLE (part text, user_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH meeting AS (
            SELECT m.* FROM public.meetings_meeting m WHERE m.id = wanted AND (SELECT encircle.system()) = 'escalator'
        ), holder AS (
            SELECT a.user_id, a.role, a.area_id, a.covering FROM public.access_appointment a
            JOIN public.accounts_user u ON u.id = a.user_id AND u.suspended_at IS NULL
            WHERE a.starts_at <= encircle.now() AND (a.ends_at IS NULL OR a.ends_at > encircle.now())
        ), seat AS (
            SELECT s.* FROM meeting m JOIN public.circles_seat s ON s.circle_id = m.circle_id AND {IN_PERIOD}
        ), running AS (
            SELECT s.coordinator_id AS user_id FROM seat s JOIN holder h ON h.user_id = s.coordinator_id
            WHERE h.role <> 'coordinator' OR h.area_id = s.area_id
            UNION
            SELECT h.user_id FROM meeting m
            JOIN holder h ON h.role = 'coordinator' AND h.area_id = m.area_id AND h.covering
        )
        SELECT 'volunteer', u.id FROM meeting m JOIN seat s ON s.sees_from <= m.starts_at
        JOIN public.volunteers_volunteer v ON v.id = s.volunteer_id
        JOIN public.accounts_user u ON u.id = v.user_id AND u.suspended_at IS NULL
        UNION
        SELECT 'coordinator', r.user_id FROM running r
        UNION
        SELECT 'coordinator', h.user_id FROM meeting m JOIN holder h ON h.role = 'coordinator' AND h.area_id = m.area_id
        WHERE NOT EXISTS (SELECT FROM running)
        UNION
        SELECT 'manager', h.user_id FROM meeting m
        JOIN holder h ON h.role IN ('senior_coordinator', 'operations_manager')
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.passage_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.search := to_tsvector('pg_catalog.english', NEW.text);
        RETURN NEW;
    END $$;
    """,
    "ALTER TABLE public.meetings_passage ADD COLUMN IF NOT EXISTS search tsvector",
    "DROP TRIGGER IF EXISTS passage_search ON public.meetings_passage",
    """CREATE TRIGGER passage_search BEFORE INSERT ON public.meetings_passage
       FOR EACH ROW EXECUTE FUNCTION encircle.passage_search()""",
    "CREATE INDEX IF NOT EXISTS meetings_passage_search ON public.meetings_passage USING gin (search)",
]

TABLES = [
    Table(
        "meetings_meeting",
        [
            *of_a_circle(),
            read("volunteer", OWN_CIRCLE_MEETING),
            read("system", system("escalator")),
            change("staff", staff()),
            change("volunteer", OWN_CIRCLE_MEETING),
        ],
        updates=[
            "starts_at",
            "ends_at",
            "venue_id",
            "cancelled_at",
            "cancelled_by_id",
            "cancel_reason",
            "outcome",
            "held_from",
            "held_until",
            "recorded_by_id",
            "minutes_elsewhere",
        ],
        readers=["encircle_scope", "encircle_searcher"],
    ),
    Table(
        "meetings_minuteschase",
        [
            read("staff", staff()),
            read("glass", glass()),
            read("volunteer", OWN_MEETINGS),
            read("clock", system("escalator")),
            add("clock", system("escalator")),
        ],
        append_only=True,
    ),
    Table("meetings_meetingmove", [*of_a_circle("moved_by_id"), read("volunteer", OWN_MEETINGS)]),
    Table(
        "meetings_attendance",
        [
            *of_a_circle(),
            read("volunteer", OWN_MEETINGS),
            add("volunteer", OWN_MEETINGS),
            change("staff", staff()),
            change("volunteer", OWN_MEETINGS),
        ],
        updates=["presence", "minutes_given", "travel_minutes"],
        readers=["encircle_scope"],  # adds up hours, of one volunteer or of many
    ),
    Table(
        "meetings_earlierattendance",
        [
            *of_a_circle("replaced_by_id"),
            # Kept with what volunteers submit anew; what colleagues put right later is not theirs to read.
            add("volunteer", f"{OWN_MEETINGS} AND replaced_by_id = {ACTOR}"),
        ],
        append_only=True,
    ),
    # Staff never read a volunteers' draft, only that one exists would need the row: so they do not see it at all.
    # A coordinator who stands in writes a draft of her own meeting as `edited_by`.
    Table(
        "meetings_minutesdraft",
        [
            read("volunteer", OWN_MEETINGS),
            read("own", f"{mine('edited_by_id')} AND {staff()}"),
            add("volunteer", f"{OWN_MEETINGS} AND edited_by_id = {ACTOR}"),
            add("staff", f"{staff()} AND edited_by_id = {ACTOR}"),
            change("volunteer", OWN_MEETINGS, f"{OWN_MEETINGS} AND edited_by_id = {ACTOR}"),
            change("own", f"{mine('edited_by_id')} AND {staff()}"),
            remove("volunteer", OWN_MEETINGS),
            remove("own", f"{mine('edited_by_id')} AND {staff()}"),
        ],
        updates=["revision", "body", "edited_by_id", "edited_at", "returned"],
    ),
    Table(
        "meetings_draftrevision",
        [
            read("volunteer", OWN_MEETINGS),
            read("own", f"{mine('edited_by_id')} AND {staff()}"),
            add("volunteer", f"{OWN_MEETINGS} AND edited_by_id = {ACTOR}"),
            add("staff", f"{staff()} AND edited_by_id = {ACTOR}"),
            remove("volunteer", OWN_MEETINGS),
            remove("own", f"{mine('edited_by_id')} AND {staff()}"),
            # Words left over after a submission, when their time is up.
            read("clerk", f"{system('clerk')} AND typed_over IS NOT NULL"),
            remove("clerk", f"{system('clerk')} AND typed_over IS NOT NULL"),
        ],
    ),
    Table(
        "meetings_minutesversion",
        [
            *of_a_circle("written_by_id"),
            read("volunteer", OWN_MEETINGS),
            read("system", system("escalator", "clerk")),
            add("volunteer", f"{OWN_MEETINGS} AND written_by_id = {ACTOR} AND kind = 'original'"),
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "meetings_passage",
        [
            read("staff", staff()),
            read("glass", glass()),
            read("volunteer", OWN_MEETINGS),
            receipt("version_id"),
            add("staff", staff()),
            add("volunteer", OWN_MEETINGS),
        ],
        unreadable=["search"],
        readers=["encircle_searcher"],
    ),
    Table(
        "meetings_minutesreturn",
        [*of_a_circle("returned_by_id"), read("volunteer", VOLUNTEERS), read("system", system("escalator", "clerk"))],
        readers=["encircle_scope"],
    ),
    Table(
        "meetings_approval",
        [*of_a_circle("approved_by_id"), read("volunteer", OWN_MEETINGS), read("system", system("escalator"))],
        readers=["encircle_scope"],
    ),
    Table(
        "meetings_remark",
        [
            *of_a_circle("said_by_id"),
            # Why minutes came back is said to all who may now change them.
            read("volunteer", f"{OWN_MEETINGS} AND (to_user_id = {ACTOR} OR said_by_id = {ACTOR} OR kind = 'return')"),
            add("volunteer", f"{OWN_MEETINGS} AND said_by_id = {ACTOR} AND kind = 'answer'"),
        ],
    ),
    Table(
        "meetings_remarktext",
        [
            read("staff", staff()),
            read("glass", glass()),
            # The remark itself is visible to its two ends only; its words follow it.
            read("volunteer", f"{VOLUNTEERS} AND remark_id IN (SELECT r.id FROM public.meetings_remark r)"),
            receipt("version_id"),
            add("staff", staff()),
            add("volunteer", f"{VOLUNTEERS} AND remark_id IN (SELECT r.id FROM public.meetings_remark r)"),
        ],
    ),
]

DEFINERS = [
    Definer("encircle.volunteer_meetings()", "encircle_scope"),
    Definer("encircle.minutes_people(uuid)", "encircle_scope"),
]
