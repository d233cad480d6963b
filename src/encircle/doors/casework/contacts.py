"""Contacts with boards and agencies: by area, how long ago, and recording one."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from encircle.common.clock import in_london, months_after
from encircle.common.errors import NotAllowed
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.dates import plain_date
from encircle.design.forms import DateField, GovForm
from encircle.design.items import WorkItem
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.organisation.models import Area
from encircle.rooms.partners.contacts import ContactLine, NewContact, contacts_by_area, record_contact
from encircle.rooms.partners.models import ContactAbout
from encircle.rooms.partners.queries import agency as found_agency

from .answers import page
from .areas import areas_of, chosen
from .fields import offer
from .guard import StaffRequest, for_staff
from .links import to

MONTHS = ("3", "6", "12")


class ContactsFilter(GovForm):
    """Coded choices only: they stand in the address."""

    silent = forms.ChoiceField(
        label="No contact for", required=False, choices=[("", "All"), *[(one, f"{one} months") for one in MONTHS]]
    )
    area = forms.ChoiceField(label="Area", required=False)

    def __init__(self, data: Any, *, areas: list[Area]) -> None:
        super().__init__(data)
        offer(self, "area", [("", "All areas"), *[(area.code, area.name) for area in areas]])
        self.is_valid()

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")


class ContactForm(OnceForm):
    area = forms.ChoiceField(label="For which area?")
    with_whom = forms.CharField(
        label="Whom were you in touch with?", max_length=120,
        help_text="The MAPPA coordinator or colleague. Never the name of somebody we work with.",
    )  # fmt: skip
    about = forms.ChoiceField(label="What was it about?", choices=ContactAbout.choices, widget=forms.RadioSelect)
    contacted_on = DateField(label="When?", called="the day")
    next_on = DateField(label="Next contact", required=False, called="the next contact")
    called = {"area": "the area", "about": "what it was about", "with_whom": "whom you were in touch with"}

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", [(str(area.pk), area.name) for area in areas])

    def contact(self) -> NewContact:
        given = self.cleaned_data
        return NewContact(
            id=self.id,
            area_id=UUID(given["area"]),
            with_whom=given["with_whom"],
            about=ContactAbout(given["about"]),
            contacted_on=given["contacted_on"],
            next_on=given["next_on"],
        )


@require_safe
@for_staff
def contacts(request: StaffRequest) -> HttpResponse:
    """Each area with its boards and agencies, the longest silence first."""
    by, areas = request.actor, areas_of(request.actor)
    today = in_london(by.now).date()
    form = ContactsFilter(request.GET, areas=areas)
    area, months = chosen(areas, form.chosen("area")), form.chosen("silent")
    lines = contacts_by_area([area] if area else areas)
    if months:
        lines = [line for line in lines if line.is_silent(months_after(today, -int(months)))]
    record(Verb.LISTED, "partners.partnercontact", by=by.acting, detail=str(len(lines)))
    groups = [(one, [_item(line, today) for line in lines if line.area.pk == one.pk]) for one in areas]
    context = {
        "tab": "agencies",
        "filter_form": form,
        "address": to("contacts"),
        "groups": [(one, items) for one, items in groups if items],
    }
    return page(request, "contacts.html", context)


def _item(line: ContactLine, today: date) -> WorkItem:
    last, late = line.last, line.is_overdue(today)
    facts = [line.agency.get_kind_display()]
    if last:
        facts.append(f"last on {plain_date(last.contacted_on)}, {line.by} with {last.with_whom}")
        facts.append(f"about {last.get_about_display().lower()}")
    is_silent = line.is_silent(months_after(today, -int(MONTHS[0])))
    return WorkItem(
        title=line.agency.name,
        url=to("agency", line.agency.pk),
        facts=facts,
        hidden=f"in {line.area.name}",
        tag="No contact yet" if not last else "Silent for months" if is_silent else "",
        colour="red" if not last else "yellow",
        when=f"next {plain_date(last.next_on)}" if last and last.next_on else "",
        urgency="urgent" if late else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def contact_new(request: StaffRequest, agency_id: UUID) -> HttpResponse:
    by = request.actor
    one = found_agency(agency_id, in_london(by.now).date()).agency
    areas = areas_of(by)
    if not areas:
        raise NotAllowed("Contacts are recorded by the coordinators of an area.")
    form = ContactForm(typed(request), areas=areas, initial={"contacted_on": in_london(by.now).date()})
    if carried_out(form, lambda: record_contact(one, form.contact(), by=by, at=by.now)):
        say(request, "The contact is recorded.")
        return redirect("casework:agency", one.pk)
    title = f"Contact with {one.name}"
    context = {"form": form, "title": title, "window": title, "button": "Record the contact"}
    return page(request, "people_form.html", context | {"back": to("agency", one.pk)})
