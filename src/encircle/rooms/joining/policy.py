"""Who has to agree to a Circle, how each stands, and what is lacking. Plain values, no framework.

A Circle is of somebody's own free will: nobody agrees for an adult, and for a young person the parents and carers agree
beside them, never in their place, until the day they come of age. For a decision like this one the Mental Capacity Act
2005 asks whether the person can make it when it is to be made (sections 2 and 3), after help (section 1(3)); it cannot
be made for them in their best interests, because then it would not be theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    NOT_YET = "Not yet"
    AGREED = "Agreed"
    WITHDRAWN = "Agrees no longer"
    OVER = "No longer asked"  # a carer, once the young person is of age


@dataclass(frozen=True)
class Asked:
    """What the standard of the kind asks for."""

    carers: bool = False
    capacity: bool = False
    scope: bool = False


@dataclass(frozen=True)
class Newest:
    """The newest agreement of one party."""

    agreement_id: UUID
    agreed_on: date
    is_withdrawn: bool


@dataclass(frozen=True)
class Party:
    """Somebody who has to agree: the core member (no carer), or one of their carers."""

    carer_id: UUID | None
    name: str
    state: State
    newest: Newest | None = None


@dataclass(frozen=True)
class Standing:
    parties: tuple[Party, ...]
    asked: Asked
    can_decide: bool | None = None  # None: not looked at
    has_scope: bool = False

    @property
    def lacking(self) -> tuple[str, ...]:
        """What has to be done before the person takes part, in words for a list."""
        waits = [f"agreement of {_whose(one)}" for one in self.parties if one.state is State.NOT_YET]
        gone = [f"{_whose(one)} agrees no longer" for one in self.parties if one.state is State.WITHDRAWN]
        return (*gone, *self._first_things(), *waits)

    def _first_things(self) -> Iterable[str]:
        if self.asked.capacity and self.can_decide is None:
            yield "capacity to agree not looked at"
        if self.asked.capacity and self.can_decide is False:
            yield "cannot decide on it at present"
        if self.asked.scope and not self.has_scope:
            yield "what may be talked about not agreed"

    @property
    def is_complete(self) -> bool:
        return not self.lacking

    @property
    def is_withdrawn(self) -> bool:
        return any(one.state is State.WITHDRAWN for one in self.parties)


def _whose(one: Party) -> str:
    return one.name if one.carer_id else "the core member"


def parties(
    core_member: str,
    carers: Sequence[tuple[UUID, str]],
    newest: Mapping[UUID | None, Newest],
    *,
    asked: Asked,
    of_age_on: date | None,
    on: date,
) -> tuple[Party, ...]:
    """The core member first. Carers are asked where the kind asks them, and until the day the person comes of age."""
    is_child = asked.carers and (of_age_on is None or on < of_age_on)
    return (
        _party(None, core_member, newest.get(None), is_asked=True),
        *(
            _party(carer_id, name, newest.get(carer_id), is_asked=is_child)
            for carer_id, name in carers
            if is_child or carer_id in newest
        ),
    )


def _party(carer_id: UUID | None, name: str, newest: Newest | None, *, is_asked: bool) -> Party:
    if not is_asked:
        return Party(carer_id, name, State.OVER, newest)
    if newest is None:
        return Party(carer_id, name, State.NOT_YET)
    return Party(carer_id, name, State.WITHDRAWN if newest.is_withdrawn else State.AGREED, newest)
