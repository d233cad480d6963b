"""Messages and newsletters: written, sent, read, withdrawn, and who wants them. Never about a case."""

from .newsletter import AddressAsked, NewsletterStop, NewsletterWord, Supporter
from .sent import Message, MessageWords, Reading, Recipient, Withdrawal
from .writing import Draft

__all__ = [
    "AddressAsked", "Draft", "Message", "MessageWords", "NewsletterStop", "NewsletterWord", "Reading", "Recipient",
    "Supporter", "Withdrawal",
]  # fmt: skip
