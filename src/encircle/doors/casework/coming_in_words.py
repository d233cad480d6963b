"""Enquiries and referrals as lines of a list: an agency, a reference, a state, a clock. No word of what was said."""

from datetime import datetime

from encircle.common.clock import in_london
from encircle.design.dates import plain_date, relative, relative_day
from encircle.design.items import TagColour, WorkItem
from encircle.rooms.organisation.clocks import last_day
from encircle.rooms.referrals.models import Decision
from encircle.rooms.referrals.queries import EnquiryLine, ReferralLine
from encircle.rooms.referrals.vocabulary import Outcome, State, StepKind

from .links import to
from .words import beginning_large

STEP_COLOURS: dict[StepKind, TagColour] = {
    StepKind.TO_INVITE: "blue",
    StepKind.CALL_BACK: "yellow",
    StepKind.INVITED: "green",
    StepKind.UNSUITABLE: "grey",
    StepKind.CLOSED: "grey",
}
STATE_COLOURS: dict[State, TagColour] = {
    State.INVITED: "grey",
    State.DRAFT: "yellow",
    State.SUBMITTED: "blue",
    State.ACCEPTED: "green",
    State.DECLINED: "grey",
    State.WITHDRAWN: "grey",
}


def enquiry_item(line: EnquiryLine, now: datetime, *, says_area: bool) -> WorkItem:
    one = line.enquiry
    late = line.to_do_on is not None and line.to_do_on < in_london(now).date()
    facts = [one.reference, one.asked_by_name, one.get_kind_display(), one.area.name if says_area else ""]
    return WorkItem(
        title=line.agency,
        hidden=f", enquiry {one.reference}",
        url=to("enquiry", one.pk),
        facts=beginning_large([*facts, f"noted {relative(one.taken_at, now)}"]),
        tag=line.kind.label,
        colour="red" if late else STEP_COLOURS[line.kind],
        when=_to_do(line, now),
        urgency="urgent" if late else "",
    )


def _to_do(line: EnquiryLine, now: datetime) -> str:
    if line.to_do_on is None:
        return ""
    doing = "ring" if line.kind is StepKind.CALL_BACK else "invite"
    return f"{doing} {relative_day(line.to_do_on, now)}" if line.to_do_on >= in_london(now).date() else _was(line, now)


def _was(line: EnquiryLine, now: datetime) -> str:
    return f"due {relative_day(line.to_do_on, now)}" if line.to_do_on else ""


def referral_item(line: ReferralLine, now: datetime, *, says_area: bool) -> WorkItem:
    one = line.referral
    late = line.due is not None and line.due < now
    return WorkItem(
        title=f"Referral {one.reference}",
        url=to("referral", one.pk),
        facts=beginning_large(
            [one.agency.name, one.get_kind_display(), one.area.name if says_area else "", next_step(line, now)]
        ),
        tag="Late" if late else line.state.label,
        colour="red" if late else STATE_COLOURS[line.state],
        when=clock_words(line, now),
        urgency="urgent" if late else "",
    )


def next_step(line: ReferralLine, now: datetime) -> str:
    """What is to happen next, or why nothing is."""
    if line.decision is not None:
        return _decided(line.decision, now)
    if line.state is State.SUBMITTED:
        return "next: a decision"
    if line.withdrawn_at:
        return f"withdrawn {relative(line.withdrawn_at, now)}"
    return f"next: {line.holder} fills in the form" if line.holder else "next: somebody to fill in the form"


def _decided(decision: Decision, now: datetime) -> str:
    if decision.put_off_until:
        return f"next: a decision, put off until {plain_date(decision.put_off_until)}"
    return f"{Outcome(decision.outcome).label.lower()} {relative(decision.decided_at, now)}"


def clock_words(line: ReferralLine, now: datetime) -> str:
    if line.due is not None:
        return f"decision due {relative_day(last_day(line.due), now)}"
    return "" if line.withdrawn_at or line.decision else f"invited {relative(line.referral.invited_at, now)}"
