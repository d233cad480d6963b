"""Release minutes, a review's pack or the report at the end to the outer circle: one release for each recipient."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from encircle.common.errors import Invalid, Refusal
from encircle.foundations.access.actor import Actor
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import Line, record_many
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify_each

from ..models import PassageBasis, Release, ReleasePassage, Strike, Withheld
from ..policy import Basis, BasisKind, Verdict
from ..redaction import Span, strike_out
from ..rules import require_releasing
from ..sifting import COLUMN_OF, NOBODY_HELD, Holds, Opened, Sifted, sift

ATTENDANCE_HEADING = "Who was there"
Strikes = Mapping[UUID, Sequence[Span]]  # by passage


class VerdictChanged(Refusal):
    """What may be shared is no longer what was shown. Nothing has been released."""

    def __init__(self) -> None:
        super().__init__("What may be shared has changed since you opened this page. Nothing has been released.")


@dataclass(frozen=True)
class Choices:
    """What a person decided by hand on the preview."""

    strikes: Strikes = field(default_factory=dict)
    holds: Holds = NOBODY_HELD


@transaction.atomic
def release_paper(
    opened: Opened, choices: Choices, *, token: str, by: Actor, at: datetime, only: Iterable[UUID] | None = None
) -> list[Release]:
    """Judge once more under the lock a withdrawal takes too, and write what goes to whom. `only`: these seats.

    Sending the form twice releases nothing twice: the second time nobody is outstanding and the answer is empty.
    Raises VerdictChanged where `token` is not that of the verdict of this moment, Invalid where nothing goes.
    """
    require_releasing(by, opened.paper.area_id)
    sifting = sift(opened, at=at, holds=choices.holds, lock=True)
    chosen = None if only is None else set(only)
    outstanding = [s for s in sifting.outstanding if chosen is None or s.recipient.seat.pk in chosen]
    if not outstanding and sifting.has_releases:
        return []
    if token != sifting.token:
        raise VerdictChanged()
    if not outstanding:
        raise Invalid("Nothing of this may go to anybody, so nothing has been released.")
    drafts = [_draft(opened, sifted, choices.strikes, by, at) for sifted in outstanding]
    _write(drafts)
    _tell(opened, drafts, by, at)
    _keep_strikes(opened, choices.strikes, by, at)
    return [draft.release for draft in drafts]


@dataclass(frozen=True)
class _Draft:
    """One recipient's release, not written yet."""

    sifted: Sifted
    release: Release
    passages: list[ReleasePassage]
    bases: list[PassageBasis]
    withheld: list[Withheld]


def _draft(opened: Opened, sifted: Sifted, strikes: Strikes, by: Actor, at: datetime) -> _Draft:
    release = _row(opened, sifted, by, at)
    attendance = [_attendance(opened, release)] if opened.attendance else []
    passages = [*attendance, *_passages(opened, sifted, release, strikes)]
    return _Draft(sifted, release, passages, _bases(release, passages, sifted), _withheld(opened, sifted, release))


def _write(drafts: Sequence[_Draft]) -> None:
    """Four statements, however many people get it."""
    Release.objects.bulk_create([draft.release for draft in drafts])
    ReleasePassage.objects.bulk_create([passage for draft in drafts for passage in draft.passages])
    PassageBasis.objects.bulk_create([basis for draft in drafts for basis in draft.bases])
    Withheld.objects.bulk_create([row for draft in drafts for row in draft.withheld])


def _tell(opened: Opened, drafts: Sequence[_Draft], by: Actor, at: datetime) -> None:
    """The trace, and whoever has signed up."""
    area_id, circle_id = opened.paper.area_id, opened.circle.pk
    lines = [
        Line(
            Verb.SHARED,
            "sharing.release",
            draft.release.pk,
            circle_id=circle_id,
            area_id=area_id,
            person_id=opened.core_member_id,
            detail=f"{len(draft.sifted.going)} of {len(draft.sifted.verdicts)}",
        )
        for draft in drafts
    ]
    record_many(lines, by=by.acting)
    users = [(draft.sifted.recipient.professional.user_id, draft.release.pk) for draft in drafts]
    notify_each([(user, item) for user, item in users if user], NoticeKind.WAITING, at=at, area_id=area_id)


