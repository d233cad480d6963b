"""Addresses of the volunteers' door."""

from django.urls import URLPattern, URLResolver, path

from encircle.doors.answering import scoring
from encircle.doors.answering.inside import Mount, view_in
from encircle.doors.answering.scoring import score_in

from . import (
    applying,
    applying_section,
    being_away,
    briefings,
    check,
    clash,
    concerns,
    draft,
    due,
    goals,
    home,
    news,
    own_checks,
    own_readiness,
    own_support,
    own_training,
    reading,
    reviews,
    scope,
    urls_expenses,
    wellbeing,
    when_free,
)
from .guard import for_volunteers

app_name = "volunteering"
SCORING = scoring.Mount(for_volunteers, "volunteering:own_training")
QUESTIONS = Mount(for_volunteers, "volunteering:home")
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("application/", applying.application, name="application"),
    path("application/sections/<slug:code>/", applying_section.section, name="application_section"),
    path("application/answers/", applying.answers, name="application_answers"),
    path("application/submission", applying.submission, name="application_submission"),
    path("application/apart/", applying.apart, name="application_apart"),
    path("application/withdrawal", applying.withdrawal, name="application_withdrawal"),
    path("application/copy/", applying.copy, name="application_copy"),
    path("due/", due.due, name="due"),
    path("checks/", own_checks.own_checks, name="own_checks"),
    path("support/", own_support.own_support, name="own_support"),
    path("support/supervision/<uuid:supervision_id>/", own_support.supervision, name="supervision"),
    *urls_expenses.urlpatterns,
    path("away/", being_away.away, name="away"),
    path("away/<uuid:away_id>/return", being_away.coming_back, name="coming_back"),
    path("circles/<uuid:circle_id>/next/", being_away.to_come, name="to_come"),
    path("meetings/<uuid:meeting_id>/next", being_away.meeting_ahead, name="meeting_ahead"),
    path("readiness/", own_readiness.own_readiness, name="own_readiness"),
    path("readiness/agreement/", own_readiness.own_agreement, name="own_agreement"),
    path("training/", own_training.own_training, name="own_training"),
    path(
        "training/<uuid:training_invitation_id>/answer/", own_training.own_training_answer, name="own_training_answer"
    ),
    path("training/scores/<uuid:assignment_id>/", score_in(SCORING), name="score"),
    path("when-free/", when_free.when_free, name="when_free"),
    path("meetings/", home.meetings, name="meetings"),
    path("meetings/<uuid:meeting_id>/draft/", draft.draft, name="draft"),
    path("meetings/<uuid:meeting_id>/draft/choice/<int:words>/", clash.choice, name="choice"),
    path("meetings/<uuid:meeting_id>/draft/kept/<int:words>/", clash.kept, name="kept"),
    path("meetings/<uuid:meeting_id>/check/", check.check, name="check"),
    path("meetings/<uuid:meeting_id>/submission/", check.submission, name="submission"),
    path("meetings/<uuid:meeting_id>/minutes/", reading.minutes, name="minutes"),
    path("meetings/<uuid:meeting_id>/minutes/<int:number>/", reading.minutes, name="version"),
    path("meetings/<uuid:meeting_id>/how-are-you/", wellbeing.wellbeing, name="wellbeing"),
    path("remarks/<uuid:remark_id>/answer/", reading.answer, name="answer"),
    path("circles/<uuid:circle_id>/goals/", goals.goals, name="goals"),
    path("circles/<uuid:circle_id>/scope/", scope.scope, name="scope"),
    path("goals/<uuid:goal_id>/progress/", goals.progress, name="goal_progress"),
    path("goals/<uuid:goal_id>/steps/", goals.step_new, name="goal_step"),
    path("goals/steps/<uuid:step_id>/completion/", goals.step_completion, name="step_completion"),
    path("reviews/<uuid:review_id>/", reviews.review, name="review"),
    path("reviews/<uuid:review_id>/answer/", reviews.answer, name="review_answer"),
    path("reviews/<uuid:review_id>/view/", reviews.own_view, name="review_view"),
    path("reviews/<uuid:review_id>/core-members-view/", reviews.core_members_view, name="review_core_member"),
    path("news/<uuid:onward_id>/", news.news, name="news"),
    path("questionnaires/<uuid:questionnaire_id>/", view_in(QUESTIONS), name="questionnaire"),
    path("circles/<uuid:circle_id>/briefing/", briefings.briefing, name="briefing"),
    path("briefings/invitations/<uuid:invited_id>/reply/", briefings.briefing_reply, name="briefing_reply"),
    path("briefings/<uuid:briefing_id>/pack/", briefings.pack, name="pack"),
    path("briefings/pack-pages/<uuid:pack_page_id>/", briefings.pack_page, name="pack_page"),
    path("circles/<uuid:circle_id>/agreement/", briefings.agreement, name="agreement"),
    path("agreements/<uuid:signed_id>/signature/", briefings.signature, name="signature"),
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/new/", concerns.danger, name="new_concern"),
    path("concerns/new/now/", concerns.imminent, name="new_imminent_concern"),
    path("concerns/new/account/", concerns.account, name="new_other_concern"),
    path("concerns/new/disclosure/", concerns.disclosure, name="new_disclosure"),
    path("concerns/<uuid:concern_id>/", concerns.concern, name="concern"),
    path("concerns/<uuid:concern_id>/raised/", concerns.raised_page, name="concern_raised"),
    path("concerns/<uuid:concern_id>/addition/", concerns.addition, name="concern_addition"),
]
