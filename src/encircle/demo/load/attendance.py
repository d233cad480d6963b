"""Who was there, in the words a release uses: by the names of the seats, never of the volunteers."""

from encircle.rooms.meetings.vocabulary import Presence

from ..plan import CharityPlan, shapes


def in_words(meeting: shapes.Meeting, plan: CharityPlan) -> str:
    """As `sharing.sifting.attendance_in_words` puts it; a test holds the two together."""
    lines = []
    for presence in Presence:
        names = [_seat_name(came.seat, plan) for came in meeting.attendance if came.presence == presence]
        if names:
            lines.append(f"{presence.label}: {', '.join(sorted(names))}.")
    return "\n".join(lines) or "Nobody has recorded who came."


def _seat_name(key: str, plan: CharityPlan) -> str:
    seat = plan.seats_by_key[key]
    return {"core_member": "the core member", "coordinator": "the coordinator"}.get(
        seat.part, f"Volunteer {seat.letter}"
    )
