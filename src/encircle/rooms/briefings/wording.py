"""The usual wording of a Circle's agreement, until the charity sets its own.

What Circles commonly agree on: meeting weekly, honesty, what stays in the room and what cannot, and how it ends. The
sentences are ours, short enough to be read aloud and to be printed in easy read.
"""

USUAL_POINTS = (
    "We meet every week, and we tell the coordinator if we cannot come.",
    "We are honest with one another, also when it is hard.",
    "We treat one another with respect.",
    "What we say here stays in the Circle, except what must be shared to keep people safe.",
    "The coordinator tells probation and the police what they need to know.",
    "If anybody is at risk of harm, we say so at once.",
    "We meet only where and when the Circle has agreed, and never alone with one another.",
    "We do not lend or give one another money.",
    "Taking part is a free choice. Anybody may say that they want to stop.",
)
EASY_POINTS = (
    "We meet every week.",
    "If you cannot come, tell the coordinator.",
    "We tell the truth.",
    "We are kind to each other.",
    "What you say here is private.",
    "If someone may get hurt, we must tell.",
    "We only meet at Circle meetings.",
    "We do not give each other money.",
    "You can say no.",
    "You can stop.",
)


def points_of(text: str) -> tuple[str, ...]:
    """One point a line, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
