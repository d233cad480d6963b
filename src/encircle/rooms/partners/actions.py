"""Add agencies, agreements and professionals, and keep what is known of them true."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from encircle.common.clock import in_london
from encircle.common.errors import Invalid, NotAllowed, NotFound
from encircle.foundations.access.actor import Actor
from encircle.foundations.accounts.actions import invite
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.foundations.corrections.keeping import Record, keep_correction
from encircle.rooms.organisation.clocks import end_of_day, start_of_day
from encircle.rooms.organisation.models import Area

from .models import Agency, AgencyAgreement, AgencyArea, AgencyKind, Professional
from .policy import domains, is_at_one_of
from .rules import require_managing

KNOWN_ALREADY = "A professional with this address is known already"


@dataclass(frozen=True)
class AgencyDetails:
    name: str
    kind: AgencyKind
    email_domains: str  # as typed: one a line, or divided by commas
    area_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class ProfessionalDetails:
    name: str
    job_title: str
    email: str
    phone: str = ""


@transaction.atomic
def add_agency(id: UUID, details: AgencyDetails, *, by: Actor, at: datetime) -> Agency:
    require_managing(by)
    name, found = _checked_agency(details)
    agency = Agency(id=id, name=name, kind=details.kind, email_domains=found)
    _unless_named_alike(lambda: Agency.objects.bulk_create([agency]))
    _write_areas(agency, details.area_ids)
    record(Verb.CREATED, "partners.agency", agency.pk, by=by.acting)
    return agency


@transaction.atomic
def change_agency(agency: Agency, details: AgencyDetails, *, why: str = "", by: Actor, at: datetime) -> None:
    """A correction, with its reason.

    A domain can be taken away only when no present professional's address is at it.
    """
    require_managing(by)
    name, found = _checked_agency(details)
    present = Professional.objects.filter(agency=agency, ends_at__isnull=True)
    if left := sorted({one.email.rpartition("@")[2] for one in present if not is_at_one_of(one.email, found)}):
        raise Invalid({"email_domains": f"Professionals of this agency have addresses at {left[0]}. Keep it"})
    before = _said(agency, areas_of(agency))
    after = _said(Agency(name=name, kind=details.kind, email_domains=found), details.area_ids)
    of = Record(item_type="partners.agency", item_id=agency.pk)
    changed = keep_correction(of, before, after, why, by=by, at=at)
    rows = Agency.objects.filter(pk=agency.pk)
    _unless_named_alike(lambda: rows.update(name=name, kind=details.kind, email_domains=found))
    _write_areas(agency, details.area_ids)
    record(Verb.CHANGED, "partners.agency", agency.pk, by=by.acting, fields=changed)


def areas_of(agency: Agency) -> tuple[UUID, ...]:
    return tuple(AgencyArea.objects.filter(agency=agency).values_list("area", flat=True))


def _said(agency: Agency, area_ids: Iterable[UUID]) -> dict[str, object]:
    areas = Area.objects.filter(pk__in=list(area_ids)).order_by("name").values_list("name", flat=True)
    return {
        "name": agency.name,
        "kind": AgencyKind(agency.kind).label,
        "email_domains": agency.email_domains,
        "areas": list(areas),
    }


def _write_areas(agency: Agency, area_ids: Iterable[UUID]) -> None:
    wanted, there = set(area_ids), set(areas_of(agency))
    AgencyArea.objects.filter(agency=agency, area__in=there - wanted).delete()
    AgencyArea.objects.bulk_create(AgencyArea(agency=agency, area_id=one) for one in wanted - there)


@transaction.atomic
def add_agreement(
    agency: Agency,
    *,
    id: UUID,
    starts_on: date,
    ends_on: date | None,
    review_on: date,
    signed_by: str,
    signed_for_agency: str = "",
    scope: str = "",
    replaces_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """A memorandum, or a new version of one: the version before stays as it was signed."""
    require_managing(by)
    errors = {}
    if replaces_id and not replaceable(agency).filter(pk=replaces_id).exists():
        errors["replaces"] = "Select the version it replaces"
    if ends_on is not None and ends_on < starts_on:
        errors["ends_on"] = "The last day must not be before the first"
    if review_on <= starts_on:
        errors["review_on"] = "The review must be after the first day"
    if errors:
        raise Invalid(errors)
    agreement = AgencyAgreement(
        id=id,
        agency=agency,
        starts_on=starts_on,
        ends_on=ends_on,
        review_on=review_on,
        signed_by=signed_by.strip(),
        signed_for_agency=signed_for_agency.strip(),
        scope=scope.strip(),
        replaces_id=replaces_id,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    AgencyAgreement.objects.bulk_create([agreement])
    record(Verb.CREATED, "partners.agencyagreement", agreement.pk, by=by.acting)


@transaction.atomic
def change_agreement(
    agreement: AgencyAgreement, *, ends_on: date | None, review_on: date, why: str = "", by: Actor, at: datetime
) -> None:
    """Reviewed, extended or ended: the next review and the last day, and why. What they were before is kept."""
    require_managing(by)
    if ends_on is not None and ends_on < agreement.starts_on:
        raise Invalid({"ends_on": "The last day must not be before the first"})
    before = {"ends_on": agreement.ends_on, "review_on": agreement.review_on}
    of = Record(item_type="partners.agencyagreement", item_id=agreement.pk)
    changed = keep_correction(of, before, {"ends_on": ends_on, "review_on": review_on}, why, by=by, at=at)
    if not AgencyAgreement.objects.filter(pk=agreement.pk).update(ends_on=ends_on, review_on=review_on):
        raise NotFound()
    record(Verb.CHANGED, "partners.agencyagreement", agreement.pk, by=by.acting, fields=changed)


def replaceable(agency: Agency) -> QuerySet[AgencyAgreement]:
    """The newest version of each agreement with an agency."""
    return AgencyAgreement.objects.filter(agency=agency, replaced_by__isnull=True).order_by("-starts_on", "pk")


@transaction.atomic
def add_professional(
    agency: Agency, details: ProfessionalDetails, *, id: UUID, by: Actor, at: datetime
) -> Professional:
    """A person at the agency from now on; their address is at one of the agency's domains."""
    require_managing(by)
    tidy = _checked_professional(details, agency)
    professional = Professional(
        id=id,
        agency=agency,
        name=tidy.name,
        job_title=tidy.job_title,
        email=tidy.email,
        phone=tidy.phone,
        starts_at=at,
    )
    try:
        with transaction.atomic():
            Professional.objects.bulk_create([professional])
    except IntegrityError:
        raise Invalid({"email": KNOWN_ALREADY}) from None
    record(Verb.CREATED, "partners.professional", professional.pk, by=by.acting)
    return professional


