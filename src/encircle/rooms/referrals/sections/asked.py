"""Which sections a referral asks, and in which order. The practice standard says which; the words are here."""

from collections.abc import Iterable

from .law_and_risk import ASSESSMENTS, LEGAL, MAPPA, OFFENCES, VICTIMS
from .prison_and_young import PRISON, YOUNG
from .shapes import Section
from .the_person import CIRCUMSTANCES, IDENTIFIERS, NEEDS, PERSON
from .working_together import MOTIVATION, SCOPE, SECOND, UNDERTAKING

SECTIONS = {
    section.code: section
    for section in (
        PERSON, IDENTIFIERS, NEEDS, CIRCUMSTANCES, YOUNG, PRISON, LEGAL, MAPPA, OFFENCES, VICTIMS, ASSESSMENTS,
        MOTIVATION, SCOPE, SECOND, UNDERTAKING,
    )
}  # fmt: skip
NEVER_LEFT_OUT = ("person", "undertaking")
# Sections that only some kinds of Circle ask, unless the practice standard says otherwise.
ONLY_FOR = {"prison": ("prison",), "young": ("young",)}


def sections_asked(kind: str, codes: Iterable[str] = ()) -> list[Section]:
    """The sections of a referral for this kind of Circle: those its practice standard names, else the usual ones."""
    wanted = {*(codes or usual(kind)), *NEVER_LEFT_OUT}
    return [section.for_kind(kind) for code, section in SECTIONS.items() if code in wanted]


def usual(kind: str) -> list[str]:
    return [code for code in SECTIONS if kind in ONLY_FOR.get(code, (kind,))]
