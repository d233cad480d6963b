"""Keeps a program running exactly as long as the process that asked for it.

The program of its own that `keep` starts uses the standard library only. The starter holds the other end of its
standard input: when that closes, because the starter stopped or was killed, the kept program is ended in order.

    python keeper.py UID GID REMOVE -- postgres -D ...
"""

import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

PATIENCE = 20  # seconds for an orderly end before an immediate one


def keep(
    command: Sequence[str],
    *,
    uid: int | None = None,
    gid: int | None = None,
    removing: Iterable[Path] = (),
    log: IO[bytes] | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Starts the program under a keeper. Close the answer's `stdin` to end it; `removing` goes after it."""
    account = ("", "") if uid is None else (str(uid), str(gid))
    folders = os.pathsep.join(map(str, removing))
    return subprocess.Popen(
        [sys.executable, "-I", __file__, *account, folders, "--", *command],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        cwd="/",
        env=environment,
        start_new_session=True,  # Ctrl-C is the starter's business
    )


def main(arguments: list[str]) -> int:
    uid, gid, remove = arguments[:3]
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    kept = subprocess.Popen(arguments[4:], stdin=subprocess.DEVNULL, restore_signals=True, **_account(uid, gid))
    while kept.poll() is None and not _starter_is_gone(0.2):
        pass
    code = _end(kept)
    for folder in filter(None, remove.split(os.pathsep)):
        shutil.rmtree(folder, ignore_errors=True)
    return code


def _account(uid: str, gid: str) -> dict[str, Any]:
    return {"user": int(uid), "group": int(gid), "extra_groups": []} if uid else {}


def _starter_is_gone(seconds: float) -> bool:
    readable, _, _ = select.select([0], [], [], seconds)
    return bool(readable) and not os.read(0, 1)


def _end(kept: subprocess.Popen[bytes]) -> int:
    """PostgreSQL, gunicorn and the queue's worker all take SIGINT as: finish or drop what you do, and go."""
    for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if kept.poll() is None:
            kept.send_signal(request)
        try:
            return kept.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            continue
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
