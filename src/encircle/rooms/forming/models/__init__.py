"""Rows of forming Circles."""

from .apart import ClearLook, ClearLookWords, Exclusion, ExclusionEnded, ExclusionWords, KeepClear, KeepClearWords
from .runs import Lock, Missing, Proposal, ProposalSeat, Run, Weighing

__all__ = [
    "ClearLook",
    "ClearLookWords",
    "Exclusion",
    "ExclusionEnded",
    "ExclusionWords",
    "KeepClear",
    "KeepClearWords",
    "Lock",
    "Missing",
    "Proposal",
    "ProposalSeat",
    "Run",
    "Weighing",
]
