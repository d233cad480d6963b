"""The rows behind signing in, one file a noun."""

from .session import Session, WhyEnded
from .user import NoticePace, User, UserManager

__all__ = ["NoticePace", "Session", "User", "UserManager", "WhyEnded"]
