"""Addresses of briefings, their packs, the start of a Circle, and agreements."""

from django.urls import URLPattern, URLResolver, path

from . import agreements, briefing_packs, briefings, onward

urlpatterns: list[URLPattern | URLResolver] = [
    path("circles/<uuid:circle_id>/briefings/", briefings.briefings, name="briefings"),
    path("circles/<uuid:circle_id>/briefings/new", briefings.new_briefing, name="new_briefing"),
    path("circles/<uuid:circle_id>/start-exception", briefings.start_exception, name="start_exception"),
    path(
        "circles/<uuid:circle_id>/start-exception/words", briefings.start_exception_words,
        name="start_exception_words",
    ),
    path("briefings/<uuid:briefing_id>/", briefings.briefing, name="briefing"),
    path("briefings/<uuid:briefing_id>/invitations", briefings.invitations, name="briefing_invitations"),
    path("briefings/<uuid:briefing_id>/move", briefings.move, name="briefing_move"),
    path("briefings/<uuid:briefing_id>/cancellation", briefings.cancellation, name="briefing_cancellation"),
    path("briefings/<uuid:briefing_id>/holding", briefings.holding, name="briefing_holding"),
    path("briefings/<uuid:briefing_id>/pack/", briefing_packs.pack, name="briefing_pack"),
    path("briefings/<uuid:briefing_id>/pack/words", briefing_packs.pack_words, name="pack_words"),
    path("briefings/<uuid:briefing_id>/pack/opening", briefing_packs.pack_opening, name="pack_opening"),
    path("briefings/<uuid:briefing_id>/pack/reopening", briefing_packs.pack_reopening, name="pack_reopening"),
    path("briefings/<uuid:briefing_id>/pack/readings/", briefing_packs.pack_readings, name="pack_readings"),
    path("briefings/pack-pages/<uuid:pack_page_id>/", briefing_packs.pack_page, name="pack_page"),
    path("briefings/pack-openings/<uuid:pack_opening_id>/closing", briefing_packs.pack_closing, name="pack_closing"),
    path("circles/<uuid:circle_id>/agreement/", agreements.agreement, name="circle_agreement"),
    path("circles/<uuid:circle_id>/agreement/new", agreements.new_agreement, name="new_circle_agreement"),
    path("circle-agreements/<uuid:signed_id>/signature", agreements.own_signature, name="own_signature"),
    path(
        "circle-agreements/<uuid:signed_id>/signatures/<uuid:seat_id>", agreements.signature,
        name="agreement_signature",
    ),
    path("circle-agreements/<uuid:signed_id>/paper", agreements.paper, name="agreement_paper"),
    path("people/documents/<uuid:document_id>/permission", onward.permission, name="document_permission"),
    path(
        "people/documents/<uuid:document_id>/permission/withdrawal", onward.permission_withdrawal,
        name="permission_withdrawal",
    ),
]  # fmt: skip
