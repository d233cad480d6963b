"""Puts the planned charity into an empty database, as the owner of the tables, in one transaction."""

from contextlib import nullcontext
from datetime import datetime

from django.db import connection, transaction

from encircle.common.clock import system_now
from encircle.common.errors import Refusal
from encircle.rooms.due.keeping import work_out_everything
from encircle.rooms.organisation.models import Charity

from ..plan import CharityPlan, plan_charity
from . import (
    briefings,
    circles,
    coming_in,
    concerns,
    course,
    due,
    endings,
    expenses,
    forming,
    goals,
    joining,
    judging,
    keeping_clear,
    leaving,
    long_service,
    matching,
    meetings,
    messages,
    news,
    organisation,
    papers,
    people,
    readiness,
    recruiting,
    referral_papers,
    released_pack,
    released_report,
    reviews,
    sharing,
    signed_copies,
    staying,
    supervision,
    support,
    trace,
    training,
    vetting,
)
from .copying import pour
from .signin import DEMO_PASSWORD, totp_secret

__all__ = ["DEMO_PASSWORD", "CharityAlreadyThere", "load_charity", "totp_secret"]


class CharityAlreadyThere(Refusal):
    """The demonstration never mixes with a charity that is already there, real or not."""


def load_charity(*, size: int = 1, seed: int = 1, now: datetime | None = None) -> CharityPlan:
    """Raises CharityAlreadyThere. Call with the login that owns the tables: row policies do not bind it."""
    if (charity := Charity.objects.first()) is not None:
        kind = "demonstration" if charity.is_demo else "real"
        raise CharityAlreadyThere(f"This database holds a {kind} charity already.")
    plan = plan_charity(size=size, seed=seed, now=now or system_now().replace(microsecond=0))
    with transaction.atomic():
        for chapter in (
            organisation,
            people,
            matching,
            recruiting,
            vetting,
            training,
            readiness,
            papers,
            signed_copies,
            coming_in,
            judging,
            referral_papers,
            circles,
            joining,
            briefings,
            course,
            meetings,
            support,
            supervision,
            leaving,
            staying,
            long_service,
            messages,
            expenses,
            goals,
            concerns,
            news,
            sharing,
            reviews,
            released_pack,
            endings,
            released_report,
            forming,
            keeping_clear,
            due,
            trace,
        ):
            with readiness.at_the_moment_of(plan) if chapter is circles else nullcontext():
                for rows in chapter.rows(plan):
                    pour(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    work_out_everything()
    return plan
