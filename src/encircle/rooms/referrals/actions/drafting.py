"""Save a section of a referral's form. Somebody with the same page open twice never loses words to an older page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, NotFound
from encircle.foundations.access.actor import Actor

from ..drafts import OpenSection, held_referral, read_section, section_of, trace_session
from ..models import Holder, Referral, SectionDraft
from ..sections import Draft, Entry, Typed, missing


@dataclass(frozen=True)
class Saved:
    """`missing` says what keeps the section from being complete."""

    revision: int
    at: datetime
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clash:
    """The section was saved from another page meanwhile; nothing was written. This is how it stands."""

    stands: OpenSection


@transaction.atomic
def save_answers(
    referral_id: UUID, code: str, typed: Typed, *, base: int, is_finished: bool, by: Actor, at: datetime
) -> Saved | Clash:
    """Keep what was typed, right or wrong. Finished, it is complete if nothing is missing."""
    referral, stands = _locked(referral_id, code, by=by)
    if stands.revision != base and dict(stands.draft.typed) != dict(typed):
        return Clash(stands)
    return _write(referral, stands, stands.draft.with_typed(typed), is_finished=is_finished, by=by, at=at)


@transaction.atomic
def save_entry(referral_id: UUID, code: str, entry: Entry, *, base: int, by: Actor, at: datetime) -> Saved | Clash:
    """Keep one entry of a section's list, new or changed. A section with a changed list is to be finished anew."""
    referral, stands = _locked(referral_id, code, by=by)
    if stands.section.entries is None:
        raise NotFound()
    before = stands.draft.entry(entry.id)
    if before is not None and stands.revision != base and dict(before.typed) != dict(entry.typed):
        return Clash(stands)
    if before is None and len(stands.draft.entries) >= stands.section.entries.most:
        raise Invalid(f"You can add {stands.section.entries.most} at most")
    return _write(referral, stands, stands.draft.with_entry(entry), is_finished=False, by=by, at=at)


@transaction.atomic
def remove_entry(referral_id: UUID, code: str, entry_id: str, *, by: Actor, at: datetime) -> Saved:
    """Pressing twice removes it once."""
    referral, stands = _locked(referral_id, code, by=by)
    return _write(referral, stands, stands.draft.without_entry(entry_id), is_finished=False, by=by, at=at)


@transaction.atomic
def finish_section(referral_id: UUID, code: str, *, by: Actor, at: datetime) -> Saved:
    """Say that a section is complete as it stands: it is, if nothing is missing."""
    referral, stands = _locked(referral_id, code, by=by)
    return _write(referral, stands, stands.draft, is_finished=True, by=by, at=at)


def lock(referral_id: UUID) -> Referral:
    """The referral in hand, for the rest of the transaction: who saves, hands over or sends does so in turn.

    Raises NotFound when it is not, or no longer, the acting person's.
    """
    present = Holder.objects.filter(referral=referral_id, ends_at__isnull=True)
    list(present.select_for_update(no_key=True).values_list("pk"))
    return held_referral(referral_id)


def _locked(referral_id: UUID, code: str, *, by: Actor) -> tuple[Referral, OpenSection]:
    referral = lock(referral_id)
    section = section_of(referral, code)
    trace_session(referral, by=by)
    return referral, read_section(referral, section)


def _write(
    referral: Referral, stands: OpenSection, draft: Draft, *, is_finished: bool, by: Actor, at: datetime
) -> Saved:
    lacking = tuple(missing(stands.section, draft))
    revision = stands.revision + 1
    fields = {
        "answers": draft.kept,
        "done": is_finished and not lacking,
        "revision": revision,
        "saved_at": at,
        "saved_by_id": by.user_id,
    }
    if stands.row_id is None:
        row = SectionDraft(referral=referral, area_id=referral.area_id, section=stands.section.code, **fields)
        SectionDraft.objects.bulk_create([row])
    elif not SectionDraft.objects.filter(pk=stands.row_id, revision=stands.revision).update(**fields):
        raise NotFound()
    return Saved(revision, at, lacking)
