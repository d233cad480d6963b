"""Rows of leaving and staying."""

from .exits import ExitOffer, ExitOutcome, ExitReply, ExitReplyWords, ExitWords
from .leaving import CalledOff, CarriedOut, EndedSeat, Leaving, LeavingWords, Rejoining, Wish, WishWords
from .lent import Lent, LentOver

__all__ = [
    "CalledOff",
    "CarriedOut",
    "EndedSeat",
    "ExitOffer",
    "ExitOutcome",
    "ExitReply",
    "ExitReplyWords",
    "ExitWords",
    "Leaving",
    "LeavingWords",
    "Lent",
    "LentOver",
    "Rejoining",
    "Wish",
    "WishWords",
]
