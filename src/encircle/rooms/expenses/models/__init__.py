"""Volunteers' hours, what they claim back, and how it is paid."""

from .claims import Claim, Decision, DecisionWords, Line, Submission, TakenBack
from .hours import HoursTakenBack, OtherHours
from .paying import BuiltFile, Payment, PaymentFailed, PaymentRun
from .receipts import Receipt, ReceiptLock, ReceiptScan
from .terms import Terms

__all__ = [
    "BuiltFile",
    "Claim",
    "Decision",
    "DecisionWords",
    "HoursTakenBack",
    "Line",
    "OtherHours",
    "Payment",
    "PaymentFailed",
    "PaymentRun",
    "Receipt",
    "ReceiptLock",
    "ReceiptScan",
    "Submission",
    "TakenBack",
    "Terms",
]
