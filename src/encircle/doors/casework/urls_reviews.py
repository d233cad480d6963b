"""Addresses of reviews and their packs."""

from django.urls import URLPattern, URLResolver, path

from . import packs, review_acts, reviews

PACK = "reviews/packs/<uuid:pack_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("reviews/", reviews.area_reviews, name="area_reviews"),
    path("circles/<uuid:circle_id>/reviews/", reviews.circle_reviews, name="circle_reviews"),
    path("circles/<uuid:circle_id>/reviews/new", reviews.review_new, name="review_new"),
    path("reviews/<uuid:review_id>/", reviews.review, name="review"),
    path("reviews/<uuid:review_id>/time", reviews.review_time, name="review_time"),
    path("reviews/<uuid:review_id>/cancellation", reviews.review_cancellation, name="review_cancellation"),
    path("reviews/<uuid:review_id>/invitations", review_acts.review_invitations, name="review_invitations"),
    path("reviews/<uuid:review_id>/answers/<uuid:seat_id>", review_acts.review_answer, name="review_answer"),
    path("reviews/<uuid:review_id>/views/", review_acts.review_views, name="review_views"),
    path("reviews/<uuid:review_id>/views/<uuid:seat_id>", review_acts.review_view_new, name="review_view_new"),
    path("reviews/<uuid:review_id>/holding", review_acts.review_holding, name="review_holding"),
    path("reviews/<uuid:review_id>/decisions", review_acts.review_decision, name="review_decision"),
    path("reviews/decisions/<uuid:decision_id>/completion", review_acts.decision_done, name="decision_done"),
    path("reviews/<uuid:review_id>/pack", packs.pack_draft, name="pack_draft"),
    path(f"{PACK}/", packs.pack, name="pack"),
    path(f"{PACK}/correction", packs.pack_correction, name="pack_correction"),
    path(f"{PACK}/approval", packs.pack_approval, name="pack_approval"),
    path(f"{PACK}/release", packs.pack_release, name="pack_release"),
    path(f"{PACK}/released", packs.pack_released, name="pack_released"),
    path(f"{PACK}/pdf", packs.pack_copy, {"audience": "charity", "ending": "pdf"}, name="pack_pdf"),
    path(f"{PACK}/word", packs.pack_copy, {"audience": "charity", "ending": "docx"}, name="pack_word"),
    path(f"{PACK}/circle/pdf", packs.pack_copy, {"audience": "circle", "ending": "pdf"}, name="pack_circle_pdf"),
    path(f"{PACK}/circle/word", packs.pack_copy, {"audience": "circle", "ending": "docx"}, name="pack_circle_word"),
]
