"""Plain decisions about agencies: where an agreement stands, and which addresses belong to an agency."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=30)
DOMAIN = re.compile(r"(?=.{4,120}$)([a-z0-9](-?[a-z0-9])*\.)+[a-z]{2,}")


class AgreementState(StrEnum):
    NONE = "none"
    TO_COME = "to_come"
    IN_FORCE = "in_force"
    TO_REVIEW = "to_review"  # in force, and its review is due
    REVIEW_SOON = "review_soon"  # in force, and its review comes near
    LAPSING = "lapsing"  # in force, and ends within a month
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Agreement:
    starts_on: date
    ends_on: date | None
    review_on: date


def agreement_state(agreements: Iterable[Agreement], today: date, warning: timedelta = SOON) -> AgreementState:
    """Where an agency stands: by the agreement in force that lasts longest, else by the newest of the others."""
    known = list(agreements)
    in_force = [one for one in known if one.starts_on <= today and (one.ends_on is None or one.ends_on >= today)]
    if in_force:
        return _in_force(max(in_force, key=lambda one: (one.ends_on or date.max, one.review_on)), known, today, warning)
    if any(one.starts_on > today for one in known):
        return AgreementState.TO_COME
    return AgreementState.LAPSED if known else AgreementState.NONE


def _in_force(best: Agreement, known: list[Agreement], today: date, warning: timedelta) -> AgreementState:
    if best.ends_on is not None and best.ends_on < today + SOON:
        follows = any(today < one.starts_on <= best.ends_on + timedelta(days=1) for one in known)
        return AgreementState.IN_FORCE if follows else AgreementState.LAPSING
    if best.review_on <= today:
        return AgreementState.TO_REVIEW
    return AgreementState.REVIEW_SOON if best.review_on <= today + warning else AgreementState.IN_FORCE


def domains(typed: str) -> list[str]:
    """One a line or divided by commas; "@" in front is dropped. Raises ValueError with the first that is none."""
    found: list[str] = []
    for word in re.split(r"[\s,;]+", typed.strip().lower()):
        domain = word.removeprefix("@")
        if domain and not DOMAIN.fullmatch(domain):
            raise ValueError(word)
        if domain and domain not in found:
            found.append(domain)
    return found


def is_at_one_of(email: str, known: Iterable[str]) -> bool:
    """Exactly at one of the domains: a subdomain is another domain."""
    return email.strip().lower().rpartition("@")[2] in set(known)
