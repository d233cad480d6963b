"""Addresses of this door."""

from django.urls import URLPattern, URLResolver, path

from encircle.doors.answering.inside import Mount, view_in

from . import briefings, developments, home, releases, reviews
from .guard import for_professionals

app_name = "outer_circle"
QUESTIONS = Mount(for_professionals, "outer_circle:home")
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("releases/<uuid:release_id>/", releases.release, name="release"),
    path("releases/<uuid:release_id>/pdf", releases.release_pdf, name="release_pdf"),
    path("releases/<uuid:release_id>/acknowledgement", releases.acknowledgement, name="acknowledgement"),
    path("reviews/<uuid:review_id>/", reviews.review, name="review"),
    path("reviews/<uuid:review_id>/answer", reviews.answer, name="review_answer"),
    path("reviews/<uuid:review_id>/view", reviews.view_new, name="review_view"),
    path("questionnaires/<uuid:questionnaire_id>/", view_in(QUESTIONS), name="questionnaire"),
    path("briefings/<uuid:invited_id>/", briefings.briefing, name="briefing"),
    path("briefings/<uuid:invited_id>/reply", briefings.briefing_reply, name="briefing_reply"),
    path("agreements/<uuid:signed_id>/", briefings.agreement, name="agreement"),
    path("agreements/<uuid:signed_id>/signature", briefings.signature, name="signature"),
    path("news/", developments.developments, name="developments"),
    path("news/new", developments.development_new, name="development_new"),
    path("news/<uuid:development_id>/", developments.development, name="development"),
    path("news/<uuid:development_id>/permission", developments.permission, name="development_permission"),
    path("news/<uuid:development_id>/sent", developments.development_sent, name="development_sent"),
]
