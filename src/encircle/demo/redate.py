"""Moves the whole demonstration forward in time, so that there is something due again on the day it is started.

Every date in the rooms moves by the same number of days on the London clock; an evening stays an evening. The trace
stays as it is: it says when something really happened, and it is sealed. What a visitor has changed is kept and
moves along, but such a demonstration is only moved when somebody asks for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import F

from encircle.common.errors import Refusal
from encircle.foundations.accounts.models import User
from encircle.foundations.audit.models import Entry, Verb
from encircle.rooms.circles.models import Circle
from encircle.rooms.due.keeping import work_out_everything
from encircle.rooms.organisation.models import Charity

from .days import same_clock

MOVED_APPS = (
    "access",
    "organisation",
    "partners",
    "people",
    "volunteers",
    "recruiting",
    "vetting",
    "training",
    "readiness",
    "referrals",
    "suitability",
    "circles",
    "forming",
    "joining",
    "meetings",
    "briefings",
    "risk",
    "support",
    "expenses",
    "leaving",
    "messaging",
    "received",
    "sharing",
    "reviews",
    "endings",
    "outcomes",
    "records",
    "due",
    "practice",
    "corrections",
)
KEPT = {  # dates that are not of the story
    "organisation.Charity",
    "organisation.PracticeStandard",
    "organisation.KindStandard",
    "organisation.Criterion",
    "organisation.ClosureDay",
    "recruiting.VolunteerCriterion",
    "readiness.Requirement",
    "readiness.Wording",
    "expenses.Terms",
    "forming.Weighing",
    "people.CoreMember.born_on",
    "due.Clause",
    "practice.Search",  # a visitor's own, gone after a day
}
WRITING = (Verb.CREATED, Verb.CHANGED, Verb.DECIDED, Verb.SHARED, Verb.ENDED)
NOT_OF_THE_CASE = ("accounts.", "organisation.", "post.")  # signing in and looking round touch nothing


class NotADemonstration(Refusal):
    """Dates of a real charity are never moved."""


@dataclass(frozen=True)
class Redating:
    """What was done, or (with no days) what could be done."""

    days_behind: int
    days_moved: int
    is_touched: bool

    @property
    def offer(self) -> str:
        """What to tell somebody whose demonstration was left alone; "" where there is nothing to offer."""
        if not self.days_behind or self.days_moved:
            return ""
        days = "1 day" if self.days_behind == 1 else f"{self.days_behind} days"
        return (
            f"You have changed things in this demonstration, so its dates, {days} old, were left alone.\n"
            "To move them all to today and keep your changes: make demo REDATE=1"
        )


def redate_charity(*, at: datetime, even_if_touched: bool = False) -> Redating:
    """Raises NotADemonstration. Call with the login that owns the tables."""
    charity = Charity.objects.first()
    if charity is None or not charity.is_demo or charity.demo_dated_at is None:
        raise NotADemonstration("This database holds no demonstration charity.")
    days, touched_at = days_behind(charity.demo_dated_at, at), _touched_at(charity)
    if not days or (touched_at is not None and not even_if_touched):
        return Redating(days, 0, touched_at is not None)
    with transaction.atomic():
        _move_everything(days)
        Circle.objects.update(weekday=(F("weekday") + days) % 7)
        dated = same_clock(charity.demo_dated_at, days)
        Charity.objects.filter(pk=charity.pk).update(demo_dated_at=dated, demo_touched_at=touched_at)
    work_out_everything()  # what is owed hangs on working days, which do not move along
    return Redating(days, days, touched_at is not None)


def days_behind(dated_at: datetime, at: datetime) -> int:
    """Whole days on the London clock: never so many that something done would lie ahead."""
    days = max((at - dated_at) // timedelta(days=1) + 1, 0)
    while days and same_clock(dated_at, days) > at:
        days -= 1
    return days


def moved_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    for label in MOVED_APPS:
        for model in apps.get_app_config(label).get_models():
            columns = [field.column for field in model._meta.local_concrete_fields if _is_moved(model, field)]
            if columns:
                yield model, [str(column) for column in columns]
    yield User, ["ends_at"]  # with the last day of whoever leaves; of logins nothing else is of the story


def _is_moved(model: type[models.Model], field: models.Field) -> bool:
    is_date = isinstance(field, models.DateField)  # a DateTimeField is one too
    return is_date and not {model._meta.label, f"{model._meta.label}.{field.name}"} & KEPT


def _touched_at(charity: Charity) -> datetime | None:
    """The first thing a visitor changed since the dates were made, by the trace."""
    if charity.demo_touched_at:
        return charity.demo_touched_at
    since = Entry.objects.filter(at__gt=charity.demo_dated_at, verb__in=WRITING).order_by("at")
    for item in NOT_OF_THE_CASE:
        since = since.exclude(item_type__startswith=item)
    return since.values_list("at", flat=True).first()


def _move_everything(days: int) -> None:
    tables = [(model._meta.db_table, columns) for model, columns in moved_columns()]
    with connection.cursor() as cursor:
        for table, _ in tables:  # some rows are never to be edited: in a demonstration their dates are, all together
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table, columns in tables:
            cursor.execute(_latest_first(table, columns, days))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, _ in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _latest_first(table: str, columns: list[str], days: int) -> str:
    """One row after another from the latest: no period runs into the next one, no slot into the one ahead."""
    moved = ", ".join(f'"{column}" = {_moved(table, column, days)}' for column in columns)
    by_start = sorted(columns, key=lambda column: column != "starts_at")  # what periods and slots are told apart by
    order = ", ".join(f'"{column}" DESC NULLS LAST' for column in by_start)
    return f"""
        DO $$ DECLARE the_row tid; BEGIN
            FOR the_row IN SELECT ctid FROM {table} ORDER BY {order} LOOP
                UPDATE {table} SET {moved} WHERE ctid = the_row;
            END LOOP;
        END $$
    """


def _moved(table: str, column: str, days: int) -> str:
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    field = next(field for field in model._meta.local_concrete_fields if field.column == column)
    if isinstance(field, models.DateTimeField):
        return f"""("{column}" AT TIME ZONE 'Europe/London' + interval '{days} days') AT TIME ZONE 'Europe/London'"""
    return f'"{column}" + {days}'
