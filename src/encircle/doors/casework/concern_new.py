"""Raise a concern from the staff's side: one's own, or one that somebody rang about."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from encircle.common.errors import NotAllowed, NotFound
from encircle.design.answering import OnceForm, carried_out, say, typed
from encircle.design.forms import DateTimeLondon, GovForm, LongTextField, Option
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.access.queries import present
from encircle.foundations.access.roles import May
from encircle.foundations.access.vocabulary import CASE_BEARING
from encircle.rooms.circles.models import Circle, Seat
from encircle.rooms.circles.queries import now
from encircle.rooms.circles.vocabulary import SeatPart
from encircle.rooms.organisation.models import Area
from encircle.rooms.risk.actions.raising import LONGEST_ACCOUNT, NewConcern, raise_concern, seat_logins
from encircle.rooms.risk.models import Concern
from encircle.rooms.risk.rules import may_raise_for_others
from encircle.rooms.risk.vocabulary import ConcernKind, Urgency

from .answers import page
from .areas import areas_of
from .fields import offer
from .guard import StaffRequest, for_staff
from .record import circle_page

NO, YES, SOMEBODY_ELSE = "no", "yes", "else"
IN_AREA = "area:"
OWN, THEIRS = "own", "theirs"
WHOSE_WORDS = [
    (OWN, "The core member’s own, as near as they are remembered"),
    (THEIRS, "The words of whoever heard it"),
]


class WhereForm(GovForm):
    """Ids only: they stand in the address of the next page."""

    about = forms.ChoiceField(label="Which Circle is it about?")
    called = {"about": "which Circle it is about"}

    def __init__(self, data: Any, *, circles: Sequence[Circle], areas: Sequence[Area]) -> None:
        super().__init__(data)
        groups = [(area.name, [(str(one.pk), one.name) for one in circles if one.area_id == area.pk]) for area in areas]
        without = [(f"{IN_AREA}{area.code}", f"No Circle, in {area.name}") for area in areas]
        offer(self, "about", [("", "Select a Circle"), *[one for one in groups if one[1]], ("Without", without)])


class RaisingForm(OnceForm):
    told_by = forms.CharField(
        label="Who told you?", max_length=120, required=False, help_text="Leave empty if you saw it yourself."
    )
    text = LongTextField(
        label="What happened?", max_length=LONGEST_ACCOUNT, rows=8, called="what happened",
        help_text="What was seen or heard, by whom, and who was there. In their words where you can.",
    )  # fmt: skip
    happened_at = DateTimeLondon(label="When did it happen?", called="when it happened")
    urgency = forms.ChoiceField(
        label="How urgent is it?",
        choices=[
            (Urgency.IMMINENT, Option(Urgency.IMMINENT.label, hint="Ring 999 first. Everyone on call is asked.")),
            (Urgency.SERIOUS, Option(Urgency.SERIOUS.label, hint="Somebody should decide today what to do.")),
            (Urgency.OTHER, Option(Urgency.OTHER.label, hint="It can wait for a working day or two.")),
        ],
        widget=forms.RadioSelect,
    )
    about_someone_here = forms.ChoiceField(
        label="Is it about somebody who works or volunteers here?",
        help_text="If so, it goes to the safeguarding lead, and the person it is about cannot see it.",
        choices=[(NO, "No"), (YES, "Yes")],
        initial=NO,
        widget=forms.RadioSelect,
    )
    about = forms.ChoiceField(label="Who is it about?", required=False)
    told_to = forms.ChoiceField(label="Who did the core member tell?")
    own_words = forms.ChoiceField(label="Whose words are these?", choices=WHOSE_WORDS, widget=forms.RadioSelect)
    field_order = (
        "told_to", "told_by", "text", "own_words", "happened_at", "urgency", "about_someone_here", "about", "once",
    )  # fmt: skip
    called = {
        "told_to": "who heard it",
        "own_words": "whose words these are",
        "urgency": "how urgent it is",
        "about_someone_here": "whether it is about somebody here",
        "about": "who it is about",
    }
    reveals = {"about_someone_here": {YES: ["about"]}}

    def __init__(
        self, data: Any, *, people: Sequence[tuple[UUID, str]], by: Actor, heard: Sequence[Seat] | None = None
    ) -> None:
        super().__init__(data, initial={"happened_at": by.now})
        self.is_disclosure = heard is not None
        if heard is not None:
            self._ask_for_disclosure(heard)
            return
        del self.fields["told_to"], self.fields["own_words"]
        named = [(str(user_id), name) for user_id, name in people]
        offer(self, "about", [("", "Select a person"), *named, (SOMEBODY_ELSE, "Somebody else (say who above)")])

    def _ask_for_disclosure(self, heard: Sequence[Seat]) -> None:
        """What the core member said: to whom, when, and in whose words. Never about those who work here."""
        for name in ("told_by", "about_someone_here", "about"):
            del self.fields[name]
        self.fields["text"].label = "What did the core member say?"
        self.fields["text"].error_messages["required"] = "Enter what the core member said"
        self.fields["happened_at"].label = "When did they say it?"
        self.fields["happened_at"].error_messages["required"] = "Enter when they said it"
        named = [(str(seat.pk), f"{seat.display_name}, {seat.get_part_display().lower()}") for seat in heard]
        offer(self, "told_to", [("", "Select who heard it"), *named])

    def _disclosure(self, circle: Circle) -> NewConcern:
        given = self.cleaned_data
        return NewConcern(
            id=self.id,
            kind=ConcernKind.DISCLOSURE,
            circle_id=circle.pk,
            urgency=Urgency(given["urgency"]),
            text=given["text"],
            happened_at=given["happened_at"],
            told_to_id=UUID(given["told_to"]),
            own_words=given["own_words"] == OWN,
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("about_someone_here") == YES and not given.get("about"):
            self.add_error("about", "Select who it is about")
        return given

    def concern(self, circle: Circle | None, area: Area) -> NewConcern:
        given = self.cleaned_data
        if self.is_disclosure and circle is not None:
            return self._disclosure(circle)
        about = given["about"] if given["about_someone_here"] == YES else ""
        source = f"Told to us by {given['told_by'].strip()}.\n\n" if given["told_by"].strip() else ""
        return NewConcern(
            id=self.id,
            circle_id=circle.pk if circle else None,
            area_id=area.pk,
            urgency=Urgency(given["urgency"]),
            text=source + given["text"],
            happened_at=given["happened_at"],
            about_someone_here=given["about_someone_here"] == YES,
            about_user_id=UUID(about) if about not in ("", SOMEBODY_ELSE) else None,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def concern_new(request: StaffRequest) -> HttpResponse:
    by = request.actor
    if not by.may(May.TRIAGE_CONCERNS):
        raise NotAllowed("Concerns are raised here by coordinators. Ring one of them.")
    circle, area = _about(request)
    if area is None:
        return _which(request)
    if not may_raise_for_others(by, area.pk):
        raise NotFound()
    form = RaisingForm(typed(request), people=_people(circle, by), by=by)
    raised: list[Concern] = []

    def act() -> None:
        raised.append(raise_concern(form.concern(circle, area), by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The concern is raised. Those who handle it are told.")
        return redirect("casework:concern", raised[0].pk)
    context = circle_page(request, circle.pk, "circle_concerns") if circle else {"record": None}
    return page(request, "concern_new.html", context | {"form": form, "place": circle.name if circle else area.name})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def disclosure_new(request: StaffRequest, circle_id: UUID) -> HttpResponse:
    """What the core member told somebody of the Circle that agencies may need: handled like a concern."""
    by, context = request.actor, circle_page(request, circle_id, "circle_concerns")
    circle = context["circle"]
    if not may_raise_for_others(by, circle.area_id):
        raise NotFound()
    inner = Seat.objects.filter(now(by.now), circle=circle, part__in=(SeatPart.VOLUNTEER, SeatPart.COORDINATOR))
    form = RaisingForm(typed(request), people=(), by=by, heard=list(inner.order_by("part", "display_name", "pk")))
    raised: list[Concern] = []

    def act() -> None:
        raised.append(raise_concern(form.concern(circle, circle.area), by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The disclosure is recorded. Those who handle it are told.")
        return redirect("casework:concern", raised[0].pk)
    return page(request, "concern_new.html", context | {"form": form, "place": circle.name, "is_disclosure": True})


def _which(request: StaffRequest) -> HttpResponse:
    """First the Circle: whom a concern can be about depends on it."""
    by = request.actor
    areas = areas_of(by)
    circles = Circle.objects.filter(area__in=[area.pk for area in areas], ending__isnull=True).order_by("name", "pk")
    form = WhereForm(typed(request), circles=list(circles), areas=areas)
    if form.is_bound and form.is_valid():
        about = form.cleaned_data["about"]
        name, value = ("area", about.removeprefix(IN_AREA)) if about.startswith(IN_AREA) else ("circle", about)
        return redirect(f"{reverse('casework:concern_new')}?{name}={value}")
    return page(request, "concern_where.html", {"form": form})


def _about(request: StaffRequest) -> tuple[Circle | None, Area | None]:
    """What the address says it is about. Raises NotFound for what is out of reach or no id."""
    circle_id, code = request.GET.get("circle"), request.GET.get("area")
    if circle_id:
        circle = Circle.objects.select_related("area").filter(pk=_id(circle_id)).first()
        if circle is None:
            raise NotFound()
        return circle, circle.area
    if code:
        area = Area.objects.filter(code=code).first()
        if area is None:
            raise NotFound()
        return None, area
    return None, None


def _people(circle: Circle | None, by: Actor) -> list[tuple[UUID, str]]:
    """Everybody who works here, and the Circle's volunteers; never oneself."""
    staff = set(present(by.now).filter(role__in=CASE_BEARING).values_list("user_id", flat=True))
    volunteers = _volunteers(circle, by) if circle else {}
    names = names_of(staff) | volunteers
    return sorted(((one, name) for one, name in names.items() if one != by.user_id), key=lambda one: one[1])


def _volunteers(circle: Circle, by: Actor) -> dict[UUID, str]:
    logins = seat_logins(circle.pk)
    seats = Seat.objects.filter(now(by.now), circle=circle, part=SeatPart.VOLUNTEER)
    return {logins[seat.pk]: f"{seat.display_name}, volunteer" for seat in seats if seat.pk in logins}


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        return UUID(int=0)  # nobody's: not found like any other
