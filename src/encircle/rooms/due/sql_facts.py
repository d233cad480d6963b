"""The coded facts a Circle, a referral … is reckoned by, in one read; for the reckoner alone.

Whoever submits minutes may not see whether they were read and released, yet what is owed has to be worked out at once.
So the reckoner asks for facts by a function that answers nobody else: kinds, moments and references, never a word of
content. A rule that needs more adds a piece here and names the table in `sql_stale`.
"""

import re

from .sql_pieces import facts, rows
from .sql_volunteers import VOLUNTEER

CIRCLE = {
    "kind": "c.kind",
    "opened_at": "c.opened_at",
    "phases": rows("SELECT p.name, p.starts_at, p.ends_at FROM public.circles_phase p WHERE p.circle_id = c.id"),
    "pauses": rows(
        "SELECT p.id, p.starts_at, p.ends_at, p.expected_back_on FROM public.circles_pause p WHERE p.circle_id = c.id"
    ),
    "returns": rows(
        "SELECT r.pause_id, r.back_on, r.recorded_at FROM public.circles_pausereturn r WHERE r.circle_id = c.id"
    ),
    "ended_at": "(SELECT e.ended_at FROM public.circles_ending e WHERE e.circle_id = c.id)",
    "has_died": "EXISTS (SELECT FROM public.circles_ending e WHERE e.circle_id = c.id AND e.reason = 'died')",
    "release_dates": rows(
        "SELECT r.id, r.released_on, r.recorded_at FROM public.circles_releasedate r WHERE r.circle_id = c.id"
    ),
    "meetings": rows(
        "SELECT m.id, m.starts_at, m.ends_at, m.held_until, m.outcome, m.minutes_elsewhere "
        "FROM public.meetings_meeting m WHERE m.circle_id = c.id AND m.cancelled_at IS NULL"
    ),
    "versions": rows(
        "SELECT v.id, v.meeting_id, v.number, v.submitted_at, r.returned_at FROM public.meetings_minutesversion v "
        "LEFT JOIN public.meetings_minutesreturn r ON r.version_id = v.id WHERE v.circle_id = c.id"
    ),
    "approvals": rows(
        "SELECT a.version_id, a.meeting_id, a.approved_at, (SELECT min(r.released_at) FROM public.sharing_release r "
        "WHERE r.version_id = a.version_id AND r.kind = 'minutes') AS released_at "
        "FROM public.meetings_approval a WHERE a.circle_id = c.id"
    ),
    "seats": rows(
        "SELECT s.part, s.coordinator_id, s.starts_at, s.ends_at FROM public.circles_seat s "
        "WHERE s.circle_id = c.id AND s.part IN ('coordinator', 'outer_circle', 'volunteer')"
    ),
    "briefed_at": "(SELECT min(b.held_at) FROM public.briefings_briefingheld b WHERE b.circle_id = c.id)",
    "excepted_at": "(SELECT x.decided_at FROM public.briefings_startexception x WHERE x.circle_id = c.id)",
    # The newest version, once nobody of the inner circle or of those asked besides is missing.
    "agreement_signed_at": """(SELECT (SELECT max(s.recorded_at) FROM public.briefings_signature s
        WHERE s.agreement_id = a.id) FROM public.briefings_agreement a WHERE a.circle_id = c.id
        AND NOT EXISTS (SELECT FROM public.briefings_agreement n WHERE n.circle_id = c.id AND n.number > a.number)
        AND NOT EXISTS (SELECT FROM public.circles_seat t WHERE t.circle_id = c.id
            AND (t.ends_at IS NULL OR t.ends_at > encircle.now()) AND (t.part IN ('core_member', 'volunteer')
                OR EXISTS (SELECT FROM public.briefings_agreementasked k WHERE k.agreement_id = a.id AND k.seat_id = t.id))
            AND NOT EXISTS (SELECT FROM public.briefings_signature s
                            WHERE s.agreement_id = a.id AND s.seat_id = t.id)))""",
    "reviews": rows("SELECT h.held_until, h.number FROM public.reviews_holding h WHERE h.circle_id = c.id"),
    "planned_ends": rows("SELECT e.ends_on, e.recorded_at FROM public.endings_plannedend e WHERE e.circle_id = c.id"),
    "reported_at": "(SELECT min(r.approved_at) FROM public.endings_reportapproval r WHERE r.circle_id = c.id)",
    "questionnaires": rows(
        "SELECT q.id, q.asked_at, (SELECT r.received_at FROM public.endings_return r WHERE r.questionnaire_id = q.id) "
        "AS returned_at FROM public.endings_questionnaire q WHERE q.circle_id = c.id"
    ),
    "checks": rows(
        "SELECT k.since, k.months, k.recorded_at FROM public.outcomes_check k WHERE k.circle_id = c.id "
        "AND k.since <> '' AND k.corrects_id IS NULL"
    ),
}
REFERRAL = {
    "kind": "r.kind",
    "submitted_at": "s.submitted_at",
    "on_paper": "r.on_paper",
    "read_at": "(SELECT f.read_at FROM public.referrals_referralread f WHERE f.referral_id = r.id)",
    "assessed_at": "(SELECT min(a.at) FROM public.suitability_assessment a WHERE a.referral_id = r.id)",
    "withdrawn_at": "(SELECT w.at FROM public.referrals_referralwithdrawn w WHERE w.referral_id = r.id)",
    "decisions": rows(
        "SELECT d.outcome, d.put_off_until, d.decided_at FROM public.referrals_decision d WHERE d.referral_id = r.id"
    ),
    "panel": rows(
        "SELECT m.id, m.user_id, m.asked_at, m.wanted_by, (SELECT min(v.at) FROM public.suitability_view v "
        "WHERE v.referral_id = m.referral_id AND v.user_id = m.user_id) AS answered_at "
        "FROM public.suitability_panelmember m WHERE m.referral_id = r.id"
    ),
}
ENQUIRY = {
    "steps": rows(
        "SELECT s.id, s.kind, s.call_back_on, s.at FROM public.referrals_enquirystep s WHERE s.enquiry_id = e.id"
    )
}
CORE_MEMBER = {
    "consents": rows(
        "SELECT o.id, o.answer, o.given_by, o.carer_id, o.agency_id, o.starts_at, o.ends_at, o.recorded_at, "
        "(SELECT count(*) FROM public.sharing_consentsubject b WHERE b.consent_id = o.id) AS subjects, "
        "(SELECT count(*) FROM public.sharing_consentsubject b JOIN public.sharing_withdrawal w ON w.subject_id = b.id "
        "WHERE b.consent_id = o.id) AS withdrawn, "
        "(SELECT max(w.withdrawn_at) FROM public.sharing_consentsubject b "
        "JOIN public.sharing_withdrawal w ON w.subject_id = b.id WHERE b.consent_id = o.id) AS withdrawn_at "
        "FROM public.sharing_consent o WHERE o.core_member_id = p.id"
    ),
    "seats": rows(
        "SELECT s.circle_id, s.starts_at, s.ends_at, (SELECT i.kind FROM public.circles_circle i "
        "WHERE i.id = s.circle_id) AS kind, (SELECT min(h.starts_at) FROM public.circles_phase h "
        "WHERE h.circle_id = s.circle_id AND h.name <> 'forming') AS circle_started_at "
        "FROM public.circles_seat s WHERE s.core_member_id = p.id"
    ),
    "born_on": "p.born_on",
    "carers": rows(
        "SELECT k.id, k.starts_at, k.ends_at FROM public.people_carer k "
        "WHERE k.core_member_id = p.id AND k.consent_required"
    ),
    "agreed": rows(
        "SELECT j.recorded_at, j.carer_id, (SELECT w.withdrawn_at FROM public.joining_agreementwithdrawn w "
        "WHERE w.agreement_id = j.id) AS withdrawn_at FROM public.joining_agreement j WHERE j.core_member_id = p.id"
    ),
    "mappa_actions": rows(
        "SELECT m.id, m.due_on, m.recorded_at, (SELECT d.recorded_at FROM public.received_mappaactiondone d "
        "WHERE d.action_id = m.id) AS done_at FROM public.received_mappaaction m WHERE m.core_member_id = p.id"
    ),
    "left_at": "(SELECT l.at FROM public.suitability_waitingleft l WHERE l.place_id = p.id)",
    "waiting_reviews": rows(
        "SELECT w.id, w.review_on, w.at FROM public.suitability_waitingreview w WHERE w.place_id = p.id"
    ),
}
AGENCY = {
    "agreements": rows(
        "SELECT a.id, a.starts_on, a.ends_on, a.review_on, a.recorded_at, (SELECT n.recorded_at "
        "FROM public.partners_agencyagreement n WHERE n.replaces_id = a.id) AS replaced_at "
        "FROM public.partners_agencyagreement a "
        "WHERE a.agency_id = g.id"
    ),
    "contacts": rows(
        "SELECT t.id, t.area_id, t.contacted_on, t.recorded_at, t.next_on FROM public.partners_partnercontact t "
        "WHERE t.agency_id = g.id"
    ),
}
CONCERN = {
    "urgency": "n.urgency",
    "raised_at": "n.raised_at",
    "circle_id": "n.circle_id",
    "walled": "n.walled",
    "about_user_id": "n.about_user_id",
    "steps": rows(
        "SELECT s.kind, s.urgency, s.at FROM public.risk_concernstep s WHERE s.concern_id = n.id "
        "AND s.kind IN ('triaged', 'told', 'closed', 'reopened')"
    ),
}
APPLICANT = {
    "asked_at": "y.asked_at",
    "steps": rows("SELECT s.stage, s.at FROM public.recruiting_step s WHERE s.applicant_id = y.id"),
    "submitted_at": "(SELECT s.submitted_at FROM public.recruiting_submission s WHERE s.applicant_id = y.id)",
    "interviewed_at": "(SELECT min(i.at) FROM public.recruiting_interview i WHERE i.applicant_id = y.id)",
    "references": rows(
        "SELECT f.id, f.asked_at, "
        "(SELECT c.received_at FROM public.recruiting_referencecame c WHERE c.reference_id = f.id) AS received_at, "
        "(SELECT t.at FROM public.recruiting_referencetaken t WHERE t.reference_id = f.id) AS taken_at, "
        + rows("SELECT l.made_at FROM public.recruiting_referenceletter l WHERE l.reference_id = f.id")
        + " AS letters FROM public.recruiting_reference f WHERE f.applicant_id = y.id"
    ),
}
# scope -> its area, its facts, where its subjects stand, and by what name
SUBJECTS = {
    "circle": ("c.area_id", CIRCLE, "public.circles_circle c", "c.id"),
    "referral": (
        "r.area_id",
        REFERRAL,
        "public.referrals_referral r LEFT JOIN public.referrals_submission s ON s.referral_id = r.id",
        "r.id",
    ),
    "enquiry": ("e.area_id", ENQUIRY, "public.referrals_enquiry e", "e.id"),
    "core_member": ("p.area_id", CORE_MEMBER, "public.people_coremember p", "p.id"),
    "agency": ("NULL::uuid", AGENCY, "public.partners_agency g", "g.id"),
    "concern": ("n.area_id", CONCERN, "public.risk_concern n", "n.id"),
    "applicant": ("y.area_id", APPLICANT, "public.recruiting_applicant y", "y.id"),
    "volunteer": ("v.area_id", VOLUNTEER, "public.volunteers_volunteer v", "v.id"),
}