def _row(opened: Opened, sifted: Sifted, by: Actor, at: datetime) -> Release:
    seat, paper = sifted.recipient.seat, opened.paper
    return Release(
        circle_id=paper.circle.pk,
        area_id=paper.area_id,
        kind=paper.kind,
        meeting_id=paper.meeting_id,
        review_id=paper.review_id,
        open_until=paper.open_until,
        seat_id=seat.pk,
        professional_id=sifted.recipient.professional.pk,
        agency_id=sifted.recipient.agency.pk,
        circle_reference=opened.circle.reference,
        about_on=paper.about_on,
        released_by_id=by.user_id,
        released_at=at,
        replaces_id=sifted.replaced.pk if sifted.replaced else None,
        **{COLUMN_OF[paper.kind]: paper.id},
    )


def _attendance(opened: Opened, release: Release) -> ReleasePassage:
    """Who was there goes with whatever else goes, and rests on what that rests on."""
    return ReleasePassage(
        release_id=release.pk,
        seat_id=release.seat_id,
        circle_id=release.circle_id,
        area_id=release.area_id,
        position=0,
        heading=ATTENDANCE_HEADING,
        text=opened.attendance,
    )


def _passages(opened: Opened, sifted: Sifted, release: Release, strikes: Strikes) -> list[ReleasePassage]:
    goes = {verdict.passage_id for verdict in sifted.going}
    return [
        ReleasePassage(
            release_id=release.pk,
            seat_id=release.seat_id,
            circle_id=release.circle_id,
            area_id=release.area_id,
            source_id=passage.pk,
            position=position,
            part=passage.part,
            topic_id=passage.topic_id,
            heading=passage.heading,
            text=_struck(passage.text, strikes.get(passage.pk, ())),
            struck=bool(strikes.get(passage.pk)),
        )
        for position, passage in enumerate(opened.passages, 1)
        if passage.pk in goes
    ]


def _struck(text: str, spans: Sequence[Span]) -> str:
    try:
        return strike_out(text, spans)
    except ValueError:
        raise Invalid("Some words to strike out are not in the passage. Nothing has been released.") from None


def _bases(release: Release, passages: list[ReleasePassage], sifted: Sifted) -> list[PassageBasis]:
    by_source = {verdict.passage_id: verdict.basis for verdict in sifted.going}
    everything = _distinct(sifted.going)
    return [
        basis_row(release, passage, basis)
        for passage in passages
        for basis in (by_source[passage.source_id] if passage.source_id else everything)
    ]


def _distinct(verdicts: Iterable[Verdict]) -> tuple[Basis, ...]:
    return tuple(sorted({basis for verdict in verdicts for basis in verdict.basis}))


def basis_row(release: Release, passage: ReleasePassage, basis: Basis) -> PassageBasis:
    on_consent = basis.kind is BasisKind.CONSENT
    return PassageBasis(
        passage_id=passage.pk,
        release_id=release.pk,
        circle_id=release.circle_id,
        area_id=release.area_id,
        consent_subject_id=basis.id if on_consent else None,
        ground_id=None if on_consent else basis.id,
    )


def _withheld(opened: Opened, sifted: Sifted, release: Release) -> list[Withheld]:
    passages = {passage.pk: passage for passage in opened.passages}
    return [
        Withheld(
            release_id=release.pk,
            circle_id=release.circle_id,
            area_id=release.area_id,
            source_id=verdict.passage_id,
            part=passages[verdict.passage_id].part,
            topic_id=passages[verdict.passage_id].topic_id,
            reason=verdict.reason,
        )
        for verdict in sifted.verdicts
        if not verdict.goes
    ]


def _keep_strikes(opened: Opened, strikes: Strikes, by: Actor, at: datetime) -> None:
    """So that the next release of the same, to a successor say, starts from them."""
    paper, ours = opened.paper, {passage.pk for passage in opened.passages}
    rows = [
        Strike(
            paper_id=paper.id,
            circle_id=paper.circle.pk,
            area_id=paper.area_id,
            passage_id=passage_id,
            start=start,
            end=end,
            struck_by_id=by.user_id,
            struck_at=at,
        )
        for passage_id, spans in strikes.items()
        for start, end in sorted(set(spans))
        if passage_id in ours and (start, end) not in opened.strikes.get(passage_id, ())
    ]
    Strike.objects.bulk_create(rows, ignore_conflicts=True)
