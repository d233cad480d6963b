"""The forms of words Encircle comes with. A charity puts its own in their place from a day on.

A line may begin with the name of a picture in brackets; pictures are printed on easy-read forms where they are wanted.
Easy read: one idea a line, short words, "you" and "we" (as guidance of the NHS and of the charities of people with
learning disabilities advises).
"""

import re
from dataclasses import dataclass

from .vocabulary import Audience, Style

PICTURES = {
    "people": "a group of people in a circle",
    "choice": "a person with two ways to go",
    "talk": "two people talking",
    "week": "a calendar",
    "lock": "a padlock",
    "share": "a letter going to somebody",
    "stop": "a hand that says stop",
    "help": "a person helping another",
    "write": "a pen on paper",
    "court": "the scales of a court, crossed out",
}
_MARKED = re.compile(r"\((\w+)\)\s+(.*)")


@dataclass(frozen=True)
class Line:
    text: str
    picture: str = ""


@dataclass(frozen=True)
class Words:
    title: str
    lines: str

    @property
    def parts(self) -> list[list[Line]]:
        """The statements, part by part."""
        blocks = re.split(r"\n\s*\n", self.lines.strip())
        return [[_line(text) for text in block.splitlines() if text.strip()] for block in blocks]


def _line(text: str) -> Line:
    marked = _MARKED.fullmatch(text.strip())
    if marked and marked[1] in PICTURES:
        return Line(marked[2], marked[1])
    return Line(text.strip())


def unknown_pictures(lines: str) -> list[str]:
    """Names in brackets at the beginning of a line that are no picture of ours."""
    marked = (_MARKED.fullmatch(line.strip()) for line in lines.splitlines())
    return [one[1] for one in marked if one and one[1].islower() and one[1] not in PICTURES]


SHIPPED: dict[tuple[Audience, Style], Words] = {
    (Audience.ADULT, Style.STANDARD): Words(
        "Agreement to take part in a Circle",
        """
I want to take part in a Circle of Support and Accountability.
I take part of my own free will. No court order and no licence asks it of me.
I can stop at any time. Nobody punishes me for that, and the coordinator tells those who have to know.

I meet a few trained volunteers, at first every week, for about a year.
We speak about how I live, about what helps me and about what could lead me to do harm again.
I am honest with the Circle, and the Circle is honest with me.
I keep to myself what volunteers tell me about themselves.

Volunteers write minutes of our meetings. The coordinator reads them.
What I have agreed to in writing is shared with my probation officer, the police and others named there.
If somebody may be harmed, the Circle tells those who can prevent it, also where I do not agree.
I can ask to see what is kept about me, and have mistakes put right.

Somebody has gone through this page with me. I could ask what I wanted to ask.
""".strip(),
    ),
    (Audience.ADULT, Style.EASY_READ): Words(
        "Joining a Circle",
        """
(people) A Circle is a small group of people.
They are called volunteers.
They want to help you to live a good life.
They want to help you not to hurt anybody.

(week) You meet the volunteers every week.
You meet for about a year.

(talk) You talk about your week.
You talk about what goes well.
You talk about what is hard.
You try to tell the truth.

(choice) It is your choice to join.
You can say yes.
You can say no.
(court) No court makes you join.
(stop) You can stop when you want.

(write) The volunteers write notes.
The coordinator reads the notes.
(share) We tell your probation officer and the police some things.
We ask you first what we may tell.
(lock) We keep the notes safe.

(help) We must keep people safe.
If somebody may get hurt, we tell the police.
We do this even if you say no.

(help) Somebody has read this with me.
I could ask questions.
""".strip(),
    ),
    (Audience.YOUNG, Style.STANDARD): Words(
        "My agreement to take part in a Circle",
        """
I want to have a Circle: a few trained volunteers who meet me, at first every week, for about a year.
It is my own choice. No court and no order makes me do it, and I can stop at any time.

We speak about school or work, friends, free time, what goes well and what is hard.
I need not speak about what I did unless that was agreed with me.
I am honest with the volunteers, and they are honest with me.

Volunteers write down what we spoke about. The coordinator reads it and tells my worker what we agreed may be told.
If I or somebody else may be harmed, they tell somebody who can help, also where I do not want it.
My parents or carers are asked too until I am 18.

Somebody has gone through this page with me. I could ask what I wanted to ask.
""".strip(),
    ),
    (Audience.YOUNG, Style.EASY_READ): Words(
        "Joining a Circle",
        """
(people) A Circle is a small group of people.
They want to help you.
They want to help you not to hurt anybody.

(week) You meet every week.
You meet for about a year.

(talk) You talk about school and friends.
You talk about what goes well.
You talk about what is hard.

(choice) It is your choice to join.
You can say yes.
You can say no.
(court) No court makes you join.
(stop) You can stop when you want.

(write) The volunteers write notes.
(share) We tell your worker some things.
We tell you what we will say.

(help) We must keep people safe.
If you or somebody else may get hurt, we tell somebody who can help.

(help) We ask your parents or carers too.
Somebody has read this with me.
I could ask questions.
""".strip(),
    ),
    (Audience.CARER, Style.STANDARD): Words(
        "Agreement of a parent or carer",
        """
I agree that the young person I care for takes part in a Circle.
They take part of their own free will. No court and no order asks it of them or of me.
I can say at any time that I agree no longer. From the day they are 18, it is theirs alone to say.

A few trained volunteers meet them, at first every week, for about a year.
What they speak about stays in the Circle. The coordinator tells me what I have to know.
If they or somebody else may be harmed, the coordinator tells those who can prevent it.

I help them to come to the meetings, and I tell the coordinator what could matter for their safety.
Somebody has gone through this page with me. I could ask what I wanted to ask.
""".strip(),
    ),
    (Audience.CARER, Style.EASY_READ): Words(
        "A Circle for the young person you care for",
        """
(people) A Circle is a small group of people.
They want to help the young person.

(week) They meet every week.
They meet for about a year.

(choice) It is the young person’s choice to join.
It is your choice too.
(court) No court makes you say yes.
(stop) You can say stop when you want.

(lock) What they talk about stays in the Circle.
(help) We must keep people safe.
If somebody may get hurt, we tell somebody who can help.

When the young person is 18, only they say yes or no.

(help) Somebody has read this with me.
I could ask questions.
""".strip(),
    ),
}
