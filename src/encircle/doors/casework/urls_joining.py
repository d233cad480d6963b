"""Addresses of what lies between a referral and a Circle: known already, and agreeing to take part."""

from django.urls import URLPattern, URLResolver, path

from . import joining, known

urlpatterns: list[URLPattern | URLResolver] = [
    path("referrals/known/<uuid:resemblance_id>/", known.known, name="known"),
    path("referrals/<uuid:referral_id>/hold", known.hold, name="referral_hold"),
    path("referrals/<uuid:referral_id>/hold/ending", known.hold_ending, name="referral_hold_ending"),
    path("people/core-members/<uuid:core_member_id>/joining/", joining.joining, name="joining"),
    path(
        "people/core-members/<uuid:core_member_id>/joining/agreement",
        joining.joining_agreement,
        name="joining_agreement",
    ),
    path(
        "people/core-members/<uuid:core_member_id>/joining/capacity", joining.joining_capacity, name="joining_capacity"
    ),
    path("people/core-members/<uuid:core_member_id>/joining/scope", joining.joining_scope, name="joining_scope"),
    path("people/core-members/<uuid:core_member_id>/joining/form", joining.joining_form, name="joining_form"),
    path("people/joining/<uuid:agreed_id>/withdrawal", joining.joining_withdrawal, name="joining_withdrawal"),
]
