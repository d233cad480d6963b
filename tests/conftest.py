"""The harness: one PostgreSQL for a run, one clone of a migrated template for each worker, real commits.

Nothing is wrapped in a test's transaction: receipts are refused inside savepoints, and a stale receipt would
satisfy every read. After each test the rows are swept away.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.support import database as databases
from tests.support.browser import Browser, launched
from tests.support.server import Cluster, Run, await_cluster
from tests.support.site import Site, run_folder, served

RUN = pytest.StashKey[Run]()
# A busy machine is no fault of the code: how long an example takes is measured in benchmarks/, never here.
hypothesis.settings.register_profile("encircle", deadline=None)
hypothesis.settings.load_profile("encircle")


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    cache = config.cache.mkdir("encircle") if getattr(config, "cache", None) else None
    run = config.stash[RUN] = Run(cache)
    os.environ["ENCIRCLE_MODE"] = "test"
    os.environ["ENCIRCLE_TEST_RUN"] = str(run.folder)
    if getattr(config.option, "numprocesses", None):
        run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if run := config.stash.get(RUN, None):
        run.end()


@pytest.fixture(scope="session")
def cluster(pytestconfig: pytest.Config) -> Cluster:
    """The run's server. A run without workers starts it when the first test asks."""
    run = pytestconfig.stash.get(RUN, None)
    if run and not run.thread:
        run.prepare()
    return await_cluster(Path(os.environ["ENCIRCLE_TEST_RUN"]))


@pytest.fixture(scope="session")
def worker_name() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, worker_name: str) -> Iterator[None]:
    databases.current = databases.TestDatabase(cluster, f"encircle_test_{worker_name}")
    databases.current.point_django_here()
    yield
    databases.current.settle()


@pytest.fixture
def _django_db_helper(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """What `db`, `transactional_db` and the mark `django_db` all come down to: commits, then a sweep."""
    assert databases.current is not None
    with django_db_blocker.unblock():
        yield
        databases.current.settle()
    databases.current.empty()


@pytest.fixture(scope="session")
def live_site(cluster: Cluster, worker_name: str) -> Iterator[Site]:
    """The demonstration charity as it is really served, with worker and postbox; shared by a worker's tests."""
    with served(cluster, f"encircle_live_{worker_name}", run_folder()) as site:
        yield site


@pytest.fixture
def fresh_site(cluster: Cluster, worker_name: str) -> Iterator[Site]:
    """The same for one test alone, which may change whatever it likes."""
    with served(cluster, f"encircle_fresh_{worker_name}", run_folder()) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser
