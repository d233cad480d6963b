"""A real SMTP server that keeps what it is given."""

import socket
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postbox:
    """`address` says where; `messages` are those received, oldest first. `refuse` answers instead of taking."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refuse: str | None = None
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def start(self) -> "Postbox":
        self._controller.start()
        return self

    def stop(self) -> None:
        self._controller.stop()

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in message["To"]]

    def await_message(self, address: str, *, count: int = 1, seconds: float = 20) -> EmailMessage:
        give_up = time.monotonic() + seconds
        while len(self.to(address)) < count:
            assert time.monotonic() < give_up, f"no message {count} for {address} came"
            time.sleep(0.1)
        return self.to(address)[count - 1]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuse:
            return self.refuse
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 Taken"
