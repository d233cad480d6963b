"""Hand a stranger's file to a process of its own, and take back what it made of it."""

import json
import subprocess
import sys
from typing import Any

from .parsing.kinds import Kind
from .parsing.refusals import MOST_BYTES, Refused, Why

SECONDS = 40  # less than a web process is given for a request
# Isolated: no setting, no path and no site of ours; the keys of this process are not in its environment.
COMMAND = (sys.executable, "-I", "-m", "encircle.foundations.files.parsing")


def check(name: str, data: bytes) -> tuple[Kind, int, bytes]:
    """What it is, on how many pages it is shown, and what is to be kept of it. Raises Refused."""
    if not data:
        raise Refused(Why.EMPTY)
    if len(data) > MOST_BYTES:
        raise Refused(Why.TOO_LARGE)
    said, kept = ask("check", data, name=name)
    return Kind(said["kind"]), int(said["pages"]), kept


def page_image(data: bytes, *, kind: str, number: int, stamp: str = "") -> bytes:
    """One page as JPEG; `stamp` is written across it. Raises Refused."""
    return ask("page", data, kind=kind, number=number, stamp=stamp)[1]


def words_in(data: bytes, *, kind: str, number: int = 0) -> str:
    """The words of it; of a PDF, of one page. Raises Refused."""
    return ask("words", data, kind=kind, number=number)[1].decode()


def ask(verb: str, data: bytes, **more: object) -> tuple[dict[str, Any], bytes]:
    """Whatever goes wrong in there, a limit it ran into included, is a file that cannot be read."""
    asked = json.dumps({"verb": verb, **more}).encode() + b"\n" + data
    try:
        done = subprocess.run(COMMAND, input=asked, capture_output=True, timeout=SECONDS, env={}, cwd="/", check=False)
    except subprocess.TimeoutExpired as error:
        raise Refused(Why.BROKEN) from error
    head, _, made = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise Refused(Why.BROKEN)
    said: dict[str, Any] = json.loads(head)
    if "refused" in said:
        raise Refused(Why(said["refused"]))
    return said, made
