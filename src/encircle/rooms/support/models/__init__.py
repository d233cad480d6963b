"""How volunteers are looked after. What they say of themselves is never read by the Circle, or by an agency."""

from .after_meetings import Asking, CallBack, CallBackWords, Check, CheckAsked, CheckWords
from .presence import Absence, Away, AwayWords, SwapOffer, Turn
from .supervision import CounsellingOffer, CounsellingStep, Supervision, SupervisionNote, SupervisionPlace

__all__ = [
    "Absence",
    "Asking",
    "Away",
    "AwayWords",
    "CallBack",
    "CallBackWords",
    "Check",
    "CheckAsked",
    "CheckWords",
    "CounsellingOffer",
    "CounsellingStep",
    "Supervision",
    "SupervisionNote",
    "SupervisionPlace",
    "SwapOffer",
    "Turn",
]
