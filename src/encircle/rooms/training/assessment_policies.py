"""Nobody who has still to score somebody sees what others have scored of them: here, and nowhere else, is the rule.

Scores of one person at one event are open
- to an assessor of theirs who has sent all of their own, until the outcome is decided;
- to the staff of the area once every assessor has sent, or somebody opened them and said why;
- to nobody who has still to score that person, at this event or at another one that is not decided;
- to nobody about themselves.

An assessor who knows somebody scores them nowhere, however they were asked to.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    ALL_AREAS,
    Definer,
    Policy,
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
)
from encircle.rooms.volunteers.row_policies import ANOTHERS

STAFF = holds("coordinator", "senior_coordinator", "operations_manager")
MANAGER = holds("operations_manager")
OPEN = one_of("invitation_id", "open_scores")
# Keying what another assessor wrote on paper is reading it.
NONE_OWED = "NOT volunteer_id = ANY ((SELECT encircle.owed_scores())::uuid[])"

SQL = [
    """
    -- Volunteers the acting person has still to score, wherever: at an event that goes on and is not decided for them.
    CREATE OR REPLACE FUNCTION encircle.owed_scores() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT a.volunteer_id), '{}') FROM public.training_assignment a
            JOIN public.training_event e ON e.id = a.event_id
            WHERE a.assessor_id = (SELECT encircle.actor()) AND e.cancelled_at IS NULL
              AND NOT EXISTS (SELECT FROM public.training_sheet s WHERE s.assignment_id = a.id)
              AND NOT EXISTS (SELECT FROM public.training_outcome o
                              WHERE o.event_id = a.event_id AND o.volunteer_id = a.volunteer_id)
        );
    END
    $$;
    """,
    """
    -- Whether every score of an invitation was sent, or somebody opened them before: for the staff of its area and for
    -- those who score it. NULL for anybody else, so that a policy that asks for its contrary refuses them too.
    CREATE OR REPLACE FUNCTION encircle.all_scored(invitation uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT FROM public.training_invitation i WHERE i.id = invitation AND (
                encircle.all_areas() OR i.area_id = ANY (encircle.staff_areas())
                OR EXISTS (SELECT FROM public.training_assignment a
                           WHERE a.invitation_id = i.id AND a.assessor_id = encircle.actor()))
        ) THEN RETURN NULL; END IF;
        RETURN EXISTS (SELECT FROM public.training_moderation m WHERE m.invitation_id = invitation)
            OR (EXISTS (SELECT FROM public.training_assignment a WHERE a.invitation_id = invitation)
                AND NOT EXISTS (SELECT FROM public.training_assignment a WHERE a.invitation_id = invitation
                                AND NOT EXISTS (SELECT FROM public.training_sheet s WHERE s.assignment_id = a.id)));
    END
    $$;
    """,
    """
    -- Invitations whose scores the acting person may see.
    CREATE OR REPLACE FUNCTION encircle.open_scores() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        me uuid := encircle.actor();
        everywhere boolean := encircle.all_areas();
        areas uuid[] := encircle.staff_areas();
        owed uuid[] := encircle.owed_scores();
    BEGIN
        IF me IS NULL THEN RETURN '{}'; END IF;
        RETURN (
            SELECT coalesce(array_agg(i.id), '{}') FROM public.training_invitation i
            JOIN public.volunteers_volunteer v ON v.id = i.volunteer_id
            WHERE v.user_id IS DISTINCT FROM me AND NOT i.volunteer_id = ANY (owed)
              AND EXISTS (SELECT FROM public.training_assignment a WHERE a.invitation_id = i.id)
              AND ((everywhere OR i.area_id = ANY (areas)) AND encircle.all_scored(i.id)
                   OR EXISTS (SELECT FROM public.training_assignment a
                              WHERE a.invitation_id = i.id AND a.assessor_id = me)
                      AND NOT EXISTS (SELECT FROM public.training_outcome o
                                      WHERE o.event_id = i.event_id AND o.volunteer_id = i.volunteer_id))
        );
    END
    $$;
    """,
    """
    -- Whom the acting person scores, by name: from the day of the event on, until it is decided. A volunteer reads no
    -- other volunteer's record.
    CREATE OR REPLACE FUNCTION encircle.names_to_assess() RETURNS TABLE (volunteer_id uuid, name text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT DISTINCT v.id, v.given_name || ' ' || v.family_name FROM public.training_assignment a
            JOIN public.training_event e ON e.id = a.event_id
            JOIN public.volunteers_volunteer v ON v.id = a.volunteer_id
            WHERE a.assessor_id = (SELECT encircle.actor()) AND e.cancelled_at IS NULL
              AND e.first_on <= ((SELECT encircle.now()) AT TIME ZONE 'Europe/London')::date
              AND NOT EXISTS (SELECT FROM public.training_outcome o
                              WHERE o.event_id = a.event_id AND o.volunteer_id = a.volunteer_id);
    END
    $$;
    """,
    """
    -- What was half written goes once a sheet is there, whoever sent or keyed it. Harmless to call without need.
    CREATE OR REPLACE FUNCTION encircle.clear_score_draft(assignment uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        DELETE FROM public.training_scoredraft d WHERE d.assignment_id = assignment
        AND EXISTS (SELECT FROM public.training_sheet s WHERE s.assignment_id = assignment);
    END
    $$;
    """,
    """
    -- Whoever knows somebody owes no score of them any more; what they had half written goes. What was sent stays.
    CREATE OR REPLACE FUNCTION encircle.take_off_conflicted(wanted_volunteer uuid, wanted_assessor uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        gone uuid[];
    BEGIN
        IF NOT EXISTS (
            SELECT FROM public.training_conflict c WHERE c.volunteer_id = wanted_volunteer
            AND c.assessor_id = wanted_assessor AND c.taken_back_at IS NULL
        ) THEN RETURN; END IF;
        gone := ARRAY(
            SELECT a.id FROM public.training_assignment a
            WHERE a.volunteer_id = wanted_volunteer AND a.assessor_id = wanted_assessor
              AND NOT EXISTS (SELECT FROM public.training_sheet s WHERE s.assignment_id = a.id));
        DELETE FROM public.training_scoredraft d WHERE d.assignment_id = ANY (gone);
        DELETE FROM public.training_assignment a WHERE a.id = ANY (gone);
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.score_draft_ends() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.clear_score_draft(NEW.assignment_id);
        RETURN NULL;
    END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.conflict_takes_off() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.take_off_conflicted(NEW.volunteer_id, NEW.assessor_id);
        RETURN NULL;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS score_draft_ends ON public.training_sheet",
    """CREATE TRIGGER score_draft_ends AFTER INSERT ON public.training_sheet FOR EACH ROW
       EXECUTE FUNCTION encircle.score_draft_ends()""",
    "DROP TRIGGER IF EXISTS conflict_takes_off ON public.training_conflict",
    """CREATE TRIGGER conflict_takes_off AFTER INSERT ON public.training_conflict FOR EACH ROW
       EXECUTE FUNCTION encircle.conflict_takes_off()""",
]

DEFINERS = [
    *(
        Definer(f"encircle.{signature}", "encircle_scope")
        for signature in ("owed_scores()", "all_scored(uuid)", "open_scores()", "names_to_assess()")
    ),
    Definer("encircle.clear_score_draft(uuid)", "encircle_scope", for_owner=True),
    Definer("encircle.take_off_conflicted(uuid,uuid)", "encircle_scope", for_owner=True),
]

OF_PEOPLE = (
    "assignment", "conflict", "sheet", "score", "sheetwords", "moderation", "moderationwords", "fewercoordinators",
    "agreedscore",
)  # fmt: skip


def _own(table: str) -> str:
    """In a row policy: the volunteer of the row is the one who was invited."""
    return (
        f"EXISTS (SELECT FROM public.training_invitation i WHERE i.id = {table}.invitation_id "
        f"AND i.volunteer_id = {table}.volunteer_id)"
    )


_ASSIGNED = (
    "EXISTS (SELECT FROM public.training_assignment a WHERE a.id = training_sheet.assignment_id "
    "AND a.assessor_id = training_sheet.assessor_id AND a.volunteer_id = training_sheet.volunteer_id "
    "AND a.invitation_id = training_sheet.invitation_id AND a.area_id = training_sheet.area_id)"
)


def _of_sheet(table: str) -> Policy:
    """With the sheet, in the same request; never afterwards."""
    return add(
        "sender",
        f"EXISTS (SELECT FROM public.training_sheet s WHERE s.id = {table}.sheet_id "
        f"AND s.invitation_id = {table}.invitation_id AND s.volunteer_id = {table}.volunteer_id "
        f"AND s.area_id = {table}.area_id AND s.assessor_id = {table}.assessor_id "
        f"AND s.by_id = {ACTOR} AND s.at = (SELECT encircle.now()))",
    )


def _words(name: str) -> Table:
    return Table(
        f"training_{name}",
        [
            read("staff", f"({STAFF} OR EXISTS (SELECT FROM public.training_trainer t WHERE t.user_id = {ACTOR}))"),
            add("manager", f"{MANAGER} AND {mine('set_by_id')}"),
            change("manager", MANAGER),
        ],
        updates=["ends_on"],
    )


_NOT_THEMSELVES = (
    "NOT EXISTS (SELECT FROM public.volunteers_volunteer v "
    "WHERE v.id = training_assignment.volunteer_id AND v.user_id = training_assignment.assessor_id)"
)
_TRAINS_THERE = (
    "EXISTS (SELECT FROM public.training_invitation i JOIN public.training_trainer t ON t.event_id = i.event_id "
    "WHERE i.id = training_assignment.invitation_id AND i.volunteer_id = training_assignment.volunteer_id "
    "AND i.event_id = training_assignment.event_id "
    "AND t.user_id = training_assignment.assessor_id)"
)


def _knows_nobody(table: str) -> str:
    """In a row policy: the assessor of the row is not noted as somebody who knows its volunteer."""
    return (
        f"NOT EXISTS (SELECT FROM public.training_conflict c WHERE c.volunteer_id = {table}.volunteer_id "
        f"AND c.assessor_id = {table}.assessor_id AND c.taken_back_at IS NULL)"
    )


_SCORES_THEM = _knows_nobody("training_sheet")

TABLES = [
    _words("exercise"),
    _words("criterion"),
    Table(
        "training_lookedfor",
        [
            read("staff", f"({STAFF} OR EXISTS (SELECT FROM public.training_trainer t WHERE t.user_id = {ACTOR}))"),
            add("manager", MANAGER),
        ],
        append_only=True,
    ),
    Table(
        "training_trainer",
        [
            read("staff", staff()),
            read("own", mine("user_id")),
            add(
                "staff",
                f"{staff()} AND {mine('by_id')} AND EXISTS (SELECT FROM public.training_event e "
                "WHERE e.id = training_trainer.event_id AND e.area_id = training_trainer.area_id)",
            ),
            remove("staff", staff()),
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "training_assignment",
        [
            read("staff", staff()),
            read("own", mine("assessor_id")),
            add(
                "staff",
                f"{staff()} AND {mine('by_id')} AND {ANOTHERS} AND {_NOT_THEMSELVES} AND {_TRAINS_THERE} "
                f"AND NOT encircle.all_scored(invitation_id) AND {_knows_nobody('training_assignment')}",
            ),
            remove("staff", staff()),
        ],
        keepers={"encircle_scope": "SELECT, DELETE"},
    ),
    # An assessor says so themselves, or staff note it: of somebody who is invited, and never of oneself as invited.
    Table(
        "training_conflict",
        [
            read("staff", f"{staff()} AND {ANOTHERS}"),
            read("own", mine("assessor_id")),
            add(
                "staff",
                f"{staff()} AND {mine('by_id')} AND {ANOTHERS} AND taken_back_at IS NULL AND EXISTS (SELECT FROM "
                "public.training_invitation i WHERE i.volunteer_id = training_conflict.volunteer_id)",
            ),
            add(
                "own",
                f"{mine('assessor_id')} AND {mine('by_id')} AND taken_back_at IS NULL AND EXISTS (SELECT FROM "
                "public.training_assignment a WHERE a.volunteer_id = training_conflict.volunteer_id "
                "AND a.assessor_id = training_conflict.assessor_id)",
            ),
            change("staff", f"{staff()} AND {ANOTHERS}", f"{staff()} AND {ANOTHERS} AND {mine('taken_back_by_id')}"),
        ],
        updates=["taken_back_at", "taken_back_by_id"],
        readers=["encircle_scope"],
    ),
    Table(
        "training_scoredraft",
        [
            read("own", mine("assessor_id")),
            add(
                "own",
                f"{mine('assessor_id')} AND EXISTS (SELECT FROM public.training_assignment a "
                "WHERE a.id = training_scoredraft.assignment_id AND a.assessor_id = training_scoredraft.assessor_id)",
            ),
            change("own", mine("assessor_id")),
            remove("own", mine("assessor_id")),
        ],
        keepers={"encircle_scope": "SELECT, DELETE"},
        updates=["answers", "saved_at"],
    ),
    # That somebody has sent is no score: staff see whom they still wait for.
    Table(
        "training_sheet",
        [
            read("staff", staff()),
            read("own", mine("assessor_id")),
            read("open", OPEN),
            add("own", f"{mine('assessor_id')} AND {mine('by_id')} AND {_ASSIGNED} AND {_SCORES_THEM}"),
            add(
                "keyed",
                f"{staff()} AND {mine('by_id')} AND {ANOTHERS} AND {NONE_OWED} AND {_ASSIGNED} AND {_SCORES_THEM}",
            ),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "training_score",
        [read("own", mine("assessor_id")), read("open", OPEN), _of_sheet("training_score")],
        append_only=True,
    ),
    Table(
        "training_sheetwords",
        [
            read("own", mine("assessor_id")),
            read("open", OPEN),
            receipt("volunteer_id"),
            _of_sheet("training_sheetwords"),
        ],
        append_only=True,
    ),
    Table(
        "training_moderation",
        [
            read("staff", staff()),
            add("staff", f"{staff()} AND {mine('by_id')} AND {ANOTHERS} AND {_own('training_moderation')}"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "training_moderationwords",
        [
            read("staff", staff()),
            receipt("volunteer_id"),
            add(
                "own",
                "EXISTS (SELECT FROM public.training_moderation m WHERE m.id = moderation_id "
                "AND m.volunteer_id = training_moderationwords.volunteer_id "
                f"AND m.area_id = training_moderationwords.area_id AND m.by_id = {ACTOR})",
            ),
        ],
        append_only=True,
    ),
    Table(
        # Whoever looks after all areas decides it: an exception is not for those who would need it.
        "training_fewercoordinators",
        [
            read("staff", staff()),
            add(
                "staff",
                f"{ALL_AREAS} AND {mine('by_id')} AND {ANOTHERS} AND {OPEN} AND {_own('training_fewercoordinators')}",
            ),
        ],
        append_only=True,
    ),
    Table(
        "training_agreedscore",
        [
            read("open", OPEN),
            add("staff", f"{staff()} AND {mine('by_id')} AND {OPEN} AND {_own('training_agreedscore')}"),
        ],
        append_only=True,
    ),
]
