"""Close what was released and no longer rests on what it needs, because its giver said no."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from ..facts import Papers, kind_for, papers_of
from ..models import Consent, ConsentSubject, PassageBasis, PassageClosure, Release
from ..policy import Basis, BasisKind, ReleasedPassage, still_readable


@dataclass(frozen=True)
class _Resting:
    """A released passage with all it rests on."""

    passage_id: UUID
    release: Release
    topics: frozenset[str]  # of the consents; more than one: who was there
    basis: tuple[Basis, ...]

    @property
    def has_ground(self) -> bool:
        return any(basis.kind is BasisKind.GROUND for basis in self.basis)


def close_what_rested_on(consent: Consent, stopped: list[ConsentSubject], *, at: datetime) -> None:
    """Close every released passage that no longer rests on what it needs, by the pure rule `still_readable`.

    `stopped`: the subjects of this answer that were withdrawn, or said no to, just now. Call with the core member held.
    """
    touched = _resting_on(consent, {subject.topic_id for subject in stopped})
    if touched:
        papers = papers_of(consent.core_member_id, kind_for(consent.core_member_id), at=at)
        PassageClosure.objects.bulk_create(_closure(fallen, stopped, at) for fallen in _fallen(touched, papers))


def _fallen(touched: list[_Resting], papers: Papers) -> list[_Resting]:
    """Who was there rests on what all the others rest on: it falls with the last of them."""
    standing = {one.passage_id for one in touched if len(one.topics) <= 1 and _stands(one, papers)}
    still_open = {one.release.pk for one in touched if one.passage_id in standing}
    return [
        one
        for one in touched
        if one.passage_id not in standing
        and not (len(one.topics) > 1 and (one.release.pk in still_open or one.has_ground))
    ]


def _resting_on(consent: Consent, topics: set[str]) -> list[_Resting]:
    """All still open passages of the releases in which something rests on this giver's consent to these topics.

    One no stops the topic for the whole agency, so the giver's other consents to it count as well.
    """
    same_giver = ConsentSubject.objects.filter(
        consent__core_member=consent.core_member_id, consent__carer=consent.carer_id, consent__agency=consent.agency_id
    )
    touched = PassageBasis.objects.filter(consent_subject__in=same_giver.filter(topic__in=topics))
    rows = (
        # Not through the passage: its words are hidden without a receipt, and so would be its row.
        PassageBasis.objects.filter(release__in=touched.values("release"))
        .exclude(Exists(PassageClosure.objects.filter(passage=OuterRef("passage_id"))))
        .select_related("release", "consent_subject")
        .order_by("pk")
    )
    by_passage: dict[UUID, list[PassageBasis]] = {}
    for row in rows:
        by_passage.setdefault(row.passage_id, []).append(row)
    return [_resting(passage_id, bases) for passage_id, bases in by_passage.items()]


def _resting(passage_id: UUID, bases: list[PassageBasis]) -> _Resting:
    return _Resting(
        passage_id=passage_id,
        release=bases[0].release,
        topics=frozenset(row.consent_subject.topic_id for row in bases if row.consent_subject is not None),
        basis=tuple(_basis(row) for row in bases),
    )


def _basis(row: PassageBasis) -> Basis:
    if row.consent_subject_id is not None:
        return Basis(BasisKind.CONSENT, row.consent_subject_id)
    assert row.ground_id is not None  # noqa: S101 (one of the two, by constraint)
    return Basis(BasisKind.GROUND, row.ground_id)


def _stands(passage: _Resting, papers: Papers) -> bool:
    released = ReleasedPassage(passage.release.agency_id, min(passage.topics, default=""), passage.basis)
    return still_readable(
        released=released, consents=papers.consents, grounds=papers.grounds, case=papers.case, at=papers.at
    )


def _closure(passage: _Resting, stopped: list[ConsentSubject], at: datetime) -> PassageClosure:
    named = [subject.pk for subject in stopped if subject.topic_id in passage.topics]
    release = passage.release
    return PassageClosure(
        passage_id=passage.passage_id,
        release_id=release.pk,
        seat_id=release.seat_id,
        circle_id=release.circle_id,
        area_id=release.area_id,
        withdrawal_id=(named or [stopped[0].pk])[0],
        closed_at=at,
    )
