"""Logins with their factors and appointments; agencies, professionals, volunteers, core members and carers."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db.models import Model

from encircle.doors.signin.adapter import FactorAdapter
from encircle.foundations.access.models import Appointment
from encircle.foundations.accounts.models import User
from encircle.rooms.organisation.clocks import end_of_day, start_of_day
from encircle.rooms.partners.models import Agency, AgencyAgreement, Professional
from encircle.rooms.people.models import Carer, CoreMember, HomeContact
from encircle.rooms.volunteers.models import Volunteer

from ..plan import CharityPlan
from .keys import Keys
from .signin import DEMO_PASSWORD, totp_secret

NO_PASSWORD = "!"  # noqa: S105 - Django's mark for "cannot sign in by password"


def rows(plan: CharityPlan) -> Iterator[Iterable[Model]]:
    keys = Keys(plan)
    yield _addresses(plan, keys)
    yield _factors(plan, keys)
    yield _appointments(plan, keys)
    yield _agencies(plan, keys)
    yield _agreements(plan, keys)
    yield _professionals(plan, keys)
    yield _volunteers(plan, keys)
    yield _core_members(plan, keys)
    yield _homes(plan, keys)
    yield _carers(plan, keys)


def users(plan: CharityPlan, keys: Keys) -> Iterator[User]:
    """One hash serves the whole cast: hashing is slow on purpose, and this password is no secret."""
    known = make_password(DEMO_PASSWORD)
    gone = {each.person: _end(each.left_on) for each in plan.volunteers if each.left_on}
    for key in sorted(keys.with_login):
        person = plan.people[key]
        yield User(
            id=keys.user(key), email=str(person.email), name=person.name, created_at=keys.long_ago,
            ends_at=gone.get(key),
            password=known if person.is_cast and key not in gone else f"{NO_PASSWORD}{keys('no password', key).hex}",
            persona=key if person.is_cast else "",
        )  # fmt: skip


def _end(last_day: date) -> datetime:
    return end_of_day(start_of_day(last_day))


def _addresses(plan: CharityPlan, keys: Keys) -> Iterator[Model]:
    for key in sorted(keys.with_login):
        yield EmailAddress(user_id=keys.user(key), email=plan.people[key].email, verified=True, primary=True)


def _factors(plan: CharityPlan, keys: Keys) -> Iterator[Model]:
    adapter = FactorAdapter()
    gone = {each.person for each in plan.volunteers if each.left_on}
    for key in sorted(keys.with_login):
        if plan.people[key].is_cast and key not in gone:
            secret = adapter.encrypt(totp_secret(key))
            yield Authenticator(
                user_id=keys.user(key), type=Authenticator.Type.TOTP, data={"secret": secret}, created_at=keys.long_ago
            )


def _appointments(plan: CharityPlan, keys: Keys) -> Iterator[Appointment]:
    for each in plan.appointments:
        yield Appointment(
            id=keys("appointment", each.key), user_id=keys.user(each.person), role=each.role,
            area_id=keys.area(each.area) if each.area else None, starts_at=each.starts_at, ends_at=each.ends_at,
            appointed_by_id=keys.user(each.by) if each.by else None, appointed_at=each.starts_at,
            covering=each.covering,
        )  # fmt: skip


def _agencies(plan: CharityPlan, keys: Keys) -> Iterator[Agency]:
    for each in plan.agencies:
        yield Agency(id=keys.often("agency", each.key), name=each.name, kind=each.kind, email_domains=[each.domain])


def _agreements(plan: CharityPlan, keys: Keys) -> Iterator[AgencyAgreement]:
    for each in plan.agreements:
        yield AgencyAgreement(
            id=keys("agreement", each.key), agency_id=keys.often("agency", each.agency), starts_on=each.starts_on,
            ends_on=each.ends_on, review_on=each.review_on, signed_by=each.signed_by, recorded_by_id=keys.user("olga"),
            recorded_at=keys.long_ago,
        )  # fmt: skip


def _professionals(plan: CharityPlan, keys: Keys) -> Iterator[Professional]:
    for each in plan.professionals:
        person = plan.people[each.person]
        yield Professional(
            id=keys.often("professional", each.person), agency_id=keys.often("agency", each.agency), name=person.name,
            job_title=each.job, email=str(person.email), phone=person.telephone,
            user_id=keys.user_or_none(each.person), starts_at=each.starts_at, ends_at=each.ends_at,
        )  # fmt: skip


def _volunteers(plan: CharityPlan, keys: Keys) -> Iterator[Volunteer]:
    for each in plan.volunteers:
        person = plan.people[each.person]
        yield Volunteer(
            id=keys.often("volunteer", each.person), reference=each.reference, area_id=keys.area(each.area),
            given_name=person.given, family_name=person.surname, email=str(person.email), phone=person.telephone,
            user_id=keys.user(each.person), joined_on=each.joined_on, left_on=each.left_on,
            ends_at=_end(each.left_on) if each.left_on else None,
        )  # fmt: skip


def _core_members(plan: CharityPlan, keys: Keys) -> Iterator[CoreMember]:
    for each in plan.core_members:
        person = plan.people[each.person]
        yield CoreMember(
            id=keys.often("core member", each.person), reference=each.reference, area_id=keys.area(each.area),
            given_name=person.given, family_name=person.surname, known_as=person.given, born_on=person.born_on,
            added_at=each.added_at, added_by_id=keys.user(each.added_by),
        )  # fmt: skip


def _homes(plan: CharityPlan, keys: Keys) -> Iterator[HomeContact]:
    """The canary stands in for the name of the house."""
    for each in plan.core_members:
        person = plan.people[each.person]
        yield HomeContact(
            id=keys("home", each.person), core_member_id=keys.often("core member", each.person),
            area_id=keys.area(each.area), address=", ".join((person.canary, *person.address)),
            postcode=person.postcode, phone=person.telephone, since=each.added_at,
        )  # fmt: skip


def _carers(plan: CharityPlan, keys: Keys) -> Iterator[Carer]:
    areas = {each.person: each.area for each in plan.core_members}
    for each in plan.carers:
        yield Carer(
            id=keys.often("carer", each.person), core_member_id=keys.often("core member", each.core_member),
            area_id=keys.area(areas[each.core_member]), name=plan.people[each.person].name, standing=each.standing,
            consent_required=each.consent_required, starts_at=each.starts_at,
        )  # fmt: skip
