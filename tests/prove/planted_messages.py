"""A message to volunteers of each area, one that was withdrawn, and one its author is writing; and the newsletter.

Cora wrote area A's: Cleo may read what was sent, and neither see what is being written nor take back what was sent.
Vic got neither. The newsletter to each area is Olga's; its subject, its text, and the name and address of a supporter
bear a canary each.
"""

from datetime import timedelta

from encircle.rooms.messaging.models import (
    AddressAsked,
    Draft,
    Message,
    MessageWords,
    NewsletterStop,
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
        name=f"Sal wrybill-{which}",
        email=f"tattler-{which}@people.example",
        added_by=staff,
        added_at=cast.now,
    )
    AddressAsked.objects.create(
        supporter=supporter, area=volunteer.area, email=supporter.email, token_hash=f"{which:f>64}",
        asked_at=cast.now - timedelta(days=1), asked_by=staff,
    )  # fmt: skip
    NewsletterStop.objects.create(address_hash=f"{which:c>64}", at=cast.now)
    _newsletter(world, which, supporter)
    word = {"area": volunteer.area, "wants": True, "said": "paper", "by": staff, "at": cast.now}
    NewsletterWord.objects.create(supporter=supporter, **word)
    NewsletterWord.objects.create(volunteer=volunteer, **word)
    world.add("supporter_id", which, supporter.pk)
    for name in ("correction", "removal"):
        other = Supporter.objects.create(
            area=volunteer.area, name=f"Sid wrybill-{which}", email=f"{name}-{which}@people.example", added_by=staff,
            added_at=cast.now,
        )  # fmt: skip
        world.add_for(f"casework:supporter_{name}", "supporter_id", which, other.pk)
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


def _newsletter(world: World, which: str, supporter: Supporter) -> None:
    cast, area = world.cast, supporter.area
    message = Message.objects.create(
        kind="newsletter", subject=f"Autumn, by corella-{which}", areas=[area.pk], sent_by=cast.users["olga"],
        sent_at=cast.now - timedelta(days=1),
    )  # fmt: skip
    MessageWords.objects.create(message=message, text=f"A walk on Sunday: brolga-{which}")
    Recipient.objects.create(message=message, supporter=supporter, area=area, token_hash=f"{which:e>64}")
    volunteer = cast.volunteers[WRITER[which]]
    Recipient.objects.create(message=message, volunteer=volunteer, area=area, token_hash=f"{which:d>64}")
    world.add_for("casework:message", "message_id", f"news-{which}", message.pk)
    world.add_for("volunteering:message", "message_id", f"news-{which}", message.pk)
    world.behind[f"brolga-{which}"] = message.pk


def _draft(world: World, which: str) -> object:
    return Draft.objects.create(
        author=world.cast.users[STAFF[which]], subject="A summer evening", text=f"Not sent yet: frogmouth-{which}",
        areas=[world.cast.volunteers[WRITER[which]].area_id], saved_at=world.cast.now,
    ).pk  # fmt: skip
