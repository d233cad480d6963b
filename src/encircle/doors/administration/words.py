"""What this door calls things."""

from encircle.design.dates import short_date
from encircle.design.items import TagColour
from encircle.foundations.access.models import Appointment
from encircle.foundations.accounts.models import ChangeKind
from encircle.rooms.organisation.clocks import last_day

from .queries import Standing

STANDINGS: dict[Standing, tuple[str, TagColour]] = {
    Standing.JOINED: ("Signs in", "green"),
    Standing.INVITED: ("Invited", "blue"),
    Standing.RAN_OUT: ("Not invited now", "yellow"),
    Standing.SUSPENDED: ("Suspended", "red"),
    Standing.GONE: ("Gone", "grey"),
}
CHANGES: dict[ChangeKind, str] = {
    ChangeKind.FACTORS: "Set up signing in again",
    ChangeKind.ADDRESS: "Another email address",
    ChangeKind.CODE_LIST: "A printed list of codes",
}
MEANS: dict[ChangeKind, str] = {
    ChangeKind.FACTORS: "They are signed out everywhere. Their password and second factors stop working, and a letter "
    "to their address lets them set up new ones.",
    ChangeKind.ADDRESS: "They are signed out everywhere. Their password and second factors stop working, and a letter "
    "to the new address lets them set up new ones. The new address replaces the old one when that letter is used.",
    ChangeKind.CODE_LIST: "They get a list of codes to print, each good for one sign-in, and need no phone.",
}


def period(one: Appointment) -> str:
    """For a list: "since 3 Mar 2026", "from 3 Mar 2026 until 5 Apr 2026" with the last day as people say it."""
    begins = f"from {short_date(one.starts_at)}"
    return f"{begins} until {short_date(last_day(one.ends_at))}" if one.ends_at else begins
