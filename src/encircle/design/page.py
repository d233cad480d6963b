"""What a layout needs to know about the page and its reader; filled in one place for every request.

The token against forged requests is not here: Django puts `csrf_input` into every page by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from .brand import DEFAULT_BRAND


class NavItem(NamedTuple):
    text: str
    url: str
    current: bool = False


class FooterLink(NamedTuple):
    text: str
    url: str


class Notice(NamedTuple):
    """Said once at the top of the next page, after something was done."""

    text: str
    kind: Literal["success", "information", "warning", "error"] = "success"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    charity_name: str
    now: datetime
    demo: bool = False
    user_name: str = ""  # empty: nobody is signed in
    user_role: str = ""  # what they are here as, in words: "Coordinator, Area A"
    nav: Sequence[NavItem] = ()
    notices: Sequence[Notice] = ()
    footer_links: Sequence[FooterLink] = ()
    home_url: str = "/"
    account_url: str = ""  # the reader's own account; empty: not shown
    sign_in_url: str = ""  # shown when nobody is signed in; empty: not shown
    sign_out_url: str = "/account/sign-out"
    stay_url: str = "/account/stay"
    leave_url: str = "https://www.bbc.co.uk/weather"  # where "Leave this page quickly" goes
    idle_seconds: int = 0  # 0: no time-out warning on this page
    absolute_until: datetime | None = None  # when the session ends whatever is done
    brand_colour: str = field(default=DEFAULT_BRAND)

    @property
    def absolute_seconds(self) -> int | None:
        if self.absolute_until is None:
            return None
        return max(0, int((self.absolute_until - self.now).total_seconds()))
