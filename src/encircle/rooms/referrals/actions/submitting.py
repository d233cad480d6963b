"""Send a referral: its sections are frozen as they were checked, once, and the area is told that something waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotFound, Refusal
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from ..drafts import OpenForm, OpenSection, open_form
from ..models import Holder, Referral, ReferralDocument, SectionDraft, Submission, SubmittedSection
from ..sections import freeze, missing
from .drafting import lock
from .telling import tell_area


@dataclass(frozen=True)
class Lacking:
    """A section that is not complete, and what is missing in it."""

    code: str
    title: str
    what: tuple[str, ...]


class Incomplete(Refusal):
    """Not every section is complete; `sections` says what is missing where."""

    def __init__(self, sections: Sequence[Lacking]) -> None:
        super().__init__("Not every section is complete.")
        self.sections = tuple(sections)


class ChangedSince(Refusal):
    """The form is not the one whose answers were checked."""

    def __init__(self) -> None:
        super().__init__("The form has changed since you checked it.")


def what_is_lacking(form: OpenForm) -> list[Lacking]:
    return [_lacking(one) for one in form.unfinished()]


def revisions(form: OpenForm) -> str:
    """Which state of the form somebody has checked: the revision of each section, in order, and its documents."""
    documents = ReferralDocument.objects.filter(referral=form.referral.pk).order_by("uploaded_at", "pk")
    added = "".join(f"+{str(pk)[:8]}" for pk in documents.values_list("pk", flat=True))
    return ".".join(str(one.revision) for one in form.sections) + added


@transaction.atomic
def submit_referral(
    referral_id: UUID, *, checked: str, by: Actor, at: datetime, paper_received_on: date | None = None
) -> Submission:
    """Freeze the form that was checked. Pressing twice sends it once.

    Raises Incomplete, ChangedSince, Invalid for a wrong day of a paper form, NotFound.
    """
    if (already := _already(referral_id, by)) is not None:
        return already
    referral = lock(referral_id)
    form = open_form(referral, by=by)
    if lacking := what_is_lacking(form):
        raise Incomplete(lacking)
    if revisions(form) != checked:
        raise ChangedSince()
    _check_paper(referral, paper_received_on, at)
    _freeze(form)
    submission = _write(referral, paper_received_on, by, at)
    record(
        Verb.CREATED,
        "referrals.submission",
        referral.pk,
        by=by.acting,
        area_id=referral.area_id,
        person_id=referral.subject_id,
        fields=[one.section.code for one in form.sections],
        detail="on paper" if referral.on_paper else "",
    )
    tell_area(referral, at=at)
    return submission


def _lacking(one: OpenSection) -> Lacking:
    what = missing(one.section, one.draft) if one.revision else ["Not started"]
    return Lacking(one.section.code, one.section.title, tuple(what) or ("Press “Save and continue” in this section",))


def _already(referral_id: UUID, by: Actor) -> Submission | None:
    return Submission.objects.filter(referral=referral_id, submitted_by=by.user_id).first()


def _check_paper(referral: Referral, received_on: date | None, at: datetime) -> None:
    if referral.on_paper and received_on is None:
        raise Invalid({"paper_received_on": "Enter the day the paper form came in"})
    if received_on is not None and not referral.on_paper:
        raise NotFound()
    if received_on is not None and received_on > in_london(at).date():
        raise Invalid({"paper_received_on": "The day the paper form came in must be today or in the past"})


def _freeze(form: OpenForm) -> None:
    """While it is still a draft: once sent, nobody can add a section or take one away."""
    referral = form.referral
    SubmittedSection.objects.bulk_create(
        SubmittedSection(
            referral=referral,
            area_id=referral.area_id,
            section=one.section.code,
            answers=freeze(one.section, one.draft),
            position=position,
        )
        for position, one in enumerate(form.sections)
    )
    SectionDraft.objects.filter(referral=referral.pk).delete()


def _write(referral: Referral, paper_received_on: date | None, by: Actor, at: datetime) -> Submission:
    holder = Holder.objects.get(referral=referral.pk, ends_at__isnull=True)
    submission = Submission(
        referral=referral,
        area_id=referral.area_id,
        submitted_at=at,
        submitted_by_id=by.user_id,
        professional_id=holder.professional_id,
        paper_received_on=paper_received_on,
    )
    Submission.objects.bulk_create([submission])
    return submission
