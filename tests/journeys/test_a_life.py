"""From the first telephone call to the follow-up, once for each kind of Circle."""

import pytest

from . import life as steps
from .life import Life

pytestmark = pytest.mark.browser


def test_an_adult(fresh_site, browser):
    life = Life(fresh_site, browser, "adult", "She keeps a ledger of herons.")
    with life.chapter(days=0):
        steps.enquiry(life, agency="Probation Service South West")
        steps.invitation(life, "Ravi")
        steps.referral(life, "ravi")
        steps.judged(life)
    with life.chapter(days=3):
        steps.decided(life, "accept")
