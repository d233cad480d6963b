"""What coordinators have in hand of coming in: an enquiry with what was said, and a form that came on paper.

Cora keys one for area A and Colin one for area B: until it is sent it is theirs alone, whoever else works there.
"""

from uuid import UUID

from encircle.common.ids import new_reference
from encircle.rooms.organisation.models import Criterion
from encircle.rooms.referrals.models import (
    Enquiry,
    EnquiryCheck,
    EnquiryNote,
    EnquiryStep,
    Holder,
    Referral,
    SectionDraft,
)
from tests.rooms.referrals.form import invited, written

from .planted_course import plant_with_paper
from .planted_referrals import WRITES
from .world import AREAS, STAFF, World

PAPER = (
    "paper_form", "paper_section", "paper_entries", "paper_entry_new", "paper_entry", "paper_entry_removal",
    "paper_answers", "paper_submission", "paper_papers", "paper_paper", "paper_paper_page", "paper_paper_removal",
)  # fmt: skip


def plant(world: World, which: str) -> None:
    """Call as the owner."""
    _enquiry(world, which)
    _on_paper(world, which)
    # One to be withdrawn and one to be passed on, so that the others stay what they are.
    for page in ("referral_withdrawal", "referral_passing"):
        spare = invited(world.cast, WRITES[which], area=AREAS[which], by=STAFF[which])
        world.add_for(f"casework:{page}", "referral_id", which, spare.pk)
    _in_another_state(world, which)


def _in_another_state(world: World, which: str) -> None:
    """What a professional writes is seen to exist and cannot be opened as a paper form; what is over is not changed."""
    written_by_a_professional = world.value("referring:form", "referral_id", which)
    for page in ("referral", "paper_form", "paper_answers", "paper_submission"):
        world.add_for(f"casework:{page}", "referral_id", f"draft-{which}", written_by_a_professional)
    world.add_for("casework:referral", "referral_id", which, world.objects["referral_id"][which])
    for page in ("referral_withdrawal", "referral_passing"):
        gone = world.value("referring:state", "referral_id", f"gone-{which}")
        world.add_for(f"casework:{page}", "referral_id", f"gone-{which}", gone)
    world.add_for("casework:referral_passing", "referral_id", f"sent-{which}", world.objects["referral_id"][which])


def _enquiry(world: World, which: str) -> None:
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    one = Enquiry.objects.create(
        reference=new_reference("E"), area=cast.areas[AREAS[which]], kind="adult", agency=cast.agencies["police"],
        asked_by_name="Ned Pipit", phone="01632 960555", taken_by=staff, taken_at=cast.now,
    )  # fmt: skip
    common = {"enquiry": one, "area": one.area}
    EnquiryNote.objects.create(text=f"He said: redwing-{which}", by=staff, at=cast.now, **common)
    EnquiryStep.objects.create(kind="call_back", call_back_on=cast.now.date(), by=staff, at=cast.now, **common)
    asked = Criterion.objects.create(words=f"Is asked of area {which}", kinds=["adult"], position=7)
    EnquiryCheck.objects.create(criterion=asked, answer="met", **common)
    world.behind[f"redwing-{which}"] = one.pk
    world.add("enquiry_id", which, one.pk)


def _on_paper(world: World, which: str) -> None:
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    one = Referral.objects.create(
        reference=new_reference("R"), area=cast.areas[AREAS[which]], kind="adult", agency=cast.agencies["police"],
        invited_by=staff, invited_at=cast.now, on_paper=True,
    )  # fmt: skip
    Holder.objects.create(referral=one, area=one.area, staff=staff, starts_at=cast.now, handed_by=staff)
    written(one, staff, secret=f"bullfinch-{which}")
    draft = SectionDraft.objects.get(referral=one, section="victims")
    plant_with_paper(world, which, one)
    for page in PAPER:
        address = f"casework:{page}"
        world.add_for(address, "referral_id", which, one.pk)
        if page.startswith(("paper_section", "paper_entr")):
            world.add_for(address, "code", which, "victims")
        if page in ("paper_entry", "paper_entry_removal"):
            world.add_for(address, "entry_id", which, UUID(draft.answers["entries"][0]["id"]))
