"""The rows behind signing in, one file a noun."""

from .attempt import AttemptCount
from .change import AccountChange, ChangeKind
from .code_list import CodeList
from .held_form import HeldForm
from .invitation import Invitation, Purpose, ResetRequest
from .session import Session, WhyEnded
from .user import NoticePace, User, UserManager, still_here

__all__ = [
    "AccountChange",
    "AttemptCount",
    "ChangeKind",
    "CodeList",
    "HeldForm",
    "Invitation",
    "NoticePace",
    "Purpose",
    "ResetRequest",
    "Session",
    "User",
    "UserManager",
    "WhyEnded",
    "still_here",
]
