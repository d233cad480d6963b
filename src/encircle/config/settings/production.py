"""Production. `encircle doctor` and start-up refuse what is unsafe and say which (encircle.config.safety)."""

from .base import *  # noqa: F403

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-encircle_session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-encircle_csrf"
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]  # noqa: F405
