"""`encircle <command>`: each module in `config/commands` is one command, found by its file's name.

A command says `HELP`, and may say `LOGIN` (the database login it works under: "app", "owner" or "worker") and
`DJANGO = False` when it runs without the application. It has `add_arguments(parser)` and `run(args) -> int`.
"""

import argparse
import ast
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any

from encircle.common.errors import Refusal

COMMANDS = Path(__file__).parent / "commands"
MODES = ("demo", "production", "test")


class WrongMode(Refusal):
    """ENCIRCLE_MODE names no way of running that exists."""


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    names = command_names()
    if not arguments or arguments[0] not in names:
        return _overview(names, arguments)
    try:
        return run_command(arguments[0], arguments[1:])
    except Refusal as refusal:
        print(f"encircle {arguments[0]}: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run_command(name: str, arguments: Sequence[str]) -> int:
    said = _constants(_file(name))
    if said.get("DJANGO", True):
        start_django(login=said.get("LOGIN", "app"))
    command = import_module(f"encircle.config.commands.{_file(name).stem}")
    parser = argparse.ArgumentParser(prog=f"encircle {name}", description=said.get("HELP"))
    command.add_arguments(parser)
    return int(command.run(parser.parse_args(arguments)) or 0)


def start_django(*, login: str = "app") -> None:
    """Settles mode and login in the environment, which the settings read, and sets the application up."""
    mode = os.environ.setdefault("ENCIRCLE_MODE", "production")
    if mode not in MODES:
        raise WrongMode(f"ENCIRCLE_MODE is {mode!r}; it may be one of {', '.join(MODES)}.")
    os.environ["DJANGO_SETTINGS_MODULE"] = f"encircle.config.settings.{mode}"
    if address := database_address(login, os.environ):
        os.environ["ENCIRCLE_DATABASE_URL"] = address
    import django

    django.setup()


def database_address(login: str, environment: Mapping[str, str]) -> str | None:
    own = environment.get(f"ENCIRCLE_{login.upper()}_DATABASE_URL")
    return own or environment.get("ENCIRCLE_DATABASE_URL")


def command_names() -> list[str]:
    files = (path.stem for path in COMMANDS.glob("*.py"))
    return sorted(stem.rstrip("_").replace("_", "-") for stem in files if not stem.startswith("_"))


def _file(name: str) -> Path:
    """A command named like a word of Python, such as `import`, has an underscore after it."""
    stem = name.replace("-", "_")
    return COMMANDS / f"{stem}_.py" if iskeyword(stem) else COMMANDS / f"{stem}.py"


def _overview(names: Sequence[str], arguments: Sequence[str]) -> int:
    asked = not arguments or arguments[0] in ("-h", "--help", "help")
    if not asked:
        print(f"encircle: there is no command {arguments[0]!r}.\n", file=sys.stderr)
    print("Usage: encircle <command> [--help]\n", file=None if asked else sys.stderr)
    for name in names:
        said = _constants(_file(name))
        print(f"  {name:<12} {said.get('HELP', '')}", file=None if asked else sys.stderr)
    return 0 if asked else 2


def _constants(path: Path) -> dict[str, Any]:
    """The plain constants of a command, read without importing it: importing may need the application."""
    found = {}
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            found.update({target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)})
    return found
