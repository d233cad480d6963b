"""Staff of the area see who was asked and what came back; a respondent their own questionnaire, until it is sent.

What somebody wrote is read by the person named to screen it, and by nobody else; everybody else reads the screened
words. Whoever holds a personal link acts as nobody: two functions take its token, show what is asked and keep what is
answered. No policy speaks of them.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    ANYONE,
    Definer,
    Policy,
    Table,
    add,
    glass,
    holds,
    mine,
    one_of,
    read,
    receipt,
    staff,
    system,
)
from encircle.rooms.reviews.row_policies import KEPT_NOW
from encircle.rooms.volunteers.row_policies import PRESENT

OWN = one_of("questionnaire_id", "own_questionnaires")
CHASER = system("escalator")
_KEPT = {"encircle_scope": "SELECT, INSERT"}
_THIS_MOMENT = (
    "questionnaire_id IN (SELECT o.questionnaire_id FROM public.endings_return o "
    "WHERE o.received_at = (SELECT encircle.now()))"
)

SQL = [
    f"""
    -- Passages of reports that were released to the acting professional, and that the agency whose words they are has
    -- since kept to the coordinator.
    CREATE OR REPLACE FUNCTION encircle.report_words_taken_back() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT k.id), '{{}}') FROM public.sharing_release r
        JOIN public.endings_reportpassage k ON k.version_id = r.report_id AND k.agency_id IS NOT NULL
        WHERE r.id = ANY ((SELECT encircle.own_end_reports())::uuid[]) AND {KEPT_NOW}
        );
    END
    $$;
    """,
    f"""
    -- Questionnaires of the acting person, sent or not: a volunteer's, or a professional's while their
    -- place at the agency lasts. The Circle is over, and with it the seat: the person counts.
    CREATE OR REPLACE FUNCTION encircle.own_questionnaires() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(q.id), '{{}}') FROM public.endings_questionnaire q
        WHERE q.volunteer_id IN (
                SELECT v.id FROM public.volunteers_volunteer v WHERE v.user_id = (SELECT encircle.actor())
                  AND {PRESENT})
           OR q.professional_id IN (
                SELECT p.id FROM public.partners_professional p
                WHERE p.user_id = (SELECT encircle.actor()) AND p.starts_at <= (SELECT encircle.now())
                  AND (p.ends_at IS NULL OR p.ends_at > (SELECT encircle.now())))
        );
    END
    $$;
    """,
    """
    -- The questionnaire behind a personal link: the newest link of it alone, while it lasts. Whoever asks, and as whom.
    CREATE OR REPLACE FUNCTION encircle.questionnaire_behind(token text)
    RETURNS TABLE (questionnaire_id uuid, respondent text, question_set_id uuid, is_sent boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        RETURN QUERY
            SELECT q.id, q.respondent::text, q.question_set_id, r.questionnaire_id IS NOT NULL
        FROM public.endings_questionnairelink l
        JOIN public.endings_questionnaire q ON q.id = l.questionnaire_id
        LEFT JOIN public.endings_return r ON r.questionnaire_id = q.id
        WHERE l.token_hash = encode(sha256(convert_to(token, 'UTF8')), 'hex')
          AND l.expires_at > (SELECT encircle.now())
          AND NOT EXISTS (SELECT FROM public.endings_questionnairelink n
                          WHERE n.questionnaire_id = l.questionnaire_id AND n.made_at > l.made_at);
    END
    $$;
    """,
    """
    -- Keeps what was answered by a personal link: question -> code, question -> words. False where it was sent before
    -- or the link works no longer. Answers to questions that were not asked are refused by whom they would mix up.
    CREATE OR REPLACE FUNCTION encircle.answer_by_link(token text, codes jsonb, texts jsonb) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        asked public.endings_questionnaire;
    BEGIN
        SELECT q.* INTO asked FROM encircle.questionnaire_behind(token) b
        JOIN public.endings_questionnaire q ON q.id = b.questionnaire_id WHERE NOT b.is_sent;
        IF NOT FOUND THEN RETURN false; END IF;
        IF EXISTS (SELECT FROM (SELECT jsonb_object_keys(codes) UNION ALL SELECT jsonb_object_keys(texts)) AS g (id)
                   WHERE g.id::uuid NOT IN (SELECT o.id FROM public.endings_question o
                                            WHERE o.question_set_id = asked.question_set_id)) THEN
            RAISE EXCEPTION 'not asked' USING ERRCODE = 'insufficient_privilege';
        END IF;
        INSERT INTO public.endings_return (questionnaire_id, circle_id, area_id, channel, answered_on, received_at,
                                           with_words)
        VALUES (asked.id, asked.circle_id, asked.area_id, 'link',
                (encircle.now() AT TIME ZONE 'Europe/London')::date, encircle.now(), texts <> '{}'::jsonb)
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN RETURN false; END IF;
        INSERT INTO public.endings_answer (id, questionnaire_id, circle_id, area_id, question_id, code)
        SELECT gen_random_uuid(), asked.id, asked.circle_id, asked.area_id, g.key::uuid, g.value
        FROM jsonb_each_text(codes) g;
        INSERT INTO public.endings_answerwords (id, questionnaire_id, circle_id, area_id, question_id, text)
        SELECT gen_random_uuid(), asked.id, asked.circle_id, asked.area_id, g.key::uuid, g.value
        FROM jsonb_each_text(texts) g;
        RETURN true;
    END
    $$;
    """,
]

DEFINERS = [
    Definer("encircle.report_words_taken_back()", "encircle_scope"),
    Definer("encircle.own_questionnaires()", "encircle_scope"),
    Definer("encircle.questionnaire_behind(text)", "encircle_scope"),
    Definer("encircle.answer_by_link(text,jsonb,jsonb)", "encircle_scope"),
]


def _of(table: str, parent: str, column: str) -> str:
    """Under a parent of the same Circle that the writer sees."""
    own = "id" if parent not in ("endings_return", "endings_screening") else "questionnaire_id"
    return f"{column} IN (SELECT o.{own} FROM public.{parent} o WHERE o.circle_id = {table}.circle_id)"


def _by_staff(table: str, who: str = "", *more: str) -> Policy:
    return add("staff", " AND ".join([staff(), *([mine(who)] if who else []), *more]))


def _asked(table: str) -> str:
    return _of(table, "endings_questionnaire", "questionnaire_id")


_SCREENS = f"questionnaire_id IN (SELECT o.questionnaire_id FROM public.endings_screener o WHERE o.user_id = {ACTOR})"
_STAFF_READ = [read("staff", staff()), read("glass", glass())]


def _answers(table: str) -> list[Policy]:
    """Given with the return, in its own moment, and never after."""
    given = f"{_THIS_MOMENT} AND {_asked(table)}"
    return [_by_staff(table, "", given), add("own", f"{OWN} AND {given}")]


TABLES = [
    Table("endings_plannedend", [*_STAFF_READ, _by_staff("endings_plannedend", "recorded_by_id")], append_only=True),
    Table(
        "endings_questionset",
        [read("anyone", ANYONE), add("manager", f"{holds('operations_manager')} AND {mine('made_by_id')}")],
        append_only=True,
    ),
    Table(
        "endings_question",
        [
            read("anyone", ANYONE),
            add(
                "manager",
                f"{holds('operations_manager')} AND question_set_id IN (SELECT o.id FROM public.endings_questionset o "
                f"WHERE o.made_by_id = {ACTOR} AND o.made_at = (SELECT encircle.now()))",
            ),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "endings_questionnaire",
        [
            read("staff", staff()),
            read("own", one_of("id", "own_questionnaires")),
            read("chaser", CHASER),
            _by_staff("endings_questionnaire", "asked_by_id"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "endings_questionnairelink",
        [
            read("staff", staff()),
            read("chaser", CHASER),
            _by_staff("endings_questionnairelink", "made_by_id", _asked("endings_questionnairelink")),
            add("chaser", f"{CHASER} AND made_by_id IS NULL"),
        ],
        unreadable=["token_hash"],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "endings_questionnairechase",
        [read("staff", staff()), read("chaser", CHASER), add("chaser", CHASER)],
        append_only=True,
    ),
    Table(
        "endings_return",
        [
            read("staff", staff()),
            read("own", OWN),
            read("chaser", CHASER),
            _by_staff("endings_return", "by_id", "channel = 'paper'", _asked("endings_return")),
            add("own", f"{OWN} AND {mine('by_id')} AND channel = 'signed_in' AND {_asked('endings_return')}"),
        ],
        keepers=_KEPT,
        append_only=True,
    ),
    Table(
        "endings_answer",
        [read("staff", staff()), *_answers("endings_answer")],
        keepers=_KEPT,
        append_only=True,
    ),
    Table(
        "endings_answerwords",
        [
            read("screener", f"{staff()} AND {_SCREENS}"),
            receipt("questionnaire_id"),
            *_answers("endings_answerwords"),
        ],
        keepers=_KEPT,
        append_only=True,
    ),
    Table(
        "endings_screener",
        [
            read("staff", staff()),
            _by_staff(
                "endings_screener",
                "named_by_id",
                mine("user_id"),
                _of("endings_screener", "endings_return", "questionnaire_id"),
                "questionnaire_id NOT IN (SELECT o.questionnaire_id FROM public.endings_screening o)",
            ),
        ],
        append_only=True,
    ),
    Table(
        "endings_screening",
        [read("staff", staff()), _by_staff("endings_screening", "screened_by_id", _SCREENS)],
        append_only=True,
    ),
    Table(
        "endings_screenedwords",
        [
            read("staff", staff()),
            receipt("questionnaire_id"),
            _by_staff(
                "endings_screenedwords",
                "",
                "questionnaire_id IN (SELECT o.questionnaire_id FROM public.endings_screening o "
                f"WHERE o.screened_by_id = {ACTOR} AND o.screened_at = (SELECT encircle.now()))",
            ),
        ],
        append_only=True,
    ),
    Table(
        "endings_reportversion",
        [*_STAFF_READ, _by_staff("endings_reportversion", "written_by_id")],
        append_only=True,
    ),
    Table(
        "endings_reportpassage",
        [
            *_STAFF_READ,
            receipt("version_id"),
            _by_staff(
                "endings_reportpassage",
                "",
                "version_id IN (SELECT o.id FROM public.endings_reportversion o "
                f"WHERE o.circle_id = endings_reportpassage.circle_id AND o.written_by_id = {ACTOR} "
                "AND o.written_at = (SELECT encircle.now()))",
            ),
        ],
        readers=["encircle_scope"],  # their ids alone leave the function
        append_only=True,
    ),
    Table(
        "endings_reportapproval",
        [
            *_STAFF_READ,
            _by_staff(
                "endings_reportapproval",
                "approved_by_id",
                _of("endings_reportapproval", "endings_reportversion", "version_id"),
            ),
        ],
        append_only=True,
    ),
]
