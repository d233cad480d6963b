"""Rows of leaving and staying."""

from .exits import ExitOffer, ExitOutcome, ExitReply, ExitReplyWords, ExitWords
from .leaving import CalledOff, CarriedOut, EndedSeat, Leaving, LeavingWords, Rejoining, Wish, WishWords
from .lent import Lent, LentOver
from .references import GivenReference, ReferenceAnswer, ReferenceSent, ReferenceWords
from .rests import RestTalk, RestTalkWords
from .talks import EndTalk, EndTalkWords
from .thanks import Thanks

__all__ = [
    "CalledOff",
    "CarriedOut",
    "EndTalk",
    "EndTalkWords",
    "EndedSeat",
    "ExitOffer",
    "ExitOutcome",
    "ExitReply",
    "ExitReplyWords",
    "ExitWords",
    "GivenReference",
    "Leaving",
    "LeavingWords",
    "Lent",
    "LentOver",
    "ReferenceAnswer",
    "ReferenceSent",
    "ReferenceWords",
    "Rejoining",
    "RestTalk",
    "RestTalkWords",
    "Thanks",
    "Wish",
    "WishWords",
]
