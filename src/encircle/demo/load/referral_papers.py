"""Documents that came with referrals: with forms that are being written, sent, and accepted. After the decisions."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Model

from encircle.foundations.files import envelope, vault
from encircle.foundations.files.intake import Taken
from encircle.foundations.files.keeping import sealed
from encircle.foundations.files.models import PersonKey, Verdict
from encircle.foundations.files.parsing.kinds import Kind
from encircle.rooms.people.models import CoreMember, PersonDocument, PersonDocumentLock, PersonDocumentScan
from encircle.rooms.referrals.documents import SHELF
from encircle.rooms.referrals.models import ReferralDocument, ReferralDocumentLock, ReferralDocumentScan

from ..days import london_day
from ..plan import CharityPlan
from ..plan.shapes import Referral
from .keys import Keys
from .papers import MAKE

MOST = 12  # referrals with documents: enough to look at, and each is really made
PAPERS = (
    ("assessment", "pdf", "Assessment.pdf", ("Assessment report, page one.", "What was found, page two.")),
    ("letter", "word", "Letter.docx", ("Dear colleague,", "The licence is in force, and the next meeting is fixed.")),
)


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    known = set(PersonKey.objects.values_list("subject_id", flat=True))
    chosen = [each for each in plan.referrals if (each.drafts or each.submitted_at) and not each.withdrawn_at]
    chosen = [each for each in chosen if keys.often("subject", each.key) not in known][:MOST]
    people = {each.key: envelope.new_key() for each in chosen}
    yield [_key(each, people[each.key], keys) for each in chosen]
    kept = [_kept(each, number, people[each.key], keys) for each in chosen for number in range(len(PAPERS))]
    yield [document for document, _, _ in kept]
    yield [lock for _, lock, _ in kept]
    yield [scan for _, _, scan in kept]
    accepted = set(
        CoreMember.objects.filter(pk__in=[one.subject_id for one, _, _ in kept]).values_list("pk", flat=True)
    )
    theirs = [three for three in kept if three[0].subject_id in accepted]
    yield [_own(document) for document, _, _ in theirs]
    yield [_own_lock(document, lock) for document, lock, _ in theirs]
    yield [_own_scan(document, scan) for document, _, scan in theirs]


def _key(each: Referral, key: bytes, keys: Keys) -> PersonKey:
    subject_id = keys.often("subject", each.key)
    name, wrapped = envelope.wrap_person_key(key, subject_id)
    return PersonKey(subject_id=subject_id, master=name, wrapped=wrapped, made_at=keys.long_ago)


def _kept(
    each: Referral, number: int, key: bytes, keys: Keys
) -> tuple[ReferralDocument, ReferralDocumentLock, ReferralDocumentScan]:
    kind, file, name, lines = PAPERS[number]
    at = each.invited_at + timedelta(hours=number + 1)
    document = ReferralDocument(
        id=keys("referral document", f"{each.key}/{number}"), referral_id=keys.often("referral", each.key),
        area_id=keys.area(each.area), subject_id=keys.often("subject", each.key),
        agency_id=keys.often("agency", each.agency), kind=kind, file_kind=file,
        pages=len(lines) if file == "pdf" else 0, size=0, written_on=london_day(each.invited_at) - timedelta(days=9),
        uploaded_by_id=keys.user(each.holder), uploaded_at=at,
    )  # fmt: skip
    taken = Taken(name, Kind(file), document.pages, MAKE[file](lines), None)
    document.size = len(taken.content)
    lock, locked = sealed(SHELF, taken, document, key)
    vault.put(lock.place, locked)
    scan = ReferralDocumentScan(
        document_id=document.pk, referral_id=document.referral_id, area_id=document.area_id,
        verdict=Verdict.NOT_SCANNED, scanned_at=at,
    )  # fmt: skip
    assert isinstance(lock, ReferralDocumentLock)  # noqa: S101 (by its shelf)
    return document, lock, scan


def _own(one: ReferralDocument) -> PersonDocument:
    return PersonDocument(
        id=one.pk, subject_id=one.subject_id, area_id=one.area_id, agency_id=one.agency_id, kind=one.kind,
        file_kind=one.file_kind, pages=one.pages, size=one.size, written_on=one.written_on,
        uploaded_by_id=one.uploaded_by_id, uploaded_at=one.uploaded_at,
    )  # fmt: skip


def _own_lock(one: ReferralDocument, lock: ReferralDocumentLock) -> PersonDocumentLock:
    return PersonDocumentLock(
        document_id=one.pk, area_id=one.area_id, name=lock.name, place=lock.place, wrapped=lock.wrapped,
        digest=lock.digest,
    )  # fmt: skip


def _own_scan(one: ReferralDocument, scan: ReferralDocumentScan) -> PersonDocumentScan:
    return PersonDocumentScan(document_id=one.pk, area_id=one.area_id, verdict=scan.verdict, scanned_at=scan.scanned_at)
