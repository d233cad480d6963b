"""Coming in: forms in the hand of a professional, sent, and withdrawn (and, from the casework side, enquiries).

Omar writes a referral for area A and Paul one for area B; Petra and Hana sent theirs. What is written is nobody else's
before it is sent, and afterwards the staff's of the area and the sender's.
"""

from datetime import timedelta
from uuid import UUID

from encircle.rooms.referrals.models import Holder, Referral, ReferralRead, ReferralWithdrawn, SectionDraft
from tests.rooms.referrals.form import invited, sent, written

from .world import AREAS, STAFF, World

WRITES = {"1": "omar", "2": "paul"}
SENT = {"1": "petra", "2": "hana"}
FORM = (
    "form", "section", "entries", "entry_new", "entry", "entry_removal", "answers", "submission", "handover",
    "papers", "paper", "paper_page", "paper_removal",
)  # fmt: skip
FOLLOWED = ("state", "sent", "copy", "copy_print")


def plant_drafts(world: World, which: str) -> None:
    """Call as the owner. A referral that was sent is `referral_id`; a form in hand is that of the form's addresses."""
    cast = world.cast
    in_hand = _invited(world, which, WRITES[which])
    written(in_hand, cast.users[WRITES[which]], secret=f"brambling-{which}")
    was_sent = _invited(world, which, SENT[which])
    sent(was_sent, cast.users[SENT[which]], at=cast.now, secret=f"fieldfare-{which}")
    ReferralRead.objects.create(
        referral=was_sent, area=was_sent.area, read_by=cast.users[STAFF[which]], read_at=cast.now
    )
    world.behind[f"fieldfare-{which}"] = was_sent.pk
    world.add("referral_id", which, was_sent.pk)
    _form_addresses(world, which, in_hand)
    for page in FOLLOWED:
        world.add_for(f"referring:{page}", "referral_id", which, was_sent.pk)
    _withdrawn(world, which)
    _spare(world, which)
    _held_before(world, which, in_hand)
    _in_another_state(world, which, in_hand, was_sent)


def _invited(world: World, which: str, who: str) -> Referral:
    return invited(world.cast, who, area=AREAS[which], by=STAFF[which])


def _form_addresses(world: World, which: str, in_hand: Referral) -> None:
    """The section is that of victims: it has a list, with one entry."""
    draft = SectionDraft.objects.get(referral=in_hand, section="victims")
    for page in FORM:
        address = f"referring:{page}"
        world.add_for(address, "referral_id", which, in_hand.pk)
        if page.startswith(("section", "entr")):
            world.add_for(address, "code", which, "victims")
        if page in ("entry", "entry_removal"):
            world.add_for(address, "entry_id", which, UUID(draft.answers["entries"][0]["id"]))


def _withdrawn(world: World, which: str) -> None:
    gone = _invited(world, which, WRITES[which])
    ReferralWithdrawn.objects.create(
        referral=gone, area=gone.area, by=world.cast.users[STAFF[which]], at=world.cast.now, reason="other"
    )
    world.add_for("referring:state", "referral_id", f"gone-{which}", gone.pk)


def _spare(world: World, which: str) -> None:
    """One more in hand, to be withdrawn when the forms are typed into."""
    spare = _invited(world, which, WRITES[which])
    world.add_for("referring:withdrawal", "referral_id", which, spare.pk)


def _held_before(world: World, which: str, in_hand: Referral) -> None:
    """Somebody else held it until yesterday, and reaches it no more."""
    before = {"1": "hana", "2": "omar"}[which]
    yesterday = world.cast.now - timedelta(days=1)
    Holder.objects.create(
        referral=in_hand, area=in_hand.area, professional=world.cast.professionals[before],
        starts_at=yesterday - timedelta(days=1), ends_at=yesterday, handed_by=world.cast.users[STAFF[which]],
    )  # fmt: skip


def _in_another_state(world: World, which: str, in_hand: Referral, was_sent: Referral) -> None:
    """What was sent has no form any more, not even for its sender; what is written has no copy yet."""
    for page in ("form", "answers", "submission", "handover"):
        world.add_for(f"referring:{page}", "referral_id", f"sent-{which}", was_sent.pk)
    for page in FOLLOWED:
        world.add_for(f"referring:{page}", "referral_id", f"draft-{which}", in_hand.pk)
