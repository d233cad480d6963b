"""Addresses about the end of a Circle and what comes after."""

from django.urls import URLPattern, URLResolver, path

from . import after, ending_report, follow_up, questionnaires, report_releases

CIRCLE = "circles/<uuid:circle_id>"
ASKED = "questionnaires/<uuid:questionnaire_id>"
REPORT = "reports/<uuid:report_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CIRCLE}/after/", after.after, name="after"),
    path(f"{CIRCLE}/after/planned-end", after.planned_end, name="planned_end"),
    path(f"{CIRCLE}/after/why", after.ending_words, name="ending_words"),
    path(f"{CIRCLE}/questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path(f"{CIRCLE}/questionnaires/asking", questionnaires.asking, name="questionnaires_asking"),
    path("questionnaires/", questionnaires.numbers, name="questionnaire_numbers"),
    path(f"{ASKED}/", questionnaires.questionnaire, name="questionnaire"),
    path(f"{ASKED}/letter", questionnaires.letter, name="questionnaire_letter"),
    path(f"{ASKED}/keying", questionnaires.keying, name="questionnaire_keying"),
    path(f"{ASKED}/screener", questionnaires.screener, name="screener"),
    path(f"{ASKED}/screening", questionnaires.screening, name="screening"),
    path(f"{CIRCLE}/report/new", ending_report.report_new, name="report_new"),
    path(f"{REPORT}/", ending_report.report, name="report"),
    path(f"{REPORT}/approval", ending_report.report_approval, name="report_approval"),
    path(f"{REPORT}/release", report_releases.report_release, name="report_release"),
    path(f"{REPORT}/released", report_releases.report_released, name="report_released"),
    path(f"{REPORT}/pdf", ending_report.report_pdf, name="report_pdf"),
    path(f"{REPORT}/word", ending_report.report_word, name="report_word"),
    path(f"{CIRCLE}/follow-up/", follow_up.follow_up, name="follow_up"),
    path(f"{CIRCLE}/follow-up/new", follow_up.check_new, name="check_new"),
    path(f"{CIRCLE}/follow-up/circumstances", follow_up.circumstances_new, name="circumstances_new"),
    path("checks/<uuid:check_id>/", follow_up.check, name="check"),
    path("checks/<uuid:check_id>/correction", follow_up.check_correction, name="check_correction"),
    path("follow-ups/", follow_up.follow_ups, name="follow_ups"),
]
