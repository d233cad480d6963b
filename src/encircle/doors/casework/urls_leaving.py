"""Addresses of leaving and staying."""

from django.urls import URLPattern, URLResolver, path

from . import exits, leaving, references_given, volunteer_figures

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/leaving/", leaving.leaving_list, name="leavings"),
    path("people/leaving/figures/", volunteer_figures.volunteer_figures, name="volunteer_figures"),
    path("people/leaving/figures/file", volunteer_figures.volunteer_figures_csv, name="volunteer_figures_csv"),
    path("people/leaving/<uuid:leaving_id>/calling-off", leaving.leaving_calling_off, name="leaving_calling_off"),
    path("people/volunteers/<uuid:volunteer_id>/staying/", leaving.staying, name="staying"),
    path("people/volunteers/<uuid:volunteer_id>/staying/yes", leaving.staying_after_all, name="staying_after_all"),
    path("people/volunteers/<uuid:volunteer_id>/return", leaving.rejoining, name="rejoining"),
    path("people/volunteers/<uuid:volunteer_id>/last-day", leaving.volunteer_leaving, name="volunteer_leaving"),
    path("people/volunteers/<uuid:volunteer_id>/exit-interview", exits.exit_offer, name="exit_offer"),
    path("people/exit-interviews/<uuid:exit_offer_id>/outcome", exits.exit_outcome, name="exit_outcome"),
    path("people/exit-interviews/<uuid:exit_offer_id>/answers", exits.exit_reply, name="exit_reply"),
    path("people/volunteers/<uuid:volunteer_id>/lending", exits.lending, name="lending"),
    path("people/volunteers/<uuid:volunteer_id>/references", references_given.given_reference, name="given_reference"),
    path(
        "people/references/<uuid:given_reference_id>/answer",
        references_given.given_reference_answer,
        name="given_reference_answer",
    ),
    path(
        "people/references/<uuid:given_reference_id>/sending",
        references_given.given_reference_sending,
        name="given_reference_sending",
    ),
    path("people/volunteers/<uuid:volunteer_id>/thanks", references_given.thanks, name="thanks"),
    path("people/conversations/<uuid:ended_seat_id>", references_given.end_talk, name="end_talk"),
    path("people/rests/<uuid:rest_id>/conversation", references_given.rest_talk, name="rest_talk"),
    path("people/lent/<uuid:lent_id>/end", exits.lent_over, name="lent_over"),
]
