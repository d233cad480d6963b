"""Forms about the seats of a Circle."""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.forms import DateField, GovForm, Option
from encircle.rooms.circles.actions.seating import apart_words
from encircle.rooms.partners.models import Professional
from encircle.rooms.volunteers.models import Volunteer

from .fields import between, offer

KEEPS_CLEAR = "says what they keep clear of"
READY = "Ready for this kind of Circle"
NOW, TODAY, LATER = "now", "today", "later"
JOINING, EARLIER = "joining", "earlier"


class NewVolunteerSeatForm(GovForm):
    called = {"sees": "which meetings they may see"}
    volunteer = forms.ChoiceField(label="Volunteer")
    sees = forms.ChoiceField(
        label="Which meetings may they see?",
        widget=forms.RadioSelect,
        initial=JOINING,
        choices=[
            (JOINING, "From the day they join"),
            (
                EARLIER,
                Option("Open earlier meetings too", hint="Only where they need them for their part in the Circle"),
            ),
        ],
    )
    sees_from = DateField(label="Open meetings from", required=False, called="the first day they may see")
    reveals = {"sees": {EARLIER: ["sees_from"]}}

    def __init__(
        self,
        *args: Any,
        volunteers: list[Volunteer],
        lacking: Container[UUID],
        apart: Mapping[UUID, str],
        said: Container[UUID],
        today: date,
        **kwargs: Any,
    ) -> None:
        """`lacking`: not ready yet. `apart`: who must not meet the core member, with whom to ask. `said`: said that
        there is somebody or something they must keep clear of."""
        super().__init__(*args, **kwargs)
        self._apart = {str(one.pk): apart_words(one.full_name, apart[one.pk]) for one in volunteers if one.pk in apart}
        possible = [one for one in volunteers if one.pk not in apart]
        ready = [(str(one.pk), _named(one, said)) for one in possible if one.pk not in lacking]
        others = [(str(one.pk), _named(one, said)) for one in possible if one.pk in lacking]
        kept = [(str(one.pk), one.full_name) for one in volunteers if one.pk in apart]
        named = (READY, ready), ("Not ready yet", others), ("Not possible in this Circle", kept)
        groups = [group for group in named if group[1]] if others or kept else ready
        offer(self, "volunteer", [("", "Choose a volunteer"), *groups])
        between(self, "sees_from", latest=today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("sees") == EARLIER and not cleaned.get("sees_from") and "sees_from" not in self.errors:
            self.add_error("sees_from", "Enter the first day they may see")
        if cleaned.get("volunteer") in self._apart:
            self.add_error("volunteer", self._apart[cleaned["volunteer"]])
        return cleaned


class NewProfessionalSeatForm(GovForm):
    called = {"professional": "the professional"}
    professional = forms.ChoiceField(label="Professional")
    position = forms.CharField(
        label="Part in the outer circle",
        required=False,
        max_length=80,
        help_text="For example, “Probation officer”. Left empty, their job is used.",
    )

    def __init__(self, *args: Any, professionals: list[Professional], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "professional", [("", "Choose a professional"), *by_agency(professionals)])


class NewCoordinatorSeatForm(GovForm):
    coordinator = forms.ChoiceField(label="Coordinator")

    def __init__(self, *args: Any, coordinators: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "coordinator", [("", "Choose a coordinator"), *coordinators])


class NewCoreMemberSeatForm(GovForm):
    core_member = forms.ChoiceField(label="Core member")

    def __init__(self, *args: Any, core_members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "core_member", [("", "Choose a core member"), *core_members])


class EndSeatForm(GovForm):
    called = {"when": "when the seat ends"}
    when = forms.ChoiceField(
        label="When does the seat end?",
        widget=forms.RadioSelect,
        initial=TODAY,
        choices=[
            (TODAY, Option("At the end of today", hint="They can still finish what they are writing")),
            (NOW, Option("Now", hint="What they have open stops working with their next press")),
            (LATER, "At the end of another day"),
        ],
    )
    on = DateField(label="Last day", required=False, called="the last day")
    reveals = {"when": {LATER: ["on"]}}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == LATER and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the last day")
        return cleaned

    @property
    def last_day(self) -> date | None:
        """None: now."""
        when: str = self.cleaned_data["when"]
        later: date | None = self.cleaned_data["on"]
        return {NOW: None, TODAY: self.today}.get(when, later)


class HandoverForm(GovForm):
    called = {"successor": "who takes over"}
    successor = forms.ChoiceField(label="Who takes over?")
    on = DateField(label="From which day?", called="the day of the handover")

    def __init__(self, *args: Any, successors: list[Professional], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(one.pk), f"{one.name}, {one.job_title}" if one.job_title else one.name) for one in successors]
        offer(self, "successor", [("", "Choose a colleague"), *names])


class EarlierMeetingsForm(GovForm):
    sees_from = DateField(label="Open meetings from", called="the first day they may see")

    def __init__(self, *args: Any, until: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        between(self, "sees_from", latest=until)


def _named(volunteer: Volunteer, said: Container[UUID]) -> str:
    return f"{volunteer.full_name} ({KEEPS_CLEAR})" if volunteer.pk in said else volunteer.full_name


def by_agency(professionals: Iterable[Professional]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices grouped by agency, in the order given."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in professionals:
        words = f"{one.name}, {one.job_title}" if one.job_title else one.name
        groups.setdefault(one.agency.name, []).append((str(one.pk), words))
    return list(groups.items())
