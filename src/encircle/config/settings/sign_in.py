"""Settings of the sign-in: django-allauth, passwords, second factors, and whom the server sits behind."""

import os

AUTHENTICATION_BACKENDS = ["encircle.foundations.accounts.backends.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home/"
LOGOUT_REDIRECT_URL = "/"

# Keys that used to be ENCIRCLE_FIELD_KEY, separated by commas: what they encrypted still opens.
OLD_FIELD_KEYS = [key for key in os.environ.get("ENCIRCLE_OLD_FIELD_KEYS", "").split(",") if key]
# How many reverse proxies of ours stand before the application, each adding to X-Forwarded-For.
TRUSTED_PROXIES = int(os.environ.get("ENCIRCLE_TRUSTED_PROXIES", "0"))

ACCOUNT_ADAPTER = "encircle.doors.signin.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # there is no sign-up; the library wants to know all the same
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are proved by using an invitation sent to them
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_NOTIFICATIONS = False  # our own notices tell the person
ACCOUNT_RATE_LIMITS = False  # ours are in the database: encircle.foundations.accounts.attempts
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "login": "encircle.doors.signin.forms.SignInForm",
    "reauthenticate": "encircle.doors.signin.forms.ConfirmPasswordForm",
}
ALLAUTH_DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MFA_RATE_LIMITS = False  # a passkey cannot be guessed; codes are counted by us
MFA_ADAPTER = "encircle.doors.signin.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TRUST_ENABLED = False
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_FORMS = {
    "authenticate": "encircle.doors.signin.forms.CodeForm",
    "activate_totp": "encircle.doors.signin.forms.SetUpAppForm",
    "deactivate_totp": "encircle.doors.signin.forms.RemoveAppForm",
    "login_webauthn": "encircle.doors.signin.forms.PasskeySignInForm",
    "authenticate_webauthn": "encircle.doors.signin.forms.PasskeySecondFactorForm",
    "add_webauthn": "encircle.doors.signin.forms.AddPasskeyForm",
    "edit_webauthn": "encircle.doors.signin.forms.RenamePasskeyForm",
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "encircle.foundations.accounts.passwords.LengthValidator"},
    {"NAME": "encircle.foundations.accounts.passwords.CommonValidator"},
    {"NAME": "encircle.foundations.accounts.passwords.OwnWordsValidator"},
    {"NAME": "encircle.foundations.accounts.passwords.StrengthValidator"},
]

# The address is unique whatever its capitals, by a constraint that this check does not know.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
