"""Addresses under /sign-in/."""

from allauth.mfa.base.views import AuthenticateView
from django.urls import path

from . import views

urlpatterns = [
    path("", views.SignInView.as_view(), name="account_login"),
    path("second-factor", AuthenticateView.as_view(), name="mfa_authenticate"),
    path("second-factor/passkey", views.passkey_options, name="passkey_options"),
    path("code-list", views.code_from_list, name="code_list_authenticate"),
    path("passkey", views.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("forgotten", views.forgotten, name="account_reset_password"),
    path("forgotten/sent", views.forgotten_sent, name="account_reset_password_done"),
]
