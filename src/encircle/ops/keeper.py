"""Keeps one PostgreSQL server alive exactly as long as the process that asked for it.

Started as a program of its own, with the standard library only. The starter holds the other end of our
standard input: when it closes, because the starter stopped or was killed, the server is shut down in order.

    python keeper.py UID GID REMOVE -- postgres -D ...
"""

import os
import select
import shutil
import signal
import subprocess
import sys
from typing import Any

PATIENCE = 20  # seconds for an orderly end before an immediate one


def main(arguments: list[str]) -> int:
    uid, gid, remove = arguments[:3]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the starter's business
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    server = subprocess.Popen(arguments[4:], stdin=subprocess.DEVNULL, **_account(uid, gid))
    while server.poll() is None and not _starter_is_gone(0.2):
        pass
    code = _stop(server)
    for folder in filter(None, remove.split(os.pathsep)):
        shutil.rmtree(folder, ignore_errors=True)
    return code


def _account(uid: str, gid: str) -> dict[str, Any]:
    return {"user": int(uid), "group": int(gid), "extra_groups": []} if uid else {}


def _starter_is_gone(seconds: float) -> bool:
    readable, _, _ = select.select([0], [], [], seconds)
    return bool(readable) and not os.read(0, 1)


def _stop(server: subprocess.Popen[bytes]) -> int:
    for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(request)
        try:
            return server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            continue
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
