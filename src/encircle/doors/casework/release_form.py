"""The form of a release preview: for each passage what to strike out and from whom to hold it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms

from encircle.design.forms import GovForm
from encircle.rooms.sharing.actions.releasing import Choices
from encircle.rooms.sharing.redaction import Flag, Span, flag_names, strike_out
from encircle.rooms.sharing.sifting import Opened, PaperPassage, Sifted
from encircle.rooms.sharing.striking import Strikable, places_of, spans_of, strikables

from .fields import offer


@dataclass(frozen=True)
class Piece:
    """A stretch of the text as it would go; `flagged`: it may name or reach somebody."""

    text: str
    flagged: bool = False


class ReleaseForm(GovForm):
    """Three fields for every passage that may leave the inner circle at all, by the passage's place."""

    def __init__(
        self, data: Any, *, opened: Opened, passages: Iterable[PaperPassage], by_law: Iterable[Sifted]
    ) -> None:
        super().__init__(data)
        self.opened = opened
        self.offered: dict[PaperPassage, tuple[Strikable, ...]] = {}
        outstanding = [sifted for sifted in by_law if sifted.is_outstanding]
        for passage in passages:
            self.offered[passage] = offered = strikables(
                passage.text,
                known=opened.surroundings.known,
                never_named=opened.surroundings.volunteers,
                struck=opened.strikes.get(passage.pk, ()),
            )
            self._add(passage, offered, _holders(passage, outstanding))

    def strikable_names(self, passage: PaperPassage) -> list[str]:
        """Fields to show for the passage; nothing to tick is not shown."""
        names = [f"strike_{passage.position}"] if self.offered[passage] else []
        holds = [f"hold_{passage.position}"] if self.fields[f"hold_{passage.position}"].choices else []  # type: ignore[attr-defined]
        return [*names, f"words_{passage.position}", *holds]

    def is_touched(self, passage: PaperPassage) -> bool:
        """Whether its fields stand open: something is pointed at and not struck out by itself, typed or wrong."""
        unsure = any(not one.struck_already for one in self.offered[passage])
        names = [f"words_{passage.position}", f"hold_{passage.position}"]
        typed = self.is_bound and any(self.cleaned_data.get(name) for name in names)
        return unsure or typed or any(name in self.errors for name in names)

    @cached_property
    def choices(self) -> Choices:
        """What was chosen; where the form is new, or a field is wrong, what would be chosen by default."""
        self.is_valid()
        spans = {passage: self._spans(passage) for passage in self.offered}
        return Choices(
            strikes={passage.pk: places for passage, places in spans.items() if places},
            holds=frozenset(pair for passage in self.offered for pair in self._holds(passage)),
        )

    def pieces(self, passage: PaperPassage) -> list[Piece]:
        """The text as it would go, with what still may name somebody marked."""
        text = strike_out(passage.text, self.choices.strikes.get(passage.pk, ()))
        return list(_pieces(text, flag_names(text, self.opened.surroundings.known)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for passage in self.offered:
            name = f"words_{passage.position}"
            _, missing = places_of(cleaned.get(name, ""), passage.text)
            if missing:
                self.add_error(name, f"“{missing[0]}” does not stand in this passage. Enter whole words as they stand")
        return cleaned

    def _add(self, passage: PaperPassage, offered: tuple[Strikable, ...], holders: list[tuple[str, str]]) -> None:
        place = passage.position
        self.fields[f"strike_{place}"] = strike = forms.MultipleChoiceField(
            label="Strike out", required=False, widget=forms.CheckboxSelectMultiple
        )
        offer(self, f"strike_{place}", [(one.value, _label(one)) for one in offered])
        strike.initial = [one.value for one in offered if one.struck_already]
        self.fields[f"words_{place}"] = forms.CharField(
            label="Other words to strike out",
            required=False,
            max_length=2_000,
            help_text="Part them with commas. Struck words are not in what is sent",
        )
        self.fields[f"hold_{place}"] = forms.MultipleChoiceField(
            label="Hold this passage back from", required=False, widget=forms.CheckboxSelectMultiple
        )
        offer(self, f"hold_{place}", holders)

    def _spans(self, passage: PaperPassage) -> list[Span]:
        given = self.cleaned_data if self.is_bound else {}
        ticked = given.get(f"strike_{passage.position}")
        by_hand, _ = places_of(given.get(f"words_{passage.position}", ""), passage.text)
        return [*(self._struck_by_default(passage) if ticked is None else spans_of(ticked)), *by_hand]

    def _struck_by_default(self, passage: PaperPassage) -> list[Span]:
        return [span for one in self.offered[passage] if one.struck_already for span in one.spans]

    def _holds(self, passage: PaperPassage) -> Iterable[tuple[UUID, UUID]]:
        given = self.cleaned_data if self.is_bound else {}
        for seat_id in given.get(f"hold_{passage.position}", []):
            yield passage.pk, UUID(seat_id)


def default_choices(opened: Opened) -> tuple[Choices, bool]:
    """What is struck without anybody looking, and whether something is pointed at that somebody must look at."""
    form = ReleaseForm(None, opened=opened, passages=opened.passages, by_law=())
    unsure = any(not one.struck_already for offered in form.offered.values() for one in offered)
    return form.choices, unsure


def _holders(passage: PaperPassage, outstanding: Iterable[Sifted]) -> list[tuple[str, str]]:
    """Those it would go to: from anybody else it need not be held back."""
    return [
        (str(sifted.recipient.seat.pk), sifted.recipient.professional.name)
        for sifted in outstanding
        if any(verdict.passage_id == passage.pk for verdict in sifted.going)
    ]


def _label(one: Strikable) -> str:
    times = f", {len(one.spans)} times" if len(one.spans) > 1 else ""
    return f"“{one.words}” ({one.why}{times})"


def _pieces(text: str, flags: Iterable[Flag]) -> Iterable[Piece]:
    place = 0
    for flag in flags:
        yield Piece(text[place : flag.start])
        yield Piece(text[flag.start : flag.end], flagged=True)
        place = flag.end
    yield Piece(text[place:])
