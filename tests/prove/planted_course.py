"""How a Circle's course is laid: when it meets on either side of the gate, why it meets less often. And the papers that
came with a referral: one with a form in hand, one with a form that was sent."""

from uuid import UUID

from encircle.foundations.accounts.models import User
from encircle.foundations.files import vault
from encircle.foundations.files.intake import Taken
from encircle.foundations.files.keeping import person_key, sealed
from encircle.foundations.files.models import Verdict
from encircle.foundations.files.parsing.kinds import Kind
from encircle.rooms.circles.models import Phase, PhaseWords, Rhythm
from encircle.rooms.referrals.documents import SHELF
from encircle.rooms.referrals.models import Referral, ReferralDocument, ReferralDocumentScan
from tests.foundations.files.corpus import typeset

from .planted_referrals import SENT, WRITES
from .world import STAFF, World


def plant(world: World, which: str) -> None:
    staff, circle_id = world.cast.users[STAFF[which]], world.objects["circle_id"][which]
    phase = Phase.objects.create(
        circle_id=circle_id, area_id=world.objects["area_id"][which], name="fortnightly", decided_by=staff,
        starts_at=world.cast.now.replace(year=2020), ends_at=world.cast.now.replace(year=2021),
    )  # fmt: skip
    common = {"circle_id": circle_id, "area_id": phase.area_id}
    PhaseWords.objects.create(phase=phase, said_by="The panel", text=f"As the goosander-{which}", **common)
    Rhythm.objects.create(
        side="inside", weekday=2, slot_time="14:00", every_weeks=2, set_at=world.cast.now, set_by=staff, **common
    )
    world.add("phase_id", which, phase.pk)
    for one in (which, "g"):
        world.add_for("casework:timeline_day", "day", one, world.cast.now.date())
    world.behind[f"goosander-{which}"] = phase.pk


def plant_papers(world: World, which: str) -> None:
    """After `planted_referrals.plant_drafts`."""
    in_hand = Referral.objects.get(pk=world.value("referring:form", "referral_id", which))
    was_sent = Referral.objects.get(pk=world.objects["referral_id"][which])
    who, sender = world.cast.users[WRITES[which]], world.cast.users[SENT[which]]
    draft = _kept(world, in_hand, who, f"garganey-{which}.txt", f"It says goldeneye-{which}.".encode())
    sent = _kept(world, was_sent, sender, f"smallteal-{which}.txt", f"It says eiderdrake-{which}.".encode())
    drawn = [_drawn(world, in_hand, who), _drawn(world, was_sent, sender)]
    world.behind |= {f"goldeneye-{which}": draft, f"garganey-{which}": draft}
    world.behind |= {f"eiderdrake-{which}": sent, f"smallteal-{which}": sent}
    world.add("paper_id", which, sent)
    for address in ("casework:referral_paper", "referring:copy_paper"):
        world.add_for(address, "paper_id", which, sent)
        world.add_for(address, "paper_id", f"draft-{which}", draft)
        world.add_for(f"{address}_page", "paper_id", which, drawn[1])
    for page in ("paper", "paper_removal"):
        world.add_for(f"referring:{page}", "paper_id", which, draft)
    world.add_for("referring:paper_page", "paper_id", which, drawn[0])


def plant_with_paper(world: World, which: str, referral: Referral) -> None:
    """With a form that came on paper: whoever keys it has it in hand, alone."""
    staff = world.cast.users[STAFF[which]]
    added = _kept(world, referral, staff, "Scan.txt", f"It says ferruginous-{which}.".encode())
    world.behind[f"ferruginous-{which}"] = added
    for page in ("paper_paper", "paper_paper_removal"):
        world.add_for(f"casework:{page}", "paper_id", which, added)
    world.add_for("casework:paper_paper_page", "paper_id", which, _drawn(world, referral, staff))


def _drawn(world: World, referral: Referral, who: User) -> UUID:
    found = _kept(world, referral, who, "Report.pdf", typeset(), Kind.PDF, 1)
    world.opened_besides.append(found)
    return found


def _kept(world: World, referral: Referral, who: User, name: str, content: bytes, kind=Kind.TEXT, pages=0) -> UUID:
    """As the owner of the tables: really locked."""
    now, carried = world.cast.now, {"referral": referral, "area_id": referral.area_id}
    document = ReferralDocument(
        **carried, subject_id=referral.subject_id, agency_id=referral.agency_id, kind="report", file_kind=kind,
        size=len(content), pages=pages, uploaded_by=who, uploaded_at=now,
    )  # fmt: skip
    taken = Taken(name, kind, pages, content, None)
    lock, locked = sealed(SHELF, taken, document, person_key(referral.subject_id, now))
    document.save(force_insert=True)
    lock.save(force_insert=True)
    ReferralDocumentScan.objects.create(document=document, verdict=Verdict.CLEAN, scanned_at=now, **carried)
    vault.put(lock.place, locked)
    return document.pk
