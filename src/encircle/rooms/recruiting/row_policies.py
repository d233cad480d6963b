"""Staff of the area see who comes forward. The receptionist takes what somebody writes on the public form, and reads
nothing. An applicant has their own draft in hand, which nobody else reads; sent, they and the staff read it. What was
said apart is added by whoever has just applied, once, and read by no login at all.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    ANYONE,
    NOBODY,
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
    system,
)
from encircle.rooms.volunteers.row_policies import PRESENT

from .sql_figures import FIGURES_SQL

RECEPTIONIST = "receptionist"


def with_area(table: str) -> str:
    """A row of an applicant carries their area, so that whoever writes it must reach them."""
    name = f"{table}_in_area"
    return f"""
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{name}') THEN
            ALTER TABLE public.{table} ADD CONSTRAINT {name} FOREIGN KEY (applicant_id, area_id)
                REFERENCES public.recruiting_applicant (id, area_id) ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
        END IF;
    END $$;
    """


DRAFTS = one_of("applicant_id", "own_drafts_to_volunteer")
OWN = one_of("applicant_id", "own_applications")

_KEPT = {"encircle_scope": "SELECT, INSERT"}
OF_REFERENCES = ("referenceletter", "referencecame", "referencetext", "referencetaken")


def with_reference(table: str) -> str:
    """What belongs to a reference names the applicant whose reference it is."""
    name = f"{table}_of_reference"
    return f"""
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{name}') THEN
            ALTER TABLE public.{table} ADD CONSTRAINT {name} FOREIGN KEY (reference_id, applicant_id)
                REFERENCES public.recruiting_reference (id, applicant_id) DEFERRABLE INITIALLY IMMEDIATE;
        END IF;
    END $$;
    """


SQL = [
    *(with_reference(f"recruiting_{name}") for name in OF_REFERENCES),
    *(
        with_area(f"recruiting_{name}")
        for name in (
            "step",
            "words",
            "application",
            "sectiondraft",
            "submission",
            "submittedsection",
            "reference",
            *OF_REFERENCES,
        )
    ),
    f"""
    -- Applications of the acting person, in whatever state.
    CREATE OR REPLACE FUNCTION encircle.own_applications() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(a.applicant_id), '{{}}') FROM public.recruiting_application a
            JOIN public.volunteers_volunteer v ON v.id = a.volunteer_id
            WHERE v.user_id = (SELECT encircle.actor()) AND {PRESENT}
        );
    END
    $$;
    """,
    """
    -- Those the acting person has in hand: neither sent nor over.
    CREATE OR REPLACE FUNCTION encircle.own_drafts_to_volunteer() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(o.id), '{}') FROM unnest(encircle.own_applications()) AS o (id)
            WHERE NOT EXISTS (SELECT FROM public.recruiting_step s
                              WHERE s.applicant_id = o.id AND s.stage NOT IN ('informed', 'invited'))
        );
    END
    $$;
    """,
    """
    -- Where the acting person's own application stands: the stage and no reason.
    CREATE OR REPLACE FUNCTION encircle.own_standing_as_applicant()
    RETURNS TABLE (applicant_id uuid, stage text, since timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT s.applicant_id, s.stage::text, s.at FROM public.recruiting_step s
            WHERE s.applicant_id = ANY (encircle.own_applications()) ORDER BY s.at DESC, s.id DESC LIMIT 1;
    END
    $$;
    """,
    """
    -- Whom it concerns that somebody comes forward: the coordinators of their area, else the operations managers. For
    -- the notice of it, from the form, from whoever applies, and from the staff who note it.
    CREATE OR REPLACE FUNCTION encircle.coordinators_of_applicant(wanted uuid) RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            WITH present AS (
            SELECT a.user_id, a.role, a.area_id FROM public.access_appointment a
            JOIN public.accounts_user u ON u.id = a.user_id AND u.suspended_at IS NULL
            WHERE a.starts_at <= (SELECT encircle.now()) AND (a.ends_at IS NULL OR a.ends_at > (SELECT encircle.now()))
        ), concerned AS (
            SELECT y.area_id FROM public.recruiting_applicant y WHERE y.id = wanted AND (
                (SELECT encircle.system()) = 'receptionist' OR y.id = ANY (encircle.own_applications())
                OR (SELECT encircle.all_areas()) OR y.area_id = ANY ((SELECT encircle.staff_areas())::uuid[]))
        ), ranked AS (
            SELECT p.user_id, 1 AS turn FROM concerned c
            JOIN present p ON p.role = 'coordinator' AND p.area_id = c.area_id
            UNION ALL
            SELECT p.user_id, 2 FROM concerned c JOIN present p ON p.role = 'operations_manager'
        )
        SELECT coalesce(array_agg(DISTINCT user_id), '{}') FROM ranked WHERE turn = (SELECT min(turn) FROM ranked)
        );
    END
    $$;
    """,
    """
    -- What somebody wrote and never sent goes when it ends. Harmless to call without need.
    CREATE OR REPLACE FUNCTION encircle.clear_drafts_to_volunteer(wanted uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        DELETE FROM public.recruiting_sectiondraft d WHERE d.applicant_id = wanted
        AND EXISTS (SELECT FROM public.recruiting_step s WHERE s.applicant_id = wanted
                    AND s.stage IN ('accepted', 'declined', 'withdrawn'));
    END
    $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.drafts_to_volunteer_end() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.clear_drafts_to_volunteer(NEW.applicant_id);
        RETURN NULL;
    END $$;
    """,
    "DROP TRIGGER IF EXISTS drafts_end ON public.recruiting_step",
    """CREATE TRIGGER drafts_end AFTER INSERT ON public.recruiting_step FOR EACH ROW
       WHEN (NEW.stage IN ('accepted', 'declined', 'withdrawn'))
       EXECUTE FUNCTION encircle.drafts_to_volunteer_end()""",
    """
    -- The reference behind a personal link: the newest letter of it alone, while it lasts and the applicant is in hand.
    CREATE OR REPLACE FUNCTION encircle.reference_behind(token text)
    RETURNS TABLE (reference_id uuid, about text, is_sent boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT r.id, a.given_name || ' ' || a.family_name, c.reference_id IS NOT NULL
        FROM public.recruiting_referenceletter l
        JOIN public.recruiting_reference r ON r.id = l.reference_id
        JOIN public.recruiting_applicant a ON a.id = r.applicant_id
        LEFT JOIN public.recruiting_referencecame c ON c.reference_id = r.id
        WHERE l.token_hash = encode(sha256(convert_to(token, 'UTF8')), 'hex')
          AND l.expires_at > (SELECT encircle.now())
          AND NOT EXISTS (SELECT FROM public.recruiting_referenceletter n
                          WHERE n.reference_id = l.reference_id AND n.made_at > l.made_at)
          AND NOT EXISTS (SELECT FROM public.recruiting_step s WHERE s.applicant_id = r.applicant_id
                          AND s.stage IN ('accepted', 'declined', 'withdrawn'));
    END
    $$;
    """,
    """
    -- Keeps what was written by a personal link. False where it was sent before or the link works no longer.
    CREATE OR REPLACE FUNCTION encircle.give_reference(token text, answers jsonb) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        asked public.recruiting_reference;
    BEGIN
        SELECT r.* INTO asked FROM encircle.reference_behind(token) b
        JOIN public.recruiting_reference r ON r.id = b.reference_id WHERE NOT b.is_sent;
        IF NOT FOUND THEN RETURN false; END IF;
        INSERT INTO public.recruiting_referencecame (reference_id, applicant_id, area_id, how, written_on, received_at)
        VALUES (asked.id, asked.applicant_id, asked.area_id, 'link',
                (encircle.now() AT TIME ZONE 'Europe/London')::date, encircle.now())
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN RETURN false; END IF;
        INSERT INTO public.recruiting_referencetext (id, reference_id, applicant_id, area_id, answers)
        VALUES (gen_random_uuid(), asked.id, asked.applicant_id, asked.area_id, answers);
        RETURN true;
    END
    $$;
    """,
    *FIGURES_SQL,
]

DEFINERS = [
    Definer("encircle.reference_behind(text)", "encircle_scope"),
    Definer("encircle.give_reference(text,jsonb)", "encircle_scope"),
    Definer("encircle.coordinators_of_applicant(uuid)", "encircle_scope"),
    Definer("encircle.clear_drafts_to_volunteer(uuid)", "encircle_scope", for_owner=True),
    Definer("encircle.said_apart_figures()", "encircle_scope"),
    Definer("encircle.own_applications()", "encircle_scope"),
    Definer("encircle.own_drafts_to_volunteer()", "encircle_scope"),
    Definer("encircle.own_standing_as_applicant()", "encircle_scope"),
]


def _of_staff(who: str = "by_id") -> list[Policy]:
    return [read("staff", staff()), add("staff", f"{staff()} AND {mine(who)}")]


TABLES = [
    Table(
        "recruiting_applicant",
        [
            *_of_staff("noted_by_id"),
            read("own", one_of("id", "own_applications")),
            add("receptionist", f"{system(RECEPTIONIST)} AND channel = 'form' AND noted_by_id IS NULL"),
        ],
        readers=["encircle_scope"],
    ),
    Table(
        "recruiting_step",
        [
            *_of_staff(),
            add("own", f"{DRAFTS} AND stage = 'applied' AND {mine('by_id')}"),
            add("end", f"{OWN} AND stage = 'withdrawn' AND {mine('by_id')}"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table("recruiting_words", [*_of_staff(), receipt("applicant_id")], append_only=True),
    Table(
        "recruiting_application",
        [read("staff", staff()), read("own", OWN), add("staff", staff())],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "recruiting_sectiondraft",
        [read("own", DRAFTS), add("own", DRAFTS), change("own", DRAFTS), remove("own", DRAFTS)],
        updates=["answers", "done", "revision", "saved_at"],
        keepers={"encircle_scope": "SELECT, DELETE"},
    ),
    Table(
        "recruiting_submission",
        [
            read("staff", staff()),
            read("own", OWN),
            add("own", f"{DRAFTS} AND {mine('submitted_by_id')}"),
            change("own", f"{OWN} AND NOT asked_apart", f"{OWN} AND asked_apart"),
        ],
        updates=["asked_apart"],
    ),
    Table(
        "recruiting_submittedsection",
        [read("staff", staff()), read("own", OWN), receipt("applicant_id"), add("own", DRAFTS)],
        append_only=True,
    ),
    Table(
        "recruiting_saidapart",
        [
            read("nobody", NOBODY),
            add(
                "own",
                "EXISTS (SELECT FROM public.recruiting_submission s WHERE NOT s.asked_apart "
                f"AND s.submitted_by_id = {ACTOR})",
            ),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "recruiting_volunteercriterion",
        [
            read("anyone", ANYONE),
            add("manager", f"{holds('operations_manager')} AND {mine('set_by_id')}"),
            change("manager", holds("operations_manager")),
        ],
        updates=["ends_on"],
    ),
    Table("recruiting_interview", _of_staff(), append_only=True),
    Table(
        "recruiting_interviewmark",
        [
            read("staff", staff()),
            add(
                "staff",
                f"{staff()} AND interview_id IN (SELECT i.id FROM public.recruiting_interview i "
                f"WHERE i.applicant_id = recruiting_interviewmark.applicant_id AND i.by_id = {ACTOR} "
                "AND i.at = (SELECT encircle.now()))",
            ),
        ],
        append_only=True,
    ),
    # Nobody who applies reads a word of these, nor that they are there.
    Table("recruiting_reference", _of_staff("asked_by_id"), readers=["encircle_scope"], append_only=True),
    Table(
        "recruiting_referenceletter",
        _of_staff("made_by_id"),
        unreadable=["token_hash"],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "recruiting_referencecame",
        [read("staff", staff()), add("staff", f"{staff()} AND {mine('by_id')} AND how = 'letter'")],
        keepers=_KEPT,
        append_only=True,
    ),
    Table(
        "recruiting_referencetext",
        [
            read("staff", staff()),
            receipt("reference_id"),
            add(
                "staff",
                f"{staff()} AND reference_id IN (SELECT c.reference_id FROM public.recruiting_referencecame c "
                f"WHERE c.by_id = {ACTOR} AND c.received_at = (SELECT encircle.now()))",
            ),
        ],
        keepers=_KEPT,
        append_only=True,
    ),
    Table("recruiting_referencetaken", _of_staff(), append_only=True),
]
