"""The catalogue agrees with the declarations, and a hole planted in it is found."""

import pytest
from django.apps import apps
from django.db import connection, models

from encircle.foundations.access.catalogue import content_tables, faults
from tests.support.database import as_owner, superuser

# Narrative lives in content tables. The few long texts elsewhere, each with its reason:
PLAIN_TEXT = {
    ("access_breakglass", "reason"): "read by its reviewers as a matter of course; about the opener, not the opened",
    ("joining_formofwords", "lines"): "the charity's own form, about nobody",
    ("readiness_wording", "lines"): "the charity's own form, about nobody",
    ("organisation_settingchange", "old"): "a setting of the charity, about nobody",
    ("organisation_settingchange", "new"): "a setting of the charity, about nobody",
    ("organisation_settingchange", "why"): "why a setting of the charity was changed",
}
DRAFTS = {"meetings_minutesdraft", "meetings_draftrevision", "messaging_draft"}


def present_faults():
    with connection.cursor() as cursor:
        return faults(cursor)


def test_the_database_grants_exactly_what_is_declared(db):
    assert present_faults() == []


HOLES = {
    "row security off": (
        "ALTER TABLE public.meetings_passage DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE public.meetings_passage ENABLE ROW LEVEL SECURITY",
        "Table meetings_passage has no row-level security.",
    ),
    "a policy for everything": (
        "CREATE POLICY hole ON public.meetings_passage FOR SELECT TO encircle_app USING (true)",
        "DROP POLICY hole ON public.meetings_passage",
        "Policy hole on meetings_passage is there but not declared.",
    ),
    "the receipt gone": (
        "ALTER POLICY receipt_select ON public.meetings_passage RENAME TO gone",
        "ALTER POLICY gone ON public.meetings_passage RENAME TO receipt_select",
        "Policy receipt_select on meetings_passage is declared but not there.",
    ),
    "a column made changeable": (
        "GRANT UPDATE (text) ON public.meetings_passage TO encircle_app",
        "REVOKE UPDATE (text) ON public.meetings_passage FROM encircle_app",
        "encircle_app may UPDATE meetings_passage.text, which is not declared.",
    ),
    "the search vector made readable": (
        "GRANT SELECT (search) ON public.meetings_passage TO encircle_app",
        "REVOKE SELECT (search) ON public.meetings_passage FROM encircle_app",
        "encircle_app may SELECT meetings_passage.search, which is not declared.",
    ),
    "a table emptied at will": (
        "GRANT TRUNCATE ON public.audit_entry TO encircle_worker",
        "REVOKE TRUNCATE ON public.audit_entry FROM encircle_worker",
        "encircle_worker may TRUNCATE on audit_entry, which is not declared.",
    ),
    "a view": (
        "CREATE VIEW public.hole AS SELECT * FROM public.meetings_passage",
        "DROP VIEW public.hole",
        "View hole reads past the row policies of whoever asks.",
    ),
    "a new table": (
        "CREATE TABLE public.hole (id int)",
        "DROP TABLE public.hole",
        "Table hole is declared nowhere.",
    ),
    "a function of the owner": (
        "CREATE FUNCTION encircle.hole() RETURNS bigint LANGUAGE sql SECURITY DEFINER "
        "AS 'SELECT count(*) FROM public.meetings_passage'",
        "DROP FUNCTION encircle.hole()",
        "Function encircle.hole() runs with the rights of encircle_owner.",
    ),
}


@pytest.mark.parametrize("hole", HOLES)
def test_a_planted_hole_is_found(db, hole):
    dig, fill, fault = HOLES[hole]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(dig)
        try:
            found = present_faults()
        finally:
            cursor.execute(fill)
    assert fault in found


def test_a_login_past_the_policies_is_found(db):
    with superuser() as raw:
        raw.execute("ALTER ROLE encircle_scope BYPASSRLS")
        try:
            found = present_faults()
        finally:
            raw.execute("ALTER ROLE encircle_scope NOBYPASSRLS")
    assert found == ["encircle_scope is past the row policies."]


def long_texts():
    return {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model.__module__.startswith("encircle.")
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.TextField)
    }


def test_narrative_stands_only_where_a_receipt_is_demanded():
    outside = {(table, column) for table, column in long_texts() if table not in content_tables() | DRAFTS}
    assert outside == set(PLAIN_TEXT)


def test_every_table_is_reached_through_a_named_model_or_not_at_all():
    assert content_tables() == {
        "recruiting_submittedsection",
        "recruiting_referencetext",
        "recruiting_words",
        "vetting_checkdecisionwords",
        "readiness_exceptionwords",
        "forming_exclusionwords",
        "forming_keepclearwords",
        "forming_clearlookwords",
        "training_feedback",
        "training_moderationwords",
        "training_sheetwords",
        "leaving_wishwords",
        "leaving_leavingwords",
        "leaving_exitwords",
        "leaving_exitreplywords",
        "leaving_referencewords",
        "leaving_endtalkwords",
        "leaving_resttalkwords",
        "messaging_messagewords",
        "expenses_decisionwords",
        "expenses_receiptlock",
        "support_checkwords",
        "support_callbackwords",
        "support_supervisionnote",
        "support_awaywords",
        "circles_endingwords",
        "circles_phasewords",
        "endings_answerwords",
        "endings_screenedwords",
        "endings_reportpassage",
        "outcomes_checkwords",
        "referrals_referraldocumentlock",
        "reviews_viewpassage",
        "reviews_decisionwords",
        "reviews_packpassage",
        "people_homecontact",
        "people_persondocumentlock",
        "partners_signedcopylock",
        "meetings_passage",
        "meetings_remarktext",
        "risk_concernaccount",
        "risk_stepreason",
        "received_developmenttext",
        "received_mappaactiontext",
        "received_onwardwords",
        "corrections_correctionwords",
        "referrals_enquirynote",
        "referrals_submittedsection",
        "referrals_decisionwords",
        "suitability_evidence",
        "suitability_settlementwords",
        "joining_agreementwords",
        "joining_capacitywords",
        "joining_scopewords",
        "joining_scopeforvolunteers",
        "suitability_viewwords",
        "sharing_groundreason",
        "sharing_releasepassage",
        "records_breachaccount",
        "circles_goalprogressnote",
        "circles_goalstepwords",
        "circles_goalwords",
        "circles_pausewords",
        "briefings_packtext",
        "briefings_startexceptionwords",
        "briefings_agreementtext",
    }
