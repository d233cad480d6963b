"""Consents and other grounds; releases, and what became of them."""

from .consents import Consent, ConsentNarrowing, ConsentSubject, GroundReason, GroundSubject, OtherGround, Withdrawal
from .releases import PassageBasis, PassageClosure, Recall, Release, ReleaseEvent, ReleasePassage, Strike, Withheld

__all__ = [
    "Consent",
    "ConsentNarrowing",
    "ConsentSubject",
    "GroundReason",
    "GroundSubject",
    "OtherGround",
    "PassageBasis",
    "PassageClosure",
    "Recall",
    "Release",
    "ReleaseEvent",
    "ReleasePassage",
    "Strike",
    "Withdrawal",
    "Withheld",
]