def _named(pieces: dict[str, str]) -> set[str]:
    return {name for piece in pieces.values() for name in re.findall(r"public\.(\w+)", piece)}


TABLES_READ = sorted(
    name for _, pieces, source, _ in SUBJECTS.values() for name in _named(pieces) | _named({"source": source})
)


def _facts_of(scope: str) -> str:
    area, pieces, source, key = SUBJECTS[scope]
    return f"""WHEN '{scope}' THEN RETURN QUERY
            SELECT {key}, {area}, {facts(pieces)} FROM {source} WHERE {key} = ANY (wanted);"""


def _ids_of(scope: str) -> str:
    _, _, source, key = SUBJECTS[scope]
    return f"""WHEN '{scope}' THEN RETURN QUERY
            SELECT {key} FROM {source} WHERE (after IS NULL OR {key} > after) ORDER BY {key} LIMIT most;"""


FACTS_SQL = [
    f"""
    -- The coded facts of some Circles, referrals …: for the reckoner, and for nobody else.
    CREATE OR REPLACE FUNCTION encircle.due_facts(scope text, wanted uuid[])
    RETURNS TABLE (id uuid, area_id uuid, facts jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        IF (SELECT encircle.system()) IS DISTINCT FROM 'reckoner' THEN RETURN; END IF;
        CASE scope
        {" ".join(_facts_of(scope) for scope in SUBJECTS)}
        END CASE;
    END $$;
    """,
    f"""
    -- The next subjects after one, for the sweep of everything.
    CREATE OR REPLACE FUNCTION encircle.due_subjects(scope text, after uuid, most integer) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
        IF (SELECT encircle.system()) IS DISTINCT FROM 'reckoner' THEN RETURN; END IF;
        CASE scope
        {" ".join(_ids_of(scope) for scope in SUBJECTS)}
        END CASE;
    END $$;
    """,
]
