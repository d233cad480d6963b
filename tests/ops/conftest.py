"""Servers of their own, small and thrown away."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from encircle.ops.postgres import Server

CHOICE = os.environ.get("ENCIRCLE_TEST_PG", "")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the server's account can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="encircle-ops-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server(place: Path) -> Iterator[Server]:
    with Server(place / "data", durable=False, postgres=CHOICE) as server:
        yield server


@pytest.fixture(scope="module")
def shared_server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="encircle-ops-", dir="/tmp"))
    folder.chmod(0o711)
    with Server(folder / "data", durable=False, postgres=CHOICE) as server:
        yield server
    shutil.rmtree(folder, ignore_errors=True)
