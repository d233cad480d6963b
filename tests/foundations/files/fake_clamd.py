"""A small clamd for the tests: it speaks the daemon's protocol and finds the test pattern of virus scanners."""

import socket
import struct
import threading
from pathlib import Path

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """`most`: beyond this many bytes it breaks off, as clamd does."""

    def __init__(self, path: Path, *, most: int = 26_000_000) -> None:
        self.path = path
        self.most = most
        self.seen: list[bytes] = []
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(path))
        self.listening.listen()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()
        self.path.unlink()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.listening.accept()
            except OSError:
                return
            with line:
                line.sendall(self._answer(line))

    def _answer(self, line: socket.socket) -> bytes:
        command = self._until(line, b"\0")
        if command == b"zPING":
            return b"PONG\0"
        if command != b"zINSTREAM":
            return b"UNKNOWN COMMAND\0"
        data = b""
        while size := struct.unpack("!L", self._exactly(line, 4))[0]:
            data += self._exactly(line, size)
            if len(data) > self.most:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.seen.append(data)
        return b"stream: Eicar-Signature FOUND\0" if EICAR in data else b"stream: OK\0"

    @staticmethod
    def _until(line: socket.socket, end: bytes) -> bytes:
        said = b""
        while not said.endswith(end):
            said += line.recv(1)
        return said[:-1]

    @staticmethod
    def _exactly(line: socket.socket, count: int) -> bytes:
        said = b""
        while len(said) < count:
            said += line.recv(count - len(said))
        return said
