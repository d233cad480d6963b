"""A message to volunteers of each area, one that was withdrawn, and one its author is writing; and the newsletter.

Cora wrote area A's: Cleo may read what was sent, and neither see what is being written nor take back what was sent.
Vic got neither.
"""

from datetime import timedelta

from encircle.rooms.messaging.models import (
    Draft,
    Message,
    MessageWords,
    NewsletterWord,
    Reading,
    Recipient,
    Supporter,
    Withdrawal,
)

from .world import STAFF, WRITER, World


def plant(world: World, which: str) -> None:
    """Call as the owner."""
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    sent = _message(world, which, f"Training is on Tuesday: quetzal-{which}")
    world.add("message_id", which, sent.pk)
    world.behind[f"quetzal-{which}"] = sent.pk
    volunteer = cast.volunteers[WRITER[which]]
    Reading.objects.create(message=sent, volunteer=volunteer, area=volunteer.area, opened_at=cast.now)
    taken_back = _message(world, which, f"This no longer holds: potoobird-{which}")
    Withdrawal.objects.create(message=taken_back, why="over", by=staff, at=cast.now)
    world.add_for("casework:message", "message_id", f"back-{which}", taken_back.pk)
    world.add_for("casework:message", "message_id", which, sent.pk)
    world.add_for("volunteering:message", "message_id", f"back-{which}", taken_back.pk)
    world.add_for("volunteering:message", "message_id", which, sent.pk)
    world.behind[f"potoobird-{which}"] = taken_back.pk
    supporter = Supporter.objects.create(
        area=volunteer.area,
        name="Sal",
        email=f"sal-{which}@people.example",
        added_by=staff,
        added_at=cast.now,
    )
    word = {"area": volunteer.area, "wants": True, "said": "paper", "by": staff, "at": cast.now}
    NewsletterWord.objects.create(supporter=supporter, **word)
    NewsletterWord.objects.create(volunteer=volunteer, **word)
    world.add("supporter_id", which, supporter.pk)
    world.add("writing_id", which, _draft(world, which))
    world.add_for("casework:message_removal", "writing_id", which, _draft(world, which))


def _message(world: World, which: str, text: str) -> Message:
    volunteer = world.cast.volunteers[WRITER[which]]
    message = Message.objects.create(
        subject="Training", areas=[volunteer.area_id], sent_by=world.cast.users[STAFF[which]],
        sent_at=world.cast.now - timedelta(days=2),
    )  # fmt: skip
    MessageWords.objects.create(message=message, text=text)
    Recipient.objects.create(message=message, volunteer=volunteer, area=volunteer.area)
    return message


def _draft(world: World, which: str) -> object:
    return Draft.objects.create(
        author=world.cast.users[STAFF[which]], subject="A summer evening", text=f"Not sent yet: frogmouth-{which}",
        areas=[world.cast.volunteers[WRITER[which]].area_id], saved_at=world.cast.now,
    ).pk  # fmt: skip
