"""Rows of this room."""

from .agreement import Agreement, AgreementAsked, AgreementTemplate, AgreementText, Signature
from .briefing import Briefing, BriefingAttendance, BriefingHeld, BriefingInvitation, BriefingMove, BriefingReply
from .pack import PackOpening, PackPage, PackText, PackVersion
from .start import StartException, StartExceptionWords

__all__ = [
    "Agreement",
    "AgreementAsked",
    "AgreementTemplate",
    "AgreementText",
    "Briefing",
    "BriefingAttendance",
    "BriefingHeld",
    "BriefingInvitation",
    "BriefingMove",
    "BriefingReply",
    "PackOpening",
    "PackPage",
    "PackText",
    "PackVersion",
    "Signature",
    "StartException",
    "StartExceptionWords",
]
