"""The referral's form, in plain Python: sections of questions, the checks of their answers, and how answers read."""

from .answers import Draft, Entry, Frozen, freeze, hidden, missing, read_back, thawed, tidy
from .asked import SECTIONS, sections_asked
from .shapes import NOT_KNOWN, Asks, Checked, Choice, Entries, Fault, Line, Question, Section, Typed

__all__ = [
    "NOT_KNOWN",
    "SECTIONS",
    "Asks",
    "Checked",
    "Choice",
    "Draft",
    "Entries",
    "Entry",
    "Fault",
    "Frozen",
    "Line",
    "Question",
    "Section",
    "Typed",
    "freeze",
    "hidden",
    "missing",
    "read_back",
    "sections_asked",
    "thawed",
    "tidy",
]
