"""The signed copy of one agreement, really made and locked with a key of its agency's own."""

from collections.abc import Iterable, Iterator

from django.db.models import Model

from encircle.foundations.files import envelope, vault
from encircle.foundations.files.intake import Taken
from encircle.foundations.files.keeping import sealed
from encircle.foundations.files.models import PersonKey, Verdict
from encircle.foundations.files.parsing.kinds import Kind
from encircle.rooms.organisation.clocks import start_of_day
from encircle.rooms.partners.copies import SHELF
from encircle.rooms.partners.models import SignedCopy, SignedCopyScan

from ..days import HOUR
from ..plan import CharityPlan
from .keys import Keys
from .papers import MAKE

WORDS = (
    "Memorandum of understanding about sharing information",
    "What is shared, with whom, and for what stands in the schedule. Signed for both sides.",
)


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys, one = Keys(plan), plan.agreements[0]
    agency, key = keys.often("agency", one.agency), envelope.new_key()
    name, wrapped = envelope.wrap_person_key(key, agency)
    made = MAKE["pdf"](WORDS)
    copy = SignedCopy(
        id=keys("signed copy", one.key), agreement_id=keys("agreement", one.key), subject_id=agency, file_kind="pdf",
        size=len(made), pages=len(WORDS), uploaded_by_id=keys.user("olga"),
        uploaded_at=start_of_day(one.starts_on) + 10 * HOUR,
    )  # fmt: skip
    lock, locked = sealed(SHELF, Taken("Signed agreement.pdf", Kind.PDF, len(WORDS), made, None), copy, key)
    vault.put(lock.place, locked)
    yield [PersonKey(subject_id=agency, master=name, wrapped=wrapped, made_at=keys.long_ago)]
    yield [copy]
    yield [lock]
    yield [SignedCopyScan(document=copy, verdict=Verdict.NOT_SCANNED, scanned_at=copy.uploaded_at)]
