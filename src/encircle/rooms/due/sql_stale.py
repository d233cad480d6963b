"""Which facts make what is owed stale: marked in the transaction that changes them, by statement and not by row."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Watched:
    """A table, and whose obligations its rows touch: a column of the row, or a read that leads there."""

    table: str
    scope: str
    column: str = ""
    through: str = ""  # follows FROM, with the changed rows as `n`
    updated: bool = False  # its rows may change after they were written
    removed: bool = False  # and may go again

    @property
    def subjects(self) -> str:
        column = self.column if "." in self.column else f"n.{self.column}"
        return f"SELECT DISTINCT {column} AS subject FROM changed n {self.through} WHERE {column} IS NOT NULL"


WATCHED = (
    Watched("circles_circle", "circle", "id", updated=True),
    Watched("circles_phase", "circle", "circle_id", updated=True),
    Watched("circles_pause", "circle", "circle_id", updated=True),
    Watched("circles_pausereturn", "circle", "circle_id"),
    Watched("circles_ending", "circle", "circle_id"),
    Watched("circles_releasedate", "circle", "circle_id"),
    Watched("circles_seat", "circle", "circle_id", updated=True),
    Watched("circles_seat", "core_member", "core_member_id", updated=True),
    Watched("meetings_meeting", "circle", "circle_id", updated=True),
    Watched("meetings_minutesversion", "circle", "circle_id"),
    Watched("meetings_minutesreturn", "circle", "circle_id"),
    Watched("meetings_approval", "circle", "circle_id"),
    Watched("sharing_release", "circle", "circle_id"),
    Watched("briefings_briefingheld", "circle", "circle_id"),
    Watched("briefings_startexception", "circle", "circle_id"),
    Watched("briefings_agreement", "circle", "circle_id"),
    Watched("briefings_agreementasked", "circle", "circle_id"),
    Watched("briefings_signature", "circle", "circle_id"),
    Watched("reviews_holding", "circle", "circle_id", updated=True),
    Watched("endings_plannedend", "circle", "circle_id"),
    Watched("endings_reportapproval", "circle", "circle_id"),
    Watched("endings_questionnaire", "circle", "circle_id"),
    Watched("endings_return", "circle", "circle_id"),
    Watched("outcomes_check", "circle", "circle_id"),
    # When a Circle starts, what was agreed with the person at its centre is due.
    Watched(
        "circles_phase",
        "core_member",
        "t.core_member_id",
        "JOIN public.circles_seat t ON t.circle_id = n.circle_id",
    ),
    Watched("joining_agreement", "core_member", "core_member_id"),
    Watched("joining_agreementwithdrawn", "core_member", "core_member_id"),
    Watched("people_carer", "core_member", "core_member_id", updated=True),
    Watched("people_coremember", "core_member", "id", updated=True),  # the day of birth: carers are asked until 18
    Watched("received_mappaaction", "core_member", "core_member_id"),
    Watched(
        "received_mappaactiondone",
        "core_member",
        "m.core_member_id",
        "JOIN public.received_mappaaction m ON m.id = n.action_id",
    ),
    Watched("referrals_submission", "referral", "referral_id"),
    Watched("referrals_referralwithdrawn", "referral", "referral_id"),
    Watched("referrals_decision", "referral", "referral_id"),
    Watched("referrals_referralread", "referral", "referral_id"),
    Watched("suitability_assessment", "referral", "referral_id"),
    Watched("suitability_panelmember", "referral", "referral_id"),
    Watched("suitability_view", "referral", "referral_id"),
    Watched("referrals_enquirystep", "enquiry", "enquiry_id"),
    Watched("sharing_consent", "core_member", "core_member_id"),
    Watched(
        "sharing_consentsubject",
        "core_member",
        "c.core_member_id",
        "JOIN public.sharing_consent c ON c.id = n.consent_id",
    ),
    Watched(
        "sharing_withdrawal",
        "core_member",
        "c.core_member_id",
        "JOIN public.sharing_consentsubject s ON s.id = n.subject_id JOIN public.sharing_consent c ON c.id = s.consent_id",
    ),
    Watched("suitability_waitingreview", "core_member", "place_id"),
    Watched("suitability_waitingleft", "core_member", "place_id"),
    Watched("partners_agencyagreement", "agency", "agency_id", updated=True),
    Watched("partners_partnercontact", "agency", "agency_id"),
    Watched("risk_concern", "concern", "id"),
    Watched("risk_concernstep", "concern", "concern_id"),
    Watched("recruiting_applicant", "applicant", "id", updated=True),
    Watched("recruiting_step", "applicant", "applicant_id"),
    Watched("recruiting_submission", "applicant", "applicant_id"),
    Watched("recruiting_interview", "applicant", "applicant_id"),
    Watched("recruiting_reference", "applicant", "applicant_id"),
    Watched("recruiting_referenceletter", "applicant", "applicant_id"),
    Watched("recruiting_referencecame", "applicant", "applicant_id"),
    Watched("recruiting_referencetaken", "applicant", "applicant_id"),
    Watched("volunteers_volunteer", "volunteer", "id", updated=True),
    Watched("circles_seat", "volunteer", "volunteer_id", updated=True),
    # In which prison a Circle meets, and since when it is out.
    *(
        Watched(table, "volunteer", "t.volunteer_id", "JOIN public.circles_seat t ON t.circle_id = n.circle_id")
        for table in ("circles_establishment", "circles_phase")
    ),
    Watched("vetting_check", "volunteer", "volunteer_id"),
    Watched("vetting_updatecheck", "volunteer", "volunteer_id"),
    Watched("vetting_checkdecision", "volunteer", "volunteer_id"),
    Watched("vetting_clearance", "volunteer", "volunteer_id"),
    Watched("training_completion", "volunteer", "volunteer_id", removed=True),
    Watched("training_outcome", "volunteer", "volunteer_id"),
    Watched("training_courserecord", "volunteer", "volunteer_id", removed=True),
    Watched("readiness_signing", "volunteer", "volunteer_id"),
    Watched("readiness_paper", "volunteer", "volunteer_id"),
    Watched("readiness_papertakenback", "volunteer", "volunteer_id"),
    Watched("readiness_datedexception", "volunteer", "volunteer_id", updated=True),
    Watched("leaving_endtalk", "volunteer", "volunteer_id"),
    Watched("leaving_resttalk", "volunteer", "volunteer_id"),
    Watched("support_away", "volunteer", "volunteer_id", updated=True),
    Watched("leaving_wish", "volunteer", "volunteer_id", updated=True),
    Watched("forming_keepclear", "volunteer", "volunteer_id", updated=True),
    Watched("forming_clearlook", "volunteer", "volunteer_id"),
    Watched("leaving_leaving", "volunteer", "volunteer_id"),
    Watched("leaving_calledoff", "volunteer", "volunteer_id"),
    Watched("leaving_carriedout", "volunteer", "volunteer_id"),  # their last instant has come
    Watched("leaving_lent", "volunteer", "volunteer_id"),
    Watched("leaving_lentover", "volunteer", "volunteer_id"),
    Watched("expenses_submission", "volunteer", "volunteer_id"),
    Watched("expenses_takenback", "volunteer", "volunteer_id"),
    Watched("expenses_decision", "volunteer", "volunteer_id"),
    Watched("support_check", "volunteer", "volunteer_id"),
    Watched(
        "support_callback",
        "volunteer",
        "c.volunteer_id",
        "JOIN public.support_check c ON c.id = n.check_of_id",
    ),
    Watched("support_supervisionplace", "volunteer", "volunteer_id", updated=True),
    Watched(
        "support_supervision",
        "volunteer",
        "p.volunteer_id",
        "JOIN public.support_supervisionplace p ON p.supervision_id = n.id",
        updated=True,
    ),
)
# A clock, a closed day, a course, a wording or the terms of expenses changed: everything is worked out again, by the worker.
CLOCKS = (
    "organisation_practicestandard",
    "organisation_kindstandard",
    "organisation_closureday",
    "training_course",
    "readiness_requirement",
    "readiness_wording",
    "expenses_terms",
)


def _trigger(name: str, table: str, event: str, function: str) -> list[str]:
    rows = "OLD" if event == "DELETE" else "NEW"
    return [
        f"DROP TRIGGER IF EXISTS {name} ON public.{table}",
        f"CREATE TRIGGER {name} AFTER {event} ON public.{table} REFERENCING {rows} TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION encircle.{function}()",
    ]


def _watching(one: Watched) -> list[str]:
    name = f"due_{one.scope}_of_{one.table}"
    return [
        f"""
        CREATE OR REPLACE FUNCTION encircle.{name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM encircle.mark_due('{one.scope}', ARRAY(SELECT s.subject FROM ({one.subjects}) s));
            RETURN NULL;
        END $$;
        """,
        *_trigger(f"due_{one.scope}_added", one.table, "INSERT", name),
        *(_trigger(f"due_{one.scope}_changed", one.table, "UPDATE", name) if one.updated else []),
        *(_trigger(f"due_{one.scope}_removed", one.table, "DELETE", name) if one.removed else []),
    ]


STALE_SQL = [
    """
    -- Marks what is to be reckoned anew. Harmless to call without need.
    CREATE OR REPLACE FUNCTION encircle.mark_due(wanted text, subjects uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        IF wanted = 'everything' THEN
            INSERT INTO public.due_stale (scope, subject_id, at) VALUES (wanted, NULL, encircle.now());
        ELSE
            INSERT INTO public.due_stale (scope, subject_id, at)
            SELECT wanted, s.id, encircle.now() FROM unnest(subjects) AS s(id);
        END IF;
    END $$;
    """,
    """
    CREATE OR REPLACE FUNCTION encircle.due_everything() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM encircle.mark_due('everything', ARRAY[]::uuid[]);
        RETURN NULL;
    END $$;
    """,
    *(statement for one in WATCHED for statement in _watching(one)),
    *(
        statement
        for table in CLOCKS
        for event in ("INSERT", "UPDATE", "DELETE")
        for statement in _trigger(f"due_clock_{event.lower()}", table, event, "due_everything")
    ),
]
