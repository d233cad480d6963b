"""Who judges a referral, who decides on it, and when."""

from collections.abc import Collection
from uuid import UUID

from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.foundations.access.roles import May
from encircle.rooms.organisation.models import KindStandard
from encircle.rooms.organisation.vocabulary import DecidedBy
from encircle.rooms.referrals.queries import ReferralLine
from encircle.rooms.referrals.rules import may_take_referrals
from encircle.rooms.referrals.vocabulary import State

NOT_YET = "This referral has not been submitted yet."
GONE = {State.WITHDRAWN: "This referral was withdrawn.", State.ACCEPTED: "This referral is decided already."} | {
    State.DECLINED: "This referral is decided already."
}


def require_judging(actor: Actor, line: ReferralLine) -> None:
    """Whoever looks after referrals in the area judges one that was submitted and is not decided on."""
    if not may_take_referrals(actor, line.referral.area_id):
        raise NotAllowed("You cannot judge referrals in this area.")
    if line.state is not State.SUBMITTED:
        raise NotAllowed(GONE.get(line.state, NOT_YET))


def why_not_decidable(actor: Actor, line: ReferralLine, standard: KindStandard | None, views: Collection[UUID]) -> str:
    """A sentence, or nothing where the actor may decide now. `views` are those of the panel who have given one."""
    area = line.referral.area_id
    who = DecidedBy(standard.decided_by) if standard else DecidedBy.SENIOR
    if who is DecidedBy.SENIOR and not actor.may(May.DECIDE_REFERRALS, area_id=area):
        return "A senior coordinator or an operations manager decides on referrals for this kind of Circle."
    if who is DecidedBy.PANEL and standard and len(views) < standard.panel_quorum:
        return f"A panel decides: {standard.panel_quorum} of its members must say what they think first."
    return ""
