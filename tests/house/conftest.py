from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support.site import run_folder, served

from .arranged import arrange
from .walk import Walk


@pytest.fixture(scope="session")
def walk(cluster, worker_name, browser) -> Iterator[Walk]:
    """One charity for the whole walk, arranged so that every page has something to show."""
    with ExitStack() as stack:
        site = stack.enter_context(served(cluster, f"encircle_walk_{worker_name}", run_folder(), worker=False))
        walk = Walk(browser, site, stack)
        arrange(site, walk.__getitem__)
        yield walk
