"""Somebody is invited to apply, writes it section by section in their own time, and sends it once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound, Refusal
from encircle.common.ids import new_id, new_reference
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.referrals.sections import Typed
from encircle.rooms.referrals.sections.checking import check
from encircle.rooms.volunteers.actions import invite_volunteer
from encircle.rooms.volunteers.models import Volunteer

from ..application import APART, DECLARATIONS, faults_of, kept_of
from ..drafts import OpenSection, own, own_draft, read_section, sections_of
from ..models import Applicant, Application, SaidApart, SectionDraft, Submission, SubmittedSection
from ..vocabulary import OWN_REASONS, Reason, Stage
from .stepping import add_step, in_hand
from .telling import tell_area


@dataclass(frozen=True)
class Saved:
    revision: int
    at: datetime


@dataclass(frozen=True)
class Clash:
    """Saved from another page meanwhile; nothing was written. This is how it stands."""

    stands: OpenSection


class Incomplete(Refusal):
    """Not every section is complete."""


class ChangedSince(Refusal):
    """The application is not the one whose answers were checked."""


@transaction.atomic
def invite_to_apply(applicant_id: UUID, *, by: Actor, at: datetime) -> None:
    """A record as a volunteer to be, a login by invitation, and the application is theirs to write.

    Raises NotFound, NotAllowed, Invalid.
    """
    standing = in_hand(applicant_id, by=by)
    who = standing.applicant
    if standing.stage not in (Stage.ASKED, Stage.INFORMED):
        raise NotAllowed("They were invited already.")
    if not who.email:
        raise Invalid("An invitation goes to an email address. Ask them for one, and note that they ask anew with it")
    volunteer = Volunteer(
        id=new_id(), reference=new_reference("V"), area_id=who.area_id, given_name=who.given_name,
        family_name=who.family_name, email=who.email, phone=who.phone,
    )  # fmt: skip
    Volunteer.objects.bulk_create([volunteer])
    Application.objects.bulk_create([Application(applicant=who, area_id=who.area_id, volunteer=volunteer)])
    invite_volunteer(volunteer, by=by, at=at)
    add_step(who, Stage.INVITED, by=by, at=at)


@transaction.atomic
def save_answers(code: str, typed: Typed, *, base: int, is_finished: bool, by: Actor, at: datetime) -> Saved | Clash:
    """Keep what was typed, right or wrong. Finished, it is complete if nothing is missing."""
    who = own_draft().applicant
    stands = read_section(who, code, at)
    if stands.revision != base and dict(stands.draft.typed) != dict(typed):
        return Clash(stands)
    draft = stands.draft.with_typed(typed)
    fields = {
        "answers": draft.kept,
        "done": is_finished and not faults_of(stands.asked, typed),
        "revision": stands.revision + 1,
        "saved_at": at,
    }
    if stands.row_id is None:
        SectionDraft.objects.bulk_create([SectionDraft(applicant=who, area_id=who.area_id, section=code, **fields)])
    elif not SectionDraft.objects.filter(pk=stands.row_id, revision=stands.revision).update(**fields):
        raise NotFound()
    return Saved(stands.revision + 1, at)


def revisions(sections: list[OpenSection]) -> str:
    """Which state of it somebody has checked, and whether the declarations asked for more than what is unspent."""
    return ".".join(f"{one.revision}{'+' if one.asked is DECLARATIONS else ''}" for one in sections)


@transaction.atomic
def send_application(*, checked: str, by: Actor, at: datetime) -> None:
    """Freeze what was checked; pressing twice sends it once. Raises NotFound, Incomplete, ChangedSince."""
    found = own()
    if found.stage is Stage.APPLIED:
        return
    if not found.is_open:
        raise NotFound()
    who, sections = found.applicant, sections_of(found.applicant, at)
    if not all(one.is_complete for one in sections):
        raise Incomplete("Not every section is complete.")
    if revisions(sections) != checked:
        raise ChangedSince("Something has changed since you opened this page. Check it once more.")
    _freeze(who, sections)
    submission = Submission(applicant=who, area_id=who.area_id, submitted_at=at, submitted_by_id=by.user_id)
    Submission.objects.bulk_create([submission])
    record(Verb.CREATED, "recruiting.application", who.pk, by=by.acting, area_id=who.area_id)
    add_step(who, Stage.APPLIED, by=by, at=at)
    tell_area(who, at=at)


def _freeze(who: Applicant, sections: list[OpenSection]) -> None:
    SubmittedSection.objects.bulk_create(
        SubmittedSection(
            applicant=who, area_id=who.area_id, section=one.code, answers=kept_of(one.asked, one.draft),
            position=position,
        )
        for position, one in enumerate(sections)
    )  # fmt: skip
    SectionDraft.objects.filter(applicant=who).delete()


@transaction.atomic
def withdraw_own(*, reason: Reason, by: Actor, at: datetime) -> None:
    """They think better of it, while they write or afterwards; twice is once. Raises NotFound, Invalid."""
    found = own()
    if found.stage is Stage.WITHDRAWN:
        return
    if found.stage not in (Stage.INVITED, Stage.APPLIED):
        raise NotFound()
    if reason not in OWN_REASONS:
        raise Invalid({"reason": "Select a reason from the list"})
    add_step(found.applicant, Stage.WITHDRAWN, reason=reason, by=by, at=at)


@transaction.atomic
def say_apart(typed: Typed, *, by: Actor, at: datetime) -> None:
    """Answers of nobody, once; without an answer nothing is kept but that they were asked. The trace says nothing."""
    found = own()
    waiting = Submission.objects.filter(applicant=found.applicant, asked_apart=False)
    if not waiting.exists():
        raise NotFound()
    if values := check(APART, typed).values:
        SaidApart.objects.bulk_create([SaidApart(year=in_london(at).year, answers=values)])
    if not waiting.update(asked_apart=True):
        raise NotFound()
