"""Addresses under /account/: what a signed-in person sees and changes about their own login."""

from allauth.account.views import ReauthenticateView
from django.urls import path

from . import views, views_factors
from . import views_account as own

urlpatterns = [
    path("", own.account, name="account"),
    path("sign-out", views.sign_out, name="account_logout"),
    path("stay", own.stay, name="account_stay"),
    path("password", own.password, name="account_change_password"),
    path("confirm-password/", ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("notices", own.notices, name="account_notices"),
    path("sessions/others/end", own.end_others, name="end_other_sessions"),
    path("sessions/all/end", own.end_all, name="end_all_sessions"),
    path("sessions/<uuid:session_id>/end", own.end_one, name="end_session"),
    path("kept/<uuid:form_id>", own.kept, name="kept_form"),
    path("kept/<uuid:form_id>/thrown-away", own.throw_away, name="throw_away_kept_form"),
    path("second-factor/", views_factors.second_factor, name="second_factor"),
    path("second-factor/", views_factors.second_factor, name="mfa_index"),
    path("second-factor/app", views_factors.SetUpAppView.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/picture.svg", views_factors.app_picture, name="app_picture"),
    path("second-factor/app/removal", views_factors.RemoveAppView.as_view(), name="mfa_deactivate_totp"),
    path("second-factor/passkey", views_factors.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("second-factor/passkey/options", views_factors.new_passkey_options, name="new_passkey_options"),
    path("second-factor/passkey/<int:pk>/name", views_factors.RenamePasskeyView.as_view(), name="mfa_edit_webauthn"),
    path(
        "second-factor/passkey/<int:pk>/removal", views_factors.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"
    ),
    path("second-factor/recovery-codes", views_factors.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/new",
        views_factors.NewRecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("second-factor/printed-list/request", views_factors.ask_for_list, name="ask_for_code_list"),
    path("second-factor/printed-list", views_factors.make_list, name="make_code_list"),
]
