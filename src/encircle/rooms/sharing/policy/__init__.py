"""Decisions about sharing, in plain Python: the sieve, whose consent counts, and what a no undoes."""

from .givers import adult_from, needed_givers
from .papers import (
    Basis,
    CaseFacts,
    ConsentFacts,
    GiverId,
    GroundFacts,
    PassageFacts,
    RecipientFacts,
    ReleasedPassage,
    SharingStandard,
    Stop,
    Verdict,
)
from .refusing import consent_state, still_readable
from .sieve import sieve
from .words import BasisKind, ConsentState, GroundKind, Part, Reason

__all__ = [
    "Basis",
    "BasisKind",
    "CaseFacts",
    "ConsentFacts",
    "ConsentState",
    "GiverId",
    "GroundFacts",
    "GroundKind",
    "Part",
    "PassageFacts",
    "Reason",
    "RecipientFacts",
    "ReleasedPassage",
    "SharingStandard",
    "Stop",
    "Verdict",
    "adult_from",
    "consent_state",
    "needed_givers",
    "sieve",
    "still_readable",
]
