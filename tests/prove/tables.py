"""The tables that people wrote and review: who gets in where, who may read which planted word, who sees which rows.

Each line is `what it is about:  who`. A line that begins with # says what a reader may wonder about. What is not
written is allowed to nobody.
"""

from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent / "expected"
Key = tuple[str, ...]


def read(file: Path) -> dict[Key, set[str]]:
    """Nothing is worked out: a line stands once, and means what it says."""
    table: dict[Key, set[str]] = {}
    for line in file.read_text().splitlines():
        if key := _key(line):
            assert key not in table, f"{file.name} says {' '.join(key)} twice"
            table[key] = set(line.partition(":  ")[2].split())
    return table


def _key(line: str) -> Key | None:
    return None if not line.strip() or line.startswith("#") else tuple(line.partition(":  ")[0].rstrip(":").split())


def doors(names: Iterable[str]) -> dict[Key, set[str]]:
    """(address, which object, method) -> who gets in; in brackets, who is told that they may not (403)."""
    table: dict[Key, set[str]] = {}
    for name in names:
        table |= read(FOLDER / f"{name}.txt")
    return table


def write(file: Path, found: dict[Key, list[str]]) -> None:
    """With PROVE_WRITE=1: what was found, for a person to review line by line. Remarks stay above their lines."""
    kept = _blocks(file) if file.exists() else {}
    head = kept.pop((), "")
    for key, who in found.items():
        above = kept.get(key, "").rpartition("\n")[0]
        kept[key] = f"{above}\n{' '.join(key)}:  {' '.join(who)}".lstrip("\n")
    file.write_text("\n".join([*([head] if head else []), *(kept[key] for key in sorted(kept))]) + "\n")


def _blocks(file: Path) -> dict[Key, str]:
    """A line with the remarks above it; the remarks before the first empty line are the file's own."""
    blocks: dict[Key, str] = {}
    above: list[str] = []
    for line in file.read_text().splitlines():
        if key := _key(line):
            blocks[key] = "\n".join([*above, line])
            above = []
        elif not line.strip():
            blocks[()] = "\n".join([*above, ""])
            above = []
        else:
            above.append(line)
    return blocks
