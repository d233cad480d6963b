"""Write a briefing pack, and open it: words and pages, each opening of each with a receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import leave_receipt, record
from encircle.foundations.files.keeping import OpenDocument
from encircle.foundations.files.parsing.kinds import PAGED, Kind
from encircle.foundations.files.parsing.refusals import Refused
from encircle.rooms.circles.models import Seat
from encircle.rooms.people.documents import ITEM as DOCUMENT
from encircle.rooms.people.documents import is_openable
from encircle.rooms.people.models import PersonDocument, PersonDocumentLock
from encircle.rooms.people.onward import permitted

from ..models import Briefing, PackOpening, PackPage, PackText, PackVersion
from ..rules import require_keeping
from ..vocabulary import PackSection

VERSION, PAGE = "briefings.packversion", "briefings.packpage"
LONGEST = 5000  # characters under one heading
MOST_PAGES = 40


@dataclass(frozen=True)
class NewPack:
    """A whole version: words by section, and pages by document in the order they are read."""

    id: UUID
    texts: Mapping[PackSection, str]
    pages: Sequence[tuple[UUID, int]] = ()


def write_pack(briefing_id: UUID, new: NewPack, *, by: Actor, at: datetime) -> PackVersion:
    """The next version; from its moment on volunteers see it in place of the one before. Raises Invalid."""
    briefing = Briefing.objects.filter(pk=briefing_id).first()
    if briefing is None:
        raise NotFound()
    require_keeping(by, briefing.area_id)
    _check(briefing, new)
    try:
        with transaction.atomic():
            return _write(briefing, new, by, at)
    except IntegrityError as error:
        if PackVersion.objects.filter(pk=new.id).exists():
            raise
        raise Invalid("Somebody changed this pack at this moment. Open the page again") from error


def _check(briefing: Briefing, new: NewPack) -> None:
    if briefing.cancelled_at is not None:
        raise Invalid("This briefing was cancelled")
    if not any(text.strip() for text in new.texts.values()):
        raise Invalid("Write under one of the headings at least")
    if len(new.pages) > MOST_PAGES:
        raise Invalid(f"A pack can have {MOST_PAGES} pages of documents at most")
    on_offer = {one.pk: one for one in documents_on_offer(briefing.circle_id)}
    for document_id, number in new.pages:
        if document_id not in on_offer or not 1 <= number <= on_offer[document_id].pages:
            raise Invalid("A page was chosen that is not there, or that its agency does not let volunteers read")


def _write(briefing: Briefing, new: NewPack, by: Actor, at: datetime) -> PackVersion:
    last = PackVersion.objects.filter(briefing=briefing).aggregate(last=Max("number"))["last"] or 0
    of = {"briefing": briefing, "circle_id": briefing.circle_id, "area_id": briefing.area_id}
    version = PackVersion(id=new.id, number=last + 1, written_by_id=by.user_id, written_at=at, **of)
    PackVersion.objects.bulk_create([version])
    PackText.objects.bulk_create(
        PackText(version=version, section=section, text=text.strip(), **of)
        for section, text in new.texts.items()
        if text.strip()
    )
    PackPage.objects.bulk_create(
        PackPage(version=version, document_id=document_id, number=number, position=position, **of)
        for position, (document_id, number) in enumerate(new.pages, 1)
    )
    record(
        Verb.CREATED, VERSION, version.pk, by=by.acting, circle_id=briefing.circle_id, area_id=briefing.area_id,
        detail=str(len(new.pages)),
    )  # fmt: skip
    return version


def documents_on_offer(circle_id: UUID) -> list[PersonDocument]:
    """Documents of the core member whose pages may go into the pack: shown by the page, scanned, let through."""
    who = Seat.objects.filter(circle=circle_id, core_member__isnull=False).values("core_member")
    found = PersonDocument.objects.filter(subject_id__in=who, pages__gte=1).select_related("agency", "scan")
    paged = [one for one in found.order_by("uploaded_at", "pk") if Kind(one.file_kind) in PAGED and is_openable(one)]
    allowed = permitted([one.pk for one in paged])
    return [one for one in paged if one.pk in allowed]


@dataclass(frozen=True, repr=False)
class OpenPack:
    """A version with its words and its pages, as long as the request that left a receipt for it."""

    version: PackVersion
    texts: list[tuple[PackSection, str]]
    pages: list[PackPage]


def open_version(version: PackVersion, *, by: Actor) -> OpenPack:
    leave_receipt(VERSION, version.pk, by=by.acting, circle_id=version.circle_id, area_id=version.area_id)
    words = dict(PackText.objects.filter(version=version).values_list("section", "text"))
    pages = PackPage.objects.filter(version=version).order_by("position")
    return OpenPack(version, [(one, words[one]) for one in PackSection if one in words], list(pages))


def open_pack(briefing_id: UUID, *, by: Actor, at: datetime) -> OpenPack:
    """The newest version, for a volunteer of its Circle while it is open to them. Raises NotFound."""
    version = PackVersion.objects.filter(briefing=briefing_id).order_by("-number").first()
    if version is None or not is_open_to(briefing_id, by, at):
        raise NotFound()
    return open_version(version, by=by)


def is_open_to(briefing_id: UUID, by: Actor, at: datetime) -> bool:
    """Somebody who coordinates Circles too has no more in the volunteers' door than a volunteer."""
    mine = Q(seat__isnull=True) | Q(seat__in=[seat for _, seat in by.volunteer_seats])
    rows = PackOpening.objects.filter(mine, briefing=briefing_id, circle__in=by.volunteer_circles)
    return rows.filter(opens_at__lte=at, closes_at__gt=at).exists()


def page_for_volunteer(page_id: UUID, *, by: Actor, at: datetime) -> bytes:
    """The image with the reader's name and the moment across it. Raises NotFound once the pack is closed."""
    page = PackPage.objects.filter(pk=page_id).select_related("version").first()
    if page is None or not is_open_to(page.briefing_id, by, at) or not _is_newest(page.version):
        raise NotFound()
    return stamped_page(page, by=by, at=at)


def page_for_staff(page_id: UUID, *, by: Actor, at: datetime) -> bytes:
    page = PackPage.objects.filter(pk=page_id).first()
    if page is None:
        raise NotFound()
    require_keeping(by, page.area_id)
    return stamped_page(page, by=by, at=at)


def stamped_page(page: PackPage, *, by: Actor, at: datetime) -> bytes:
    """Leaves a receipt for the page, and one for the document it is a page of. Raises NotFound."""
    about = {"circle_id": page.circle_id, "area_id": page.area_id}
    document = PersonDocument.objects.filter(pk=page.document_id).first()
    if document is None:
        raise NotFound()
    leave_receipt(PAGE, page.pk, by=by.acting, **about)
    leave_receipt(DOCUMENT, document.pk, by=by.acting, person_id=document.subject_id, **about)
    lock = PersonDocumentLock.objects.filter(document=document).first()
    if lock is None:
        raise NotFound()
    local = in_london(at)
    try:
        return OpenDocument(document, lock).page(page.number, stamp=f"{by.name} {local:%d.%m.%Y %H:%M}")
    except Refused as refused:
        raise NotFound() from refused


def _is_newest(version: PackVersion) -> bool:
    return not PackVersion.objects.filter(briefing=version.briefing_id, number__gt=version.number).exists()
