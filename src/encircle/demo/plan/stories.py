"""The concerns of the demonstration as a table: in which Circle, how urgent, how long ago, and how far it has got."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    circle: str
    urgency: str  # imminent, serious, other
    hours_ago: float
    plot: str
    by: str = ""  # a volunteer of the cast; else one of the Circle's
    about: str = ""  # someone who works here


# Plots: fresh (nobody has read it), asking (imminent: everyone on call is asked), climbed (unread, passed up),
# taken, watch, no_action, decided (agencies to be told, not yet told), waiting (told, not acknowledged by all),
# unreachable, acknowledged (by all, still open), closed.
STORIES = (
    Story("a1", "other", 3, "fresh", by="vera"),
    Story("a1", "serious", 27, "waiting", by="vic"),
    Story("a1", "other", 50, "taken", by="vera", about="cora"),
    Story("a1", "serious", 24 * 140, "closed", by="vera"),
    Story("a1", "other", 24 * 90, "watch", by="nina"),
    Story("a2", "serious", 30, "climbed"),
    Story("a3", "other", 24 * 8, "no_action"),
    Story("a4", "serious", 24 * 3, "unreachable"),
    Story("a5", "imminent", 24 * 46, "closed"),
    Story("a6", "other", 20, "taken"),
    Story("b1", "serious", 2, "fresh", by="xena"),
    Story("b1", "other", 24 * 30, "watch", by="xena"),
    Story("b2", "imminent", 0.6, "asking"),
    Story("b3", "imminent", 26, "acknowledged"),
    Story("b4", "other", 24 * 22, "no_action", about="volunteer"),
    Story("b5", "serious", 24 * 5, "acknowledged"),
    Story("c1", "other", 24 * 6, "climbed"),
    Story("c2", "serious", 24 * 33, "closed"),
    Story("c5", "imminent", 24 * 95, "closed"),
    Story("d1", "other", 24 * 9, "watch"),
    Story("d2", "serious", 24 * 55, "closed"),
    Story("e1", "serious", 26, "decided"),
    Story("e2", "serious", 24 * 12, "closed"),
    Story("e4", "other", 24 * 260, "no_action"),
)
