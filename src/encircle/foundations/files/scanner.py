"""Ask ClamAV about a file: the daemon's own protocol (INSTREAM) over its socket, on this machine or another."""

import socket
import struct
from contextlib import suppress

from django.conf import settings

PIECE = 65_536
SECONDS = 60


class ScannerDown(OSError):
    """It does not answer, or answers with something that is no verdict."""


def is_set_up() -> bool:
    return bool(settings.SCANNER)


def is_required() -> bool:
    """Where a scanner is set up nothing is let through without it, unless the charity says so."""
    return bool(settings.SCANNER_REQUIRED)


def is_clean(data: bytes) -> bool:
    """Raises ScannerDown."""
    said = _asked(b"zINSTREAM\0", data)
    if said == "stream: OK":
        return True
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return False
    raise ScannerDown(said.partition(":")[0])


def may_scan() -> bool:
    """Whether what waits can be looked at now: the scanner answers, or none is set up and none is demanded."""
    return answers() if is_set_up() else not is_required()


def answers() -> bool:
    with suppress(ScannerDown):
        return _asked(b"zPING\0") == "PONG"
    return False


def _asked(command: bytes, data: bytes | None = None) -> str:
    try:
        with _connected() as line:
            line.sendall(command)
            if data is not None:
                _send(line, data)
            return _answer(line)
    except OSError as error:
        raise ScannerDown(type(error).__name__) from error


def _send(line: socket.socket, data: bytes) -> None:
    """Where the daemon ends the talk early (the file is beyond its own limit) it has said so: the answer tells."""
    with suppress(BrokenPipeError, ConnectionResetError):
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and (more := line.recv(4096)):
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected() -> socket.socket:
    """`/run/clamav/clamd.ctl`, or `host:3310`."""
    where = str(settings.SCANNER)
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port or 3310)), timeout=SECONDS)
