"""Consents: recorded as they were given, never changed; a withdrawal stops sharing from its day on."""

from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models.functions import Lower

from encircle.common.clock import in_london
from encircle.foundations.accounts.models import User
from encircle.rooms.organisation.models import Topic
from encircle.rooms.sharing.actions.withdrawing import withdraw_consent
from encircle.rooms.sharing.models import Consent, ConsentNarrowing, ConsentSubject, Withdrawal
from encircle.rooms.sharing.vocabulary import Answer, Evidence, GivenBy

from ..caseload import Item, found
from ..cells import Unfit, first_moment, key_of, last_moment, several
from ..reading import Row
from ..sheets import Kind
from .base import Importer

EVERYTHING = "all"


class Consents(Importer):
    kind = Kind.CONSENT
    item = "sharing.consent"

    def load(self, rows: list[Row]) -> None:
        self.load_known(Consent.objects.all())
        self.topics = {key_of(word): topic for topic in _topics() for word in (topic.name, topic.code)}
        people = {one.pk for kind in (self.case.items, self.case.aliases) for one in kind[Kind.CORE_MEMBER].values()}
        self.known = {_place(one, in_london(one.starts_at).date()) for one in self._others(people)}
        addresses = {row["taken_by"] for row in rows}
        users = User.objects.annotate(address=Lower("email")).defer("password")
        self.takers = {user.email.lower(): user.pk for user in found(users, "address", addresses)}

    def wanted(self, row: Row) -> dict[str, Any]:
        core_member = self.case.linked(row, "core_member")
        agency = self.case.linked(row, "agency")
        carer = self.case.linked_if_said(row, "carer")
        if carer is not None and carer.core_member_id != core_member.pk:
            raise Unfit("The carer is another core member’s")
        self._check_days(row)
        return {
            "core_member_id": core_member.pk,
            "area_id": core_member.area_id,
            "given_by": GivenBy.CARER if carer else GivenBy.CORE_MEMBER,
            "carer_id": carer.pk if carer else None,
            "agency_id": agency.pk,
            "starts_at": first_moment(row["starts_on"]),
            "ends_at": last_moment(row["ends_on"]),
            "evidence": row["evidence"],
            "taken_by_id": self._taker(row),
        }

    def make(self, row: Row, wanted: dict[str, Any]) -> Consent:
        topics, only = self._topics_of(row), self._only(row, wanted["agency_id"])
        consent = Consent(**wanted, recorded_by_id=self.case.by.user_id, recorded_at=self.case.at)
        place = _place(consent, row["starts_on"])
        if place in self.known:
            raise Unfit("A consent of this person for this agency from that day is known already")
        self.known.add(place)
        self.case.add(consent)
        subjects = [ConsentSubject(consent_id=consent.pk, area_id=consent.area_id, topic_id=code) for code in topics]
        self.case.add(
            *subjects,
            *(ConsentNarrowing(consent_id=consent.pk, area_id=consent.area_id, professional_id=one) for one in only),
        )
        if row["withdrawn_on"]:
            self.case.add(*(self._withdrawal(subject, row, consent) for subject in subjects))
        return consent

    def change(self, row: Row, item: Item, wanted: dict[str, Any], columns: set[str]) -> list[str]:
        """Only a withdrawal that is new. It goes the same way as one recorded by a coordinator."""
        if columns - {"withdrawn_on", "taken_by"} or not row["withdrawn_on"]:
            raise Unfit("A consent is never changed. Withdraw it, and give the new one a reference of its own")
        self.case.last.append(
            partial(
                withdraw_consent,
                item.pk,
                self._topics_of(row),
                moment=_withdrawn_at(row, item.starts_at),
                evidence=Evidence(row["evidence"]),
                by=self.case.by,
                at=self.case.at,
            )
        )
        return ["withdrawal"]

    def _written(self, fields: Any) -> list[str]:
        return []

    def our_reference(self, item: Item) -> str:
        return ""

    def _others(self, core_members: set[UUID]) -> list[Consent]:
        mine = {consent.pk for consent in self.case.items[self.kind].values()}
        consents = Consent.objects.filter(answer=Answer.YES)
        return [one for one in found(consents, "core_member_id", core_members) if one.pk not in mine]

    def _check_days(self, row: Row) -> None:
        faults = []
        if row["starts_on"] > self.case.today:
            faults.append("“From” is in the future")
        if row["ends_on"] and row["ends_on"] < row["starts_on"]:
            faults.append("“Until” is before “From”")
        if row["withdrawn_on"] and not row["starts_on"] <= row["withdrawn_on"] <= self.case.today:
            faults.append("“Withdrawn on” is not between “From” and today")
        if faults:
            raise Unfit(*faults)

    def _taker(self, row: Row) -> UUID:
        if not row["taken_by"]:
            return self.case.by.user_id
        if row["taken_by"] not in self.takers:
            raise Unfit("Nobody signs in with the address under “Taken by”")
        return self.takers[row["taken_by"]]

    def _topics_of(self, row: Row) -> list[str]:
        """Topics are divided by ; because their names hold commas; a list with commas is understood where it can be."""
        said = row["topics"]
        if key_of(said) == EVERYTHING:
            return sorted({topic.code for topic in self.topics.values() if topic.retired_at is None})
        named = [part.strip() for part in said.split(";") if part.strip()]
        named = [word for part in named for word in ([part] if key_of(part) in self.topics else several(part))]
        unknown = [word for word in named if key_of(word) not in self.topics]
        if unknown or not named:
            names = sorted({topic.name for topic in self.topics.values() if topic.retired_at is None})
            raise Unfit(f"“Topics” holds a topic the charity does not have. There are: {'; '.join(names)}")
        return sorted({self.topics[key_of(word)].code for word in named})

    def _only(self, row: Row, agency_id: UUID) -> set[UUID]:
        people = [self.case.find(Kind.PROFESSIONAL, reference) for reference in several(row["only"] or "")]
        if any(person.agency_id != agency_id for person in people):
            raise Unfit("“Only these professionals” names somebody of another agency")
        return {person.pk for person in people}

    def _withdrawal(self, subject: ConsentSubject, row: Row, consent: Consent) -> Withdrawal:
        return Withdrawal(
            subject_id=subject.pk,
            area_id=consent.area_id,
            withdrawn_at=_withdrawn_at(row, consent.starts_at),
            evidence=row["evidence"],
            recorded_by_id=self.case.by.user_id,
            recorded_at=self.case.at,
        )


def _topics() -> list[Topic]:
    return list(Topic.objects.all())


def _withdrawn_at(row: Row, starts_at: datetime) -> datetime:
    """From the start of that day nothing goes: the hour is not in the workbook, and later would share too much."""
    return max(first_moment(row["withdrawn_on"]), starts_at)


def _place(consent: Consent, day: date) -> tuple[UUID, UUID, UUID | None, date]:
    return consent.core_member_id, consent.agency_id, consent.carer_id, day
