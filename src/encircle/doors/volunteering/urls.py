"""Addresses of the volunteers' door."""

from django.urls import URLPattern, URLResolver, path

from . import check, clash, concerns, draft, goals, home, reading

app_name = "volunteering"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("meetings/", home.meetings, name="meetings"),
    path("meetings/<uuid:meeting_id>/draft/", draft.draft, name="draft"),
    path("meetings/<uuid:meeting_id>/draft/choice/<int:words>/", clash.choice, name="choice"),
    path("meetings/<uuid:meeting_id>/draft/kept/<int:words>/", clash.kept, name="kept"),
    path("meetings/<uuid:meeting_id>/check/", check.check, name="check"),
    path("meetings/<uuid:meeting_id>/submission/", check.submission, name="submission"),
    path("meetings/<uuid:meeting_id>/minutes/", reading.minutes, name="minutes"),
    path("meetings/<uuid:meeting_id>/minutes/<int:number>/", reading.minutes, name="version"),
    path("remarks/<uuid:remark_id>/answer/", reading.answer, name="answer"),
    path("circles/<uuid:circle_id>/goals/", goals.goals, name="goals"),
    path("goals/<uuid:goal_id>/progress/", goals.progress, name="goal_progress"),
    path("goals/<uuid:goal_id>/steps/", goals.step_new, name="goal_step"),
    path("goals/steps/<uuid:step_id>/completion/", goals.step_completion, name="step_completion"),
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/new/", concerns.danger, name="new_concern"),
    path("concerns/new/now/", concerns.imminent, name="new_imminent_concern"),
    path("concerns/new/account/", concerns.account, name="new_other_concern"),
    path("concerns/<uuid:concern_id>/", concerns.concern, name="concern"),
    path("concerns/<uuid:concern_id>/raised/", concerns.raised_page, name="concern_raised"),
    path("concerns/<uuid:concern_id>/addition/", concerns.addition, name="concern_addition"),
]
