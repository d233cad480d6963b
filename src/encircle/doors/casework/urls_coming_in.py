"""Addresses of enquiries and referrals."""

from django.urls import URLPattern, URLResolver, path

from encircle.doors.referral_form.mount import Mount
from encircle.doors.referral_form.urls import form_urls

from . import enquiries, forecast, inviting, judging, referrals, waiting_list
from .guard import for_staff

# A form that came on paper is keyed on the pages that referrers fill in.
PAPER = Mount(
    namespace="casework",
    home="casework:referrals",
    sent="casework:referral",
    guard=for_staff,
    before="referrals/<uuid:referral_id>/paper/",
    prefix="paper_",
    home_text="Referrals",
    on_paper=True,
)
urlpatterns: list[URLPattern | URLResolver] = [
    path("referrals/enquiries/", enquiries.enquiries, name="enquiries"),
    path("referrals/enquiries/new/", enquiries.new_enquiry, name="new_enquiry"),
    path("referrals/enquiries/<uuid:enquiry_id>/", enquiries.enquiry_page, name="enquiry"),
    path("referrals/enquiries/<uuid:enquiry_id>/outcome", enquiries.outcome, name="enquiry_outcome"),
    path("referrals/enquiries/<uuid:enquiry_id>/notes", enquiries.notes, name="enquiry_notes"),
    path("referrals/enquiries/<uuid:enquiry_id>/invitation", inviting.enquiry_invitation, name="enquiry_invitation"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/new/", inviting.new_referral, name="new_referral"),
    path("referrals/<uuid:referral_id>/", referrals.referral, name="referral"),
    path("referrals/<uuid:referral_id>/withdrawal", referrals.withdrawal, name="referral_withdrawal"),
    path("referrals/<uuid:referral_id>/holder", referrals.passing, name="referral_passing"),
    path("referrals/documents/<uuid:paper_id>/", referrals.referral_paper, name="referral_paper"),
    path(
        "referrals/documents/<uuid:paper_id>/pages/<int:number>",
        referrals.referral_paper_page,
        name="referral_paper_page",
    ),
    *form_urls(PAPER),
    path("referrals/<uuid:referral_id>/assessment", judging.assessment, name="referral_assessment"),
    path("referrals/<uuid:referral_id>/panel", judging.panel, name="referral_panel"),
    path("referrals/<uuid:referral_id>/view", judging.view, name="referral_view"),
    path("referrals/<uuid:referral_id>/decision", judging.decision, name="referral_decision"),
    path("referrals/waiting-list/", waiting_list.waiting_list, name="waiting_list"),
    path("referrals/waiting-list/forecast", forecast.forecast, name="forecast"),
    path("referrals/waiting-list/<uuid:core_member_id>/", waiting_list.waiting_place, name="waiting_place"),
    path("referrals/waiting-list/<uuid:core_member_id>/review", waiting_list.waiting_review, name="waiting_review"),
    path("referrals/waiting-list/<uuid:core_member_id>/times", waiting_list.waiting_times, name="waiting_times"),
    path("referrals/waiting-list/<uuid:core_member_id>/leaving", waiting_list.waiting_leaving, name="waiting_leaving"),
]
