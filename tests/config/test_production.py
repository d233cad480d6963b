"""Production as it is deployed: Django's own deployment check is clean, and the demonstration's doors do not exist."""

import os
import subprocess
import sys

from tests.support.server import ROOT

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "encircle.config.settings.production",
    "ENCIRCLE_MODE": "production",
    "ENCIRCLE_SECRET_KEY": "8c5d1e02f7a4" * 6,
    "ENCIRCLE_IDENTITY_KEY": "0123456789abcdef" * 4,
    "ENCIRCLE_FIELD_KEY": "fedcba9876543210" * 4,
    "ENCIRCLE_FILE_KEY": "00112233445566778899aabbccddeeff" * 2,
    "ENCIRCLE_SITE_ADDRESS": "https://circles.example.org",
    "ENCIRCLE_HOSTS": "circles.example.org",
}
ADDRESSES = """
import django; django.setup()
from django.urls import get_resolver
def walk(patterns, before=""):
    for pattern in patterns:
        path = before + str(pattern.pattern)
        yield from walk(pattern.url_patterns, path) if hasattr(pattern, "url_patterns") else [path]
print("\\n".join(walk(get_resolver().url_patterns)))
"""


def in_production(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    alone = {"PATH": os.environ["PATH"]} | SETTINGS  # nothing of what other tests have set
    return subprocess.run(command, env=alone, cwd=ROOT, capture_output=True, text=True, check=False)


def test_djangos_deployment_check_is_clean():
    checked = in_production("-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_demonstrations_doors_do_not_exist():
    listed = in_production("-c", ADDRESSES)
    paths = listed.stdout.splitlines()
    assert "health/ready" in paths, listed.stderr
    assert [path for path in paths if path.startswith("demo")] == []
