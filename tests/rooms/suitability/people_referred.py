"""Referrals of people with the names, birthdays and numbers a test needs."""

from encircle.rooms.referrals.models import Submission, SubmittedSection
from tests.rooms.referrals.form import invited

PERSON = {"given_name": "Bartholomew", "family_name": "Wheatear", "known_as": "Bart", "born_on": "1984-04-03"}


def referred(cast, who="petra", *, person=(), numbers=(), apart=(), **more):
    """As the owner, in one transaction: the parts of a submitted form that are compared."""
    one = invited(cast, who, **more)
    sections = {
        "person": ({**PERSON, **dict(person)}, []),
        "identifiers": (dict(numbers), []),
        "victims": ({"apart": "yes" if apart else "no"}, [{"name": name} for name in apart]),
    }
    SubmittedSection.objects.bulk_create(
        SubmittedSection(
            referral=one, area_id=one.area_id, section=code, position=position,
            answers={
                "title": code, "values": values, "lines": [],
                "entries": [{"title": "", "values": entry, "lines": []} for entry in entries],
            },
        )
        for position, (code, (values, entries)) in enumerate(sections.items())
    )  # fmt: skip
    holder = one.holders.get()
    Submission.objects.create(
        referral=one, area_id=one.area_id, submitted_at=cast.now, submitted_by=cast.users[who],
        professional=holder.professional,
    )  # fmt: skip
    return one
