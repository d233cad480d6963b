"""Tests: real PostgreSQL, fast hashing, keys that protect nothing."""

import os

from .base import *  # noqa: F403

DEMO = True
SECRET_KEY = "tests-only"  # noqa: S105
IDENTITY_KEY = IDENTITY_KEY or "11" * 32  # noqa: F405
FIELD_KEY = FIELD_KEY or "22" * 32  # noqa: F405
SEAL_KEY = SEAL_KEY or "33" * 32  # noqa: F405
FILE_KEY = FILE_KEY or "44" * 32  # noqa: F405
# Quick to make; the second reads what the demonstration made as it really is.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
if not os.environ.get("ENCIRCLE_DATA_DIR"):  # a site that is really served has a place of its own
    STORAGES["documents"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}  # noqa: F405
