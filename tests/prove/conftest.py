"""What a proof says: a few short lines, and each thing that was wrong."""

import pytest

from tests.support.postbox import Postbox


@pytest.fixture
def say(record_property):
    """`say("access matrix: 12 checks", wrong)` notes the line; whatever is wrong fails the test when it is over."""

    def said(line, wrong=()):
        record_property("proof", line)
        for one in wrong:
            record_property("wrong", str(one))
        print(f"\n{line}")

    return said


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """After all of its lines, so that the first fault hides none of the others."""
    answer = yield
    wrong = [text for kind, text in item.user_properties if kind == "wrong"]
    if wrong:
        pytest.fail("\n".join(wrong[:200]), pytrace=False)
    return answer


@pytest.fixture
def postbox(settings):
    """A real mail server; every letter the site sends comes here."""
    box = Postbox().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    settings.SITE_ADDRESS = "https://circles.example"
    settings.DEFAULT_FROM_EMAIL = "Circles <post@circles.example>"
    yield box
    box.stop()
