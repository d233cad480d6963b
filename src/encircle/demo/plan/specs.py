"""The thirty Circles as a table: who runs them, how long they have met, and where their newest minutes stand."""

from dataclasses import dataclass

CAST_CIRCLE = "a1"  # Circle 1: Cora's, with Mark at its centre
SECOND_COORDINATOR_CIRCLES = ("a6", "a7")


@dataclass(frozen=True, slots=True)
class CircleSpec:
    key: str
    kind: str
    state: str
    volunteers: int
    past: int = 0  # meetings so far, cancelled ones too
    ahead: int = 0
    timing: str = "any"  # when the newest meeting ended, seen from now
    newest: tuple[str, ...] = ()  # where the newest minutes stand, newest first; all before are released
    fortnightly_from: int = 0
    consents: str = "full"
    departed: int = 0  # volunteers who have left
    ended_days_ago: int = 0
    why: str = ""
    newest_outcome: str = "held"
    authors: tuple[str, ...] = ()  # of the newest minutes, where it matters who

    @property
    def area(self) -> str:
        return self.key[0]


CIRCLES = (
    CircleSpec("a1", "adult", "running", 4, 38, 6, "due_later", ("not_started", "submitted", "returned", "approved"),
               consents="cast", departed=1, authors=("vera", "vera", "vic", "vera")),
    CircleSpec("a2", "adult", "running", 4, 58, 6, "due_soon", ("not_started", "corrected"), 40),
    CircleSpec("a3", "adapted", "running", 4, 24, 6, "overdue", ("not_started",), consents="narrow"),
    CircleSpec("a4", "prison", "running", 5, 76, 3, "recent", ("submitted",), 60),
    CircleSpec("a5", "adult", "paused", 4, 27, departed=1, ended_days_ago=44),
    CircleSpec("a6", "young", "running", 3, 33, 6, "today", ("submitted",), consents="young"),
    CircleSpec("a7", "adult", "ended", 4, 52, fortnightly_from=36, ended_days_ago=75, why="completed"),
    CircleSpec("a8", "adult", "forming", 3, consents="none"),
    CircleSpec("b1", "adult", "running", 4, 44, 6, "recent", ("draft", "submitted"), authors=("xena", "xena")),
    CircleSpec("b2", "adult", "running", 4, 19, 6, "due_soon", ("draft", "returned"), consents="withdrawn"),
    CircleSpec("b3", "prison", "running", 5, 62, 3, "any", ("approved",), 52, consents="named"),
    CircleSpec("b4", "adapted", "running", 4, 53, 6, "any", ("submitted", "submitted"), consents="expired", departed=1,
               newest_outcome="not_quorate"),
    CircleSpec("b5", "young", "running", 3, 29, 6, "overdue", ("draft",), consents="young stopped"),
    CircleSpec("b6", "adult", "ended", 4, 54, fortnightly_from=40, ended_days_ago=140, why="completed"),
    CircleSpec("b7", "adult", "paused", 4, 35, consents="withdrawn", ended_days_ago=24),
    CircleSpec("b8", "prison", "forming", 2, consents="none"),
    CircleSpec("c1", "adult", "running", 5, 60, 6, "recent", ("submitted", "approved"), 44),
    CircleSpec("c2", "adult", "running", 4, 9, 6, "any", ("released",), consents="partial"),
    CircleSpec("c3", "prison", "ended", 4, 78, fortnightly_from=60, ended_days_ago=210, why="completed"),
    CircleSpec("c4", "adult", "ended", 3, 3, ended_days_ago=120, why="withdrew"),
    CircleSpec("c5", "young", "running", 3, 41, 6, "today", ("corrected",), consents="young",
               newest_outcome="stopped_early"),
    CircleSpec("d1", "adult", "running", 5, 66, 6, "due_soon", ("not_started", "approved"), 48, consents="ends today"),
    CircleSpec("d2", "adapted", "paused", 5, 42, consents="narrow", departed=1, ended_days_ago=36),
    CircleSpec("d3", "adult", "running", 4, 2, 6, "recent", ("draft", "submitted"), consents="none"),
    CircleSpec("d4", "adult", "forming", 2, consents="none"),
    CircleSpec("e1", "adult", "running", 4, 52, 6, "overdue", ("draft", "submitted"), 44, departed=1),
    CircleSpec("e2", "prison", "running", 5, 40, 6, "any", ("released",), consents="court order",
               newest_outcome="not_attended"),
    CircleSpec("e3", "young", "ended", 3, 54, fortnightly_from=40, consents="young", ended_days_ago=60,
               why="completed"),
    CircleSpec("e4", "adapted", "ended", 4, 53, fortnightly_from=40, ended_days_ago=170, why="moved"),
    CircleSpec("e5", "prison", "forming", 3, consents="none"),
)  # fmt: skip