@transaction.atomic
def change_professional(
    professional: Professional, *, name: str, job_title: str, phone: str, why: str = "", by: Actor, at: datetime
) -> None:
    """A correction, with its reason. The address stays: at another address they are another entry."""
    require_managing(by)
    if not name.strip():
        raise Invalid({"name": "Enter the name"})
    new = {"name": name.strip(), "job_title": job_title.strip(), "phone": phone.strip()}
    of = Record(item_type="partners.professional", item_id=professional.pk)
    changed = keep_correction(of, {field: getattr(professional, field) for field in new}, new, why, by=by, at=at)
    if not Professional.objects.filter(pk=professional.pk).update(**new):
        raise NotFound()
    record(Verb.CHANGED, "partners.professional", professional.pk, by=by.acting, fields=changed)


@transaction.atomic
def professional_leaves(professional: Professional, *, on: date, by: Actor, at: datetime) -> None:
    """Their last day at the agency. With its end they see nothing more here, whatever seats they hold."""
    require_managing(by)
    ends_at = end_of_day(start_of_day(on))
    if on < in_london(at).date():
        raise Invalid({"on": "The last day must be today or later"})
    if professional.ends_at is not None and professional.ends_at <= ends_at:
        raise Invalid({"on": "They already leave on or before that day"})
    if not Professional.objects.filter(pk=professional.pk).update(ends_at=ends_at):
        raise NotFound()
    record(Verb.ENDED, "partners.professional", professional.pk, by=by.acting)


@transaction.atomic
def invite_professional(professional: Professional, *, by: Actor, at: datetime) -> None:
    """Make a login for them and post its invitation."""
    require_managing(by)
    if professional.user_id is not None:
        raise NotAllowed("This professional was invited already.")
    if professional.ends_at is not None and professional.ends_at <= at:
        raise NotAllowed("This professional no longer works at the agency.")
    if not is_at_one_of(professional.email, professional.agency.email_domains):
        raise NotAllowed("The address is not at one of the agency’s domains.")
    user = invite(name=professional.name, email=professional.email, by=by, at=at)
    if not Professional.objects.filter(pk=professional.pk, user__isnull=True).update(user=user.pk):
        raise NotAllowed("This professional was invited already.")
    record(Verb.CHANGED, "partners.professional", professional.pk, by=by.acting, fields=["user"])


def _checked_agency(details: AgencyDetails) -> tuple[str, list[str]]:
    errors, found = {}, []
    if not details.name.strip():
        errors["name"] = "Enter the name of the agency"
    try:
        found = domains(details.email_domains)
        if not found and details.kind != AgencyKind.BOARD:  # nobody signs in from a board: its people are the agencies'
            errors["email_domains"] = "Enter at least one domain, like police.example"
    except ValueError as wrong:
        errors["email_domains"] = f"“{wrong}” is not a domain. Enter it like police.example"
    if errors:
        raise Invalid(errors)
    return details.name.strip(), found


def _checked_professional(details: ProfessionalDetails, agency: Agency) -> ProfessionalDetails:
    tidy = ProfessionalDetails(
        details.name.strip(), details.job_title.strip(), details.email.strip().lower(), details.phone.strip()
    )
    errors = {}
    if not tidy.name:
        errors["name"] = "Enter the name"
    try:
        validate_email(tidy.email)
        if not is_at_one_of(tidy.email, agency.email_domains):
            errors["email"] = f"The address must be at {_listed(agency.email_domains)}"
    except ValidationError:
        errors["email"] = "Enter an email address in the correct format, like name@police.example"
    if errors:
        raise Invalid(errors)
    return tidy


def _listed(known: list[str]) -> str:
    return " or ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)


def _unless_named_alike(write: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        raise Invalid({"name": "An agency of this name is known already"}) from None
