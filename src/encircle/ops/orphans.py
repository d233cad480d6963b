"""What a killed starter can leave behind: a server nobody keeps, or the note of one that no longer runs."""

import os
import signal
import subprocess
import time
from pathlib import Path

PATIENCE = 20  # seconds that each way of asking gets


def is_ready(cluster: Path) -> bool:
    """PostgreSQL writes its state on the eighth line of its note."""
    lines = _note(cluster)
    return len(lines) >= 8 and lines[7].strip() == "ready" and _is_its_server(int(lines[0]), cluster)


def clear(cluster: Path) -> None:
    """Ends a server that outlived its keeper, and removes the note of one that is gone.

    Only called by the holder of the data directory's lock: no living starter wants this server.
    """
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if not _running(cluster):
            break
        _end(cluster, how)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def _end(cluster: Path, how: signal.Signals) -> None:
    give_up = time.monotonic() + PATIENCE
    for pid in _running(cluster):
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            continue
    while _running(cluster) and time.monotonic() < give_up:
        time.sleep(0.05)


def _running(cluster: Path) -> list[int]:
    """The server, or, when only the server itself was killed, the helpers that still stand in its folder."""
    lines = _note(cluster)
    if lines and _is_its_server(int(lines[0]), cluster):
        return [int(lines[0])]
    return _standing_in(cluster)


def _note(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _is_its_server(pid: int, cluster: Path) -> bool:
    """The number in the note may have been given to another program since: ask what that process is."""
    words = _command(pid)
    return "postgres" in words and str(cluster) in words


def _command(pid: int) -> str:
    """How the process was started: from /proc where there is one, else from `ps`."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        except OSError:
            return ""
    asked = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


def _standing_in(cluster: Path) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == cluster and (entry / "exe").readlink().name == "postgres":
                found.append(int(entry.name))
        except OSError:
            continue
    return found
