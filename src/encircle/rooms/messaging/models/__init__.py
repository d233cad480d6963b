"""Messages to groups of volunteers: written, sent, read, withdrawn. Never about a case."""

from .sent import Message, MessageWords, Reading, Recipient, Withdrawal
from .writing import Draft

__all__ = ["Draft", "Message", "MessageWords", "Reading", "Recipient", "Withdrawal"]
