"""The demonstration charity on one machine: loopback only, invented people."""

from .base import *  # noqa: F403
from .base import environment

DEMO = True
SECRET_KEY = environment("SECRET_KEY")
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