# Which services sit in the outer circle of which kind of Circle.
OUTER_CIRCLE = {
    "adult": ("probation", "police"),
    "prison": ("probation", "police", "prison", "approved premises"),
    "young": ("youth justice", "police", "council", "harmful sexual behaviour"),
    "adapted": ("probation", "police", "learning disability", "council"),
}
WITH_HEALTH = ("a1", "a2", "b1", "b2", "b7", "c1", "e1")  # adult Circles with a health professional as well

# Volunteers in each area: 120 in all. The rest of an area's number waits, is in training, or has left.
VOLUNTEERS = {"a": 32, "b": 32, "c": 18, "d": 18, "e": 20}

# Professionals by agency: 52 in all. (job, how many)
PROFESSIONALS = {
    "probation": (("a", "Probation officer", 5), ("b", "Probation officer", 4), ("c", "Probation officer", 3),
                  ("d", "Probation officer", 2), ("e", "Probation officer", 2)),
    "police-a": (("a", "Police offender manager", 2),),
    "police-b": (("b", "Police offender manager", 2),),
    "police-c": (("c", "Police offender manager", 2),),
    "police-d": (("d", "Police offender manager", 2),),
    "police-e": (("e", "Police offender manager", 2),),
    "health-a": (("a", "Community mental health nurse", 2),),
    "health-b": (("b", "Community psychiatric nurse", 2),),
    "health-c": (("c", "Clinical psychologist", 1),),
    "health-e": (("e", "Clinical psychologist", 1),),
    "learning-a": (("a", "Forensic community learning disability nurse", 1),),
    "learning-b": (("b", "Forensic learning disability practitioner", 1),),
    "prison-a": (("a", "Prison offender manager", 1),),
    "prison-b": (("b", "Prison offender manager", 2),),
    "prison-c": (("c", "Prison offender manager", 1),),
    "premises-a": (("a", "Approved premises key worker", 1),),
    "premises-b": (("b", "Approved premises key worker", 1),),
    "youth-a": (("a", "Youth justice officer", 2),),
    "youth-b": (("b", "Youth justice officer", 2),),
    "youth-c": (("c", "Youth justice officer", 2),),
    "youth-e": (("e", "Youth justice officer", 2),),
    "harmful-behaviour": (("a", "Specialist in harmful sexual behaviour", 1),
                          ("c", "Specialist in harmful sexual behaviour", 1)),
    "council-a": (("a", "Social worker", 1),),
    "council-d": (("d", "Social worker", 1),),
}  # fmt: skip
CAST_PROFESSIONALS = {
    "probation": ("petra", "paul", "ravi"),
    "police-a": ("omar",),
    "health-a": ("hana",),
}
NOT_SIGNED_UP = (
    "police-d",
    "council-d",
    "prison-c",
    "youth-e",
)  # their second, or only, professional has only been invited

_NAMES = (
    "Juniper Harbour Lantern Curlew Marram Otter Beacon Thimble Kestrel Ferry Orchard Millstone Skylark Causeway "
    "Bellwether Samphire Ropewalk Heron Greenway Slipway Tollgate Chalkhill Windrow Dovecote Severn Rookery "
    "Willowbank Cotsdown Weir Gable"
)
CIRCLE_NAMES = tuple(_NAMES.split())
