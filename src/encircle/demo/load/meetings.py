"""Meetings with who came; drafts, versions, passages, remarks, returns and approvals."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from django.db.models import Model

from encircle.common.clock import in_london
from encircle.rooms.meetings import models
from encircle.rooms.meetings.drafts import passage_key, presence_key

from ..plan import CharityPlan, passages_of, shapes
from .keys import Keys


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    venues = {each.key: each.venue for each in plan.circles}
    yield (_meeting(each, venues[each.circle], keys) for each in plan.meetings)
    yield (_move(each, each.move, keys) for each in plan.meetings if each.move)
    yield (row for each in plan.meetings for row in _attendance(each, keys))
    days = {each.key: in_london(each.starts_at).date() for each in plan.meetings}
    yield (row for each in plan.minutes for row in _versions(each, days, keys))
    yield (row for each in plan.minutes for row in _passages(each, keys))
    yield (_return(each, each.returned_at, keys) for each in plan.minutes if each.returned_at)
    yield (_approval(each, each.approval, keys) for each in plan.minutes if each.approval)
    yield (row for each in plan.minutes for row in _remarks(each, keys))
    yield (row for each in plan.minutes for row in _remark_words(each, keys))
    drafts = [_draft(plan, each, keys) for each in plan.meetings if each.minutes and each.minutes.state == "draft"]
    yield drafts
    yield (_first_revision(each, keys) for each in drafts)


def _meeting(each: shapes.Meeting, venue: str, keys: Keys) -> models.Meeting:
    gone = each.cancellation
    return models.Meeting(
        id=keys.often("meeting", each.key), **keys.of_circle(each.circle),
        planned_starts_at=each.move.moved_from if each.move else each.starts_at,
        starts_at=each.starts_at, ends_at=each.ends_at, venue_id=keys.often("venue", venue),
        cancelled_at=gone.at if gone else None, cancelled_by_id=keys.user(gone.by) if gone else None,
        cancel_reason=gone.reason if gone else "", outcome=each.outcome, held_from=each.held_from,
        held_until=each.held_until, recorded_by_id=keys.user(each.recorded_by) if each.recorded_by else None,
    )  # fmt: skip


def _move(each: shapes.Meeting, move: shapes.Move, keys: Keys) -> models.MeetingMove:
    return models.MeetingMove(
        id=keys("move", each.key), meeting_id=keys.often("meeting", each.key), **keys.of_circle(each.circle),
        moved_from=move.moved_from, moved_to=each.starts_at, reason=move.reason, moved_by_id=keys.user(move.by),
        moved_at=move.at,
    )  # fmt: skip


def _attendance(each: shapes.Meeting, keys: Keys) -> Iterator[models.Attendance]:
    for came in each.attendance:
        yield models.Attendance(
            id=keys("attendance", f"{each.key}/{came.seat}"), meeting_id=keys.often("meeting", each.key),
            **keys.of_circle(each.circle), seat_id=keys.often("seat", came.seat), presence=came.presence,
            minutes_given=came.minutes_given, travel_minutes=came.travel_minutes,
        )  # fmt: skip


def _versions(each: shapes.Minutes, days: Mapping[str, date], keys: Keys) -> Iterator[models.MinutesVersion]:
    for version in each.versions:
        is_correction = version.kind == "correction" and each.correction
        yield models.MinutesVersion(
            id=keys.often("version", f"{each.key}/{version.number}"), meeting_id=keys.often("meeting", each.meeting),
            **keys.of_circle(each.circle), number=version.number, kind=version.kind,
            based_on_id=keys("version", f"{each.key}/{version.based_on}") if version.based_on else None,
            correction_kind=each.correction.kind if is_correction and each.correction else "",
            written_by_id=keys.user(version.by), submitted_at=version.at,
            written_on=days[each.meeting] if version.kind == "keyed" else None,
        )  # fmt: skip


def _passages(each: shapes.Minutes, keys: Keys) -> Iterator[models.Passage]:
    for version in each.versions:
        key = f"{each.key}/{version.number}"
        for position, passage in enumerate(passages_of(each, version.number)):
            yield models.Passage(
                id=keys("passage", f"{key}/{position}"), version_id=keys.often("version", key),
                meeting_id=keys.often("meeting", each.meeting), **keys.of_circle(each.circle), part=passage.part,
                topic_id=passage.topic, position=position, text=passage.text,
            )  # fmt: skip


def _return(each: shapes.Minutes, at: datetime, keys: Keys) -> models.MinutesReturn:
    said = next(remark for remark in each.remarks if remark.kind == "return")
    return models.MinutesReturn(
        version_id=keys("version", f"{each.key}/{said.version}"), **keys.of_circle(each.circle),
        returned_by_id=keys.user(said.by), returned_at=at,
    )  # fmt: skip


def _approval(each: shapes.Minutes, approval: shapes.Approval, keys: Keys) -> models.Approval:
    return models.Approval(
        version_id=keys("version", f"{each.key}/{approval.version}"), meeting_id=keys.often("meeting", each.meeting),
        **keys.of_circle(each.circle), approved_by_id=keys.user(approval.by), approved_at=approval.at,
    )  # fmt: skip


def _remarks(each: shapes.Minutes, keys: Keys) -> Iterator[models.Remark]:
    for remark in each.remarks:
        yield models.Remark(
            id=keys("remark", remark.key), version_id=keys("version", f"{each.key}/{remark.version}"),
            meeting_id=keys.often("meeting", each.meeting), **keys.of_circle(each.circle), kind=remark.kind,
            to_user_id=keys.user(remark.to), said_by_id=keys.user(remark.by), said_at=remark.at,
        )  # fmt: skip


def _remark_words(each: shapes.Minutes, keys: Keys) -> Iterator[models.RemarkText]:
    for remark in each.remarks:
        yield models.RemarkText(
            remark_id=keys("remark", remark.key), version_id=keys("version", f"{each.key}/{remark.version}"),
            **keys.of_circle(each.circle), text=remark.text,
        )  # fmt: skip


def _draft(plan: CharityPlan, meeting: shapes.Meeting, keys: Keys) -> models.MinutesDraft:
    """Half written: the times, the volunteers who came, and the first three passages."""
    minutes = meeting.minutes
    assert minutes is not None  # noqa: S101 - asked by the caller
    assert minutes.drafted_at is not None  # noqa: S101 - it is a draft
    body = {"started": f"{in_london(meeting.starts_at):%H:%M}", "ended": f"{in_london(meeting.ends_at):%H:%M}"}
    for seat in plan.seats:
        if seat.circle == meeting.circle and seat.part == "volunteer" and seat.is_held_at(meeting.starts_at):
            is_there = plan.people[seat.person].given in minutes.brief.present
            body[presence_key(keys("seat", seat.key))] = "present" if is_there else "apologies"
    body |= {passage_key(each.topic): each.text for each in passages_of(minutes, 1)[:3]}
    return models.MinutesDraft(
        meeting_id=keys("meeting", meeting.key), **keys.of_circle(meeting.circle), revision=1, body=body,
        edited_by_id=keys.user(minutes.author), edited_at=minutes.drafted_at,
    )  # fmt: skip


def _first_revision(draft: models.MinutesDraft, keys: Keys) -> models.DraftRevision:
    return models.DraftRevision(
        id=keys("revision", str(draft.meeting_id)), meeting_id=draft.meeting_id, circle_id=draft.circle_id,
        area_id=draft.area_id, revision=draft.revision, body=draft.body, edited_by_id=draft.edited_by_id,
        edited_at=draft.edited_at,
    )  # fmt: skip
