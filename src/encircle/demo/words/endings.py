"""What is said at the end of a Circle. Invented, like everybody in it."""

WHY = {
    "completed": "The year came to its planned end. Everybody said goodbye over tea and cake.",
    "withdrew": "Said that the evenings had become too much beside the new shifts. The door stays open.",
    "recalled": "Recalled after a missed appointment. The volunteers wrote a card.",
    "moved": "Moved to be near family. The Circle there is told what was agreed.",
    "other": "Talked through with everybody before it was decided.",
}
BETTER = (
    "Tell us earlier who comes to the review.",
    "A room with a kettle would have helped.",
    "Nothing much. More time for the briefing, perhaps.",
    "The minutes sometimes came late to us.",
    "I would have liked to know what happens after the end.",
    "Shorter forms.",
)
SUMMARY = {
    "completed": (
        "The Circle met through the year as planned and ended well. The core member spoke more openly as it went on, "
        "and has people to turn to now."
    ),
    "early": (
        "The Circle ended before its time. What was begun is not lost: the core member knows whom to ring, and the "
        "volunteers were thanked and asked how they are."
    ),
}
GOALS = {
    "met": "Reached, and kept up for weeks.",
    "partly_met": "Further than at the start, and content with that.",
    "not_met": "Other things came first.",
    "dropped": "It was never really theirs, and they said so.",
}
CHECKED = "Asked by telephone and answered in writing."
