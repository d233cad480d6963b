"""Where a referral stands, in words for its referrer, and nothing beyond."""

from encircle.design.dates import plain_date, relative_day
from encircle.design.items import TagColour, WorkItem
from encircle.foundations.access.actor import Actor
from encircle.rooms.referrals.for_referrers import OwnReferral, Stands

TAGS: dict[Stands, tuple[str, TagColour]] = {
    Stands.INVITED: ("Not started", "blue"),
    Stands.BEING_WRITTEN: ("In progress", "teal"),
    Stands.RECEIVED: ("Received", "blue"),
    Stands.PUT_OFF: ("Put off", "yellow"),
    Stands.ACCEPTED: ("Accepted", "green"),
    Stands.DECLINED: ("Declined", "grey"),
    Stands.WITHDRAWN: ("Withdrawn", "grey"),
}


def item(own: OwnReferral, url: str, by: Actor) -> WorkItem:
    tag, colour = TAGS[own.stands]
    return WorkItem(
        title=f"Referral {own.referral.reference}",
        url=url,
        facts=[own.referral.get_kind_display(), own.referral.area.name],
        tag=tag,
        colour=colour,
        when=when(own, by),
    )


def when(own: OwnReferral, by: Actor) -> str:
    if own.stands is Stands.WITHDRAWN and own.withdrawn_at:
        return f"withdrawn on {plain_date(own.withdrawn_at)}"
    if own.decision:
        return f"decided on {plain_date(own.decision.decided_at)}"
    if own.received_at:
        return f"received on {plain_date(own.received_at)}"
    if own.saved_at:
        return f"saved {relative_day(own.saved_at.date(), by.now)}"
    return f"invited on {plain_date(own.referral.invited_at)}"


def next_step(own: OwnReferral) -> str:
    """The clock, in plain words."""
    if own.stands is Stands.WITHDRAWN:
        return "This referral goes no further."
    if own.stands is Stands.ACCEPTED:
        return "The person is on our waiting list for a Circle. The coordinator rings you about the next step."
    if own.stands is Stands.DECLINED:
        return "We cannot offer the person a Circle. Ring the coordinator if you wish to talk about it."
    if own.decision and own.decision.put_off_until:
        return f"The decision is put off until {plain_date(own.decision.put_off_until)}."
    if own.due_on:
        return f"You will hear what was decided by {plain_date(own.due_on)}."
    return "Write the referral and send it when it is complete."
