"""Outright noes: who was asked, when, and what they said no to; kept apart from what nobody was asked about."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from encircle.foundations.access.actor import names_of
from encircle.rooms.organisation.models import Topic

from ..facts import Papers
from ..models import Consent, ConsentSubject
from ..policy import ConsentFacts
from ..vocabulary import Answer


@dataclass(frozen=True)
class RefusedTopic:
    topic: Topic
    agreed_later: bool  # the same giver said yes since, at that moment or after it


@dataclass(frozen=True)
class RefusalLine:
    refusal: Consent
    topics: tuple[RefusedTopic, ...]
    everything: bool  # of what may be shared at all
    asked_by: str

    @property
    def giver(self) -> str:
        return self.refusal.carer.name if self.refusal.carer else "The core member"

    @property
    def stands(self) -> bool:
        return not all(one.agreed_later for one in self.topics)


def refusals_of(papers: Papers, topics: Mapping[str, Topic], shareable: tuple[Topic, ...]) -> tuple[RefusalLine, ...]:
    """The newest first. Two reads and the names."""
    noes = Consent.objects.filter(core_member=papers.core_member, answer=Answer.NO).select_related("agency", "carer")
    rows = list(noes.order_by("-starts_at", "pk"))
    names = names_of(row.taken_by_id for row in rows)
    said: dict[UUID, list[Topic]] = defaultdict(list)
    for subject in ConsentSubject.objects.filter(consent__in=rows).order_by("topic__position"):
        said[subject.consent_id].append(topics[subject.topic_id])
    return tuple(
        RefusalLine(
            row,
            tuple(
                RefusedTopic(topic, _agreed_later(row, topic, papers)) for topic in said[row.pk] if topic in shareable
            ),
            everything=set(shareable) <= set(said[row.pk]),
            asked_by=names.get(row.taken_by_id, "") if row.taken_by_id else "",
        )
        for row in rows
    )


def _agreed_later(refusal: Consent, topic: Topic, papers: Papers) -> bool:
    return any(_is_later_yes(consent, refusal, topic) for consent in papers.consents)


def _is_later_yes(consent: ConsentFacts, refusal: Consent, topic: Topic) -> bool:
    return (
        consent.given_by == (refusal.carer_id or refusal.core_member_id)
        and consent.agency_id == refusal.agency_id
        and topic.code in consent.subjects
        and consent.starts_at >= refusal.starts_at
    )
