"""Consents, withdrawals and grounds; releases with their words, what they rest on, and what became of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.db.models import Model

from encircle.rooms.records.models import Breach, BreachAccount
from encircle.rooms.sharing import models
from encircle.rooms.sharing.actions.disclosing import HEADING
from encircle.rooms.sharing.actions.releasing import ATTENDANCE_HEADING

from ..plan import CharityPlan, passages_of, shapes
from .attendance import in_words
from .keys import Keys

WHO_WAS_THERE = 0  # position of the attendance, before the passages
OF_A_CONCERN = 1


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    cores = {each.key: each.core_member for each in plan.circles}
    yield (_consent(each, cores[each.circle], keys) for each in plan.consents)
    yield (row for each in plan.consents for row in _subjects(each, keys))
    yield (row for each in plan.consents for row in _narrowings(each, keys))
    yield (row for each in plan.consents for row in _withdrawals(each, keys))
    yield (_ground(each, cores[each.circle], keys) for each in plan.grounds)
    yield (row for each in plan.grounds for row in _ground_subjects(each, keys))
    yield (_ground_reason(each, keys) for each in plan.grounds)
    references = {each.key: each.reference for each in plan.circles}
    yield (_release(each, references[each.circle], keys) for each in plan.releases)
    yield _passages(plan, keys)
    yield (row for each in plan.releases for row in _bases(each, keys))
    yield _closures(plan, keys)
    yield (row for each in plan.releases for row in _withheld(each, keys))
    yield (row for each in plan.releases for row in _events(each, keys))
    yield (_recall(each, each.recall, keys) for each in plan.releases if each.recall)
    yield (_breach(each, keys) for each in plan.breaches)
    yield (row for each in plan.breaches for row in _breach_accounts(each, keys))


def _area(circle: str, keys: Keys) -> UUID:
    return keys.area(keys.areas[circle])


# --- consents and grounds ---


def _consent(each: shapes.Consent, core: str, keys: Keys) -> models.Consent:
    return models.Consent(
        id=keys.often("consent", each.key), answer=each.answer, core_member_id=keys.often("core member", core),
        area_id=_area(each.circle, keys), given_by="carer" if each.is_carers else "core_member",
        carer_id=keys("carer", each.given_by) if each.is_carers else None, agency_id=keys.often("agency", each.agency),
        starts_at=each.starts_at, ends_at=each.ends_at, evidence=each.evidence, taken_by_id=keys.user(each.taken_by),
        recorded_by_id=keys.user(each.taken_by), recorded_at=each.starts_at,
    )  # fmt: skip


def _subjects(each: shapes.Consent, keys: Keys) -> Iterator[models.ConsentSubject]:
    for subject in each.subjects:
        yield models.ConsentSubject(
            id=keys("consent_subject", f"{each.key}/{subject.topic}"), consent_id=keys.often("consent", each.key),
            area_id=_area(each.circle, keys), topic_id=subject.topic,
        )  # fmt: skip


def _narrowings(each: shapes.Consent, keys: Keys) -> Iterator[models.ConsentNarrowing]:
    for person in each.professionals:
        yield models.ConsentNarrowing(
            id=keys("narrowing", f"{each.key}/{person}"), consent_id=keys.often("consent", each.key),
            area_id=_area(each.circle, keys), professional_id=keys.often("professional", person),
        )  # fmt: skip


def _withdrawals(each: shapes.Consent, keys: Keys) -> Iterator[models.Withdrawal]:
    for subject in each.subjects:
        if subject.withdrawn_at:
            yield models.Withdrawal(
                subject_id=keys("consent_subject", f"{each.key}/{subject.topic}"), area_id=_area(each.circle, keys),
                withdrawn_at=subject.withdrawn_at, evidence="in_person",
                recorded_by_id=keys.user_or_none(subject.withdrawn_by), recorded_at=subject.withdrawn_at,
            )  # fmt: skip


def _ground(each: shapes.Ground, core: str, keys: Keys) -> models.OtherGround:
    return models.OtherGround(
        id=keys.often("ground", each.key), core_member_id=keys.often("core member", core),
        area_id=_area(each.circle, keys), kind=each.kind, agency_id=keys.often("agency", each.agency),
        starts_at=each.starts_at, ends_at=each.ends_at, decided_by_id=keys.user(each.by), decided_at=each.starts_at,
        concern_id=keys("concern", each.concern) if each.concern else None,
    )  # fmt: skip


def _ground_subjects(each: shapes.Ground, keys: Keys) -> Iterator[models.GroundSubject]:
    for topic in each.topics:
        yield models.GroundSubject(
            id=keys("ground subject", f"{each.key}/{topic}"), ground_id=keys.often("ground", each.key),
            area_id=_area(each.circle, keys), topic_id=topic,
        )  # fmt: skip


def _ground_reason(each: shapes.Ground, keys: Keys) -> models.GroundReason:
    return models.GroundReason(
        ground_id=keys.often("ground", each.key), area_id=_area(each.circle, keys), text=each.reason
    )


# --- releases ---


def _release(each: shapes.Release, reference: str, keys: Keys) -> models.Release:
    is_concern = each.concern is not None
    return models.Release(
        id=keys.often("release", each.key), **keys.of_circle(each.circle), kind="concern" if is_concern else "minutes",
        meeting_id=keys("meeting", each.meeting) if each.meeting else None,
        version_id=keys("version", f"{each.meeting}/{each.version}") if each.meeting else None,
        concern_id=keys("concern", each.concern) if each.concern else None, seat_id=keys.often("seat", each.seat),
        professional_id=keys.often("professional", each.professional), agency_id=keys.often("agency", each.agency),
        channel=each.channel, circle_reference=reference, about_on=each.about_on, released_by_id=keys.user(each.by),
        released_at=each.at,
    )  # fmt: skip


def _passages(plan: CharityPlan, keys: Keys) -> Iterator[models.ReleasePassage]:
    """The words as released: the same as in the version, written once for all its recipients."""
    headings = {code: name for code, name, _ in plan.charity.topics}
    meetings = {each.key: each for each in plan.meetings}
    written: tuple[str, int | None, dict[int, str]] = ("", None, {})
    for each in plan.releases:
        if each.meeting is None:
            yield _passage(each, OF_A_CONCERN, keys, heading=HEADING, text=each.text)
            continue
        meeting = meetings[each.meeting]
        if written[:2] != (each.meeting, each.version) and meeting.minutes and each.version:
            words = {place: part.text for place, part in enumerate(passages_of(meeting.minutes, each.version))}
            written = (each.meeting, each.version, words)
        yield _passage(each, WHO_WAS_THERE, keys, heading=ATTENDANCE_HEADING, text=in_words(meeting, plan))
        for shared in each.shared:
            yield _passage(
                each, shared.position + 1, keys, heading=headings[shared.topic], text=written[2][shared.position],
                source_id=keys("passage", f"{each.meeting}/{each.version}/{shared.position}"), part=shared.part,
                topic_id=shared.topic,
            )  # fmt: skip


def _passage(each: shapes.Release, position: int, keys: Keys, **more: object) -> models.ReleasePassage:
    return models.ReleasePassage(
        id=_passage_id(each, position, keys), release_id=keys.often("release", each.key),
        seat_id=keys.often("seat", each.seat), **keys.of_circle(each.circle), position=position, **more,
    )  # fmt: skip


def _passage_id(each: shapes.Release, position: int, keys: Keys) -> UUID:
    return keys("release passage", f"{each.key}/{position}")


def _bases(each: shapes.Release, keys: Keys) -> Iterator[models.PassageBasis]:
    """Who was there rests on everything that the passages rest on."""
    if each.meeting is not None:
        consents = dict.fromkeys(chain.from_iterable(shared.consent_subjects for shared in each.shared))
        grounds = dict.fromkeys(chain.from_iterable(shared.grounds for shared in each.shared))
        yield from _bases_of(each, WHO_WAS_THERE, consents, grounds, keys)
    for shared in each.shared:
        yield from _bases_of(each, shared.position + 1, shared.consent_subjects, shared.grounds, keys)


def _bases_of(
    each: shapes.Release, position: int, consents: Iterable[UUID], grounds: Iterable[UUID], keys: Keys
) -> Iterator[models.PassageBasis]:
    passage = _passage_id(each, position, keys)
    columns = [("consent_subject_id", consent) for consent in consents] + [("ground_id", one) for one in grounds]
    for column, basis in columns:
        yield models.PassageBasis(
            id=keys("basis", f"{passage}/{basis}"), passage_id=passage, release_id=keys.often("release", each.key),
            **keys.of_circle(each.circle), **{column: basis},
        )  # fmt: skip


def _closures(plan: CharityPlan, keys: Keys) -> Iterator[models.PassageClosure]:
    """Who was there is closed with the last of the passages."""
    moments = {
        keys("consent_subject", f"{consent.key}/{subject.topic}"): subject.withdrawn_at
        for consent in plan.consents
        for subject in consent.subjects
        if subject.withdrawn_at
    }
    for each in plan.releases:
        closed = [(shared.position + 1, shared.closed_by) for shared in each.shared if shared.closed_by]
        if closed and len(closed) == len(each.shared):
            closed.append((WHO_WAS_THERE, closed[0][1]))
        for position, subject in closed:
            yield _closure(each, position, subject, moments[subject], keys)


def _closure(each: shapes.Release, position: int, subject: UUID, moment: datetime, keys: Keys) -> models.PassageClosure:
    return models.PassageClosure(
        passage_id=_passage_id(each, position, keys), release_id=keys.often("release", each.key),
        seat_id=keys.often("seat", each.seat), **keys.of_circle(each.circle), withdrawal_id=subject, closed_at=moment,
    )  # fmt: skip


def _withheld(each: shapes.Release, keys: Keys) -> Iterator[models.Withheld]:
    for stayed in each.stayed:
        yield models.Withheld(
            id=keys("withheld", f"{each.key}/{stayed.position}"), release_id=keys.often("release", each.key),
            **keys.of_circle(each.circle),
            source_id=keys("passage", f"{each.meeting}/{each.version}/{stayed.position}"), part=stayed.part,
            topic_id=stayed.topic, reason=stayed.reason,
        )  # fmt: skip


def _events(each: shapes.Release, keys: Keys) -> Iterator[models.ReleaseEvent]:
    for event in each.events:
        yield models.ReleaseEvent(
            id=keys("event", f"{each.key}/{event.kind}"), release_id=keys.often("release", each.key),
            seat_id=keys.often("seat", each.seat), **keys.of_circle(each.circle), kind=event.kind, at=event.at,
            by_id=keys.user_or_none(event.by), spoke_to=event.spoke_to,
        )  # fmt: skip


def _recall(each: shapes.Release, recall: shapes.Recall, keys: Keys) -> models.Recall:
    return models.Recall(
        release_id=keys.often("release", each.key), seat_id=keys.often("seat", each.seat),
        **keys.of_circle(each.circle), reason=recall.reason, was_opened=recall.was_opened,
        recalled_by_id=keys.user(recall.by), recalled_at=recall.at,
    )  # fmt: skip


# --- breaches ---


def _breach(each: shapes.Breach, keys: Keys) -> Breach:
    return Breach(
        id=keys.often("breach", each.key), reference=each.reference, release_id=keys("release", each.release),
        **keys.of_circle(each.circle), opened_by_id=keys.user(each.by), opened_at=each.opened_at,
        closed_by_id=keys.user_or_none(each.closed_by), closed_at=each.closed_at,
    )  # fmt: skip


def _breach_accounts(each: shapes.Breach, keys: Keys) -> Iterator[BreachAccount]:
    for number, (by, at, text) in enumerate(each.accounts):
        yield BreachAccount(
            id=keys("breach account", f"{each.key}/{number}"), breach_id=keys.often("breach", each.key),
            area_id=_area(each.circle, keys), text=text, written_by_id=keys.user(by), written_at=at,
        )  # fmt: skip
