"""The rules of forming Circles as a model for CP-SAT; what is made as large as can be is said by `solving`.

A yes-or-no for each slot at each venue where a person who waits could meet, and one for each volunteer who could sit
with them at each venue. Only what is possible is there at all: an excluded pair has no seat to be given.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from ortools.sat.python import cp_model

from .model import AgeBand, Candidate, Formed, Id, Option, Problem, Sex, Slot, Waiting
from .options import Options, sexes_wanted
from .worth import fewest_percent, value_of_seat, value_of_wait, waiting_by_area

Bool: TypeAlias = cp_model.IntVar
BANDS = tuple(band for band in AgeBand if band is not AgeBand.UNSAID)


class Seat(NamedTuple):
    volunteer: Id
    waiting: Id
    venue: Id


class Seats:
    def __init__(self, problem: Problem, options: Options) -> None:
        self.problem, self.options = problem, options
        self.cp = cp_model.CpModel()
        self.meets: dict[Option, Bool] = {option: self.cp.new_bool_var("") for option in options}
        self.sits: dict[Seat, Bool] = {}
        self.formed: dict[Id, Bool] = {}
        self._by_person: dict[Id, list[tuple[Candidate, Bool]]] = {one.id: [] for one in problem.waiting}
        self._any: dict[tuple[Id, Callable[[Candidate], bool]], Bool] = {}
        self._above: list[tuple[Bool, Waiting, int, Callable[[Candidate], bool]]] = []
        self._fewest: Bool | None = None
        self._seat_who_can_be_there()
        for person in problem.waiting:
            self._keep_rules(person)
        self._keep_room()

    def worth(self) -> cp_model.LinearExprT:
        weights = self.problem.weights
        return sum(weights.of_circle(one.urgency) * self.formed[one.id] for one in self.problem.waiting)

    def value(self) -> cp_model.LinearExprT:
        """The same sum as `worth.value`, of what is not decided yet."""
        weights, people = self.problem.weights, self.problem.candidate_by_id
        return (
            sum(value_of_wait(self.problem, id) * formed for id, formed in self.formed.items())
            + sum(
                value_of_seat(self.problem, people[seat.volunteer], seat.venue) * sits
                for seat, sits in self.sits.items()
            )
            + weights.mix * sum(self._any_of(person, is_new) for person in self.formed)
            + weights.age_band * sum(self._any_of(person, of_band) for person in self.formed for of_band in OF_BANDS)
            + weights.fairness * self._fewest_percent()
        )

    def hint(self, circles: Iterable[Formed]) -> None:
        """A complete one: half a hint is worth little."""
        found = {one.waiting: one for one in circles}
        for option, meets in self.meets.items():
            one = found.get(option.waiting)
            self.cp.add_hint(meets, one is not None and (one.slot, one.venue) == (option.slot, option.venue))
        for seat, sits in self.sits.items():
            one = found.get(seat.waiting)
            self.cp.add_hint(sits, one is not None and one.venue == seat.venue and seat.volunteer in one.volunteers)
        for id, formed in self.formed.items():
            self.cp.add_hint(formed, id in found)
        teams = {id: [self.problem.candidate_by_id[one] for one in circle.volunteers] for id, circle in found.items()}
        for (id, is_one), there in self._any.items():
            self.cp.add_hint(there, any(map(is_one, teams.get(id, ()))))
        for above, person, least, is_one in self._above:
            self.cp.add_hint(above, sum(map(is_one, teams[person.id])) - least if person.id in teams else 0)
        if self._fewest is not None:
            self.cp.add_hint(self._fewest, fewest_percent(self.problem, found.values()))

    def circles(self, solver: cp_model.CpSolver) -> tuple[Formed, ...]:
        return tuple(
            Formed(*option, volunteers=self._team(solver, option))
            for option, meets in self.meets.items()
            if solver.value(meets)
        )

    def _team(self, solver: cp_model.CpSolver, option: Option) -> tuple[Id, ...]:
        seats = (Seat(one.id, option.waiting, option.venue) for one in self.problem.candidates)
        return tuple(seat.volunteer for seat in seats if seat in self.sits and solver.value(self.sits[seat]))

    def _seat_who_can_be_there(self) -> None:
        """A seat is taken only if the Circle meets at that venue in one of the volunteer's slots."""
        slots: dict[Seat, list[Bool]] = {}
        for option, free in self.options.items():
            for one in free:
                slots.setdefault(Seat(one.id, option.waiting, option.venue), []).append(self.meets[option])
        for seat, meets in slots.items():
            self.sits[seat] = self.cp.new_bool_var("")
            self.cp.add(self.sits[seat] <= sum(meets))
            self._by_person[seat.waiting].append((self.problem.candidate_by_id[seat.volunteer], self.sits[seat]))

    def _keep_rules(self, person: Waiting) -> None:
        """One slot and venue or none; the size of the kind; somebody experienced; women and men; who is kept in."""
        self.formed[person.id] = formed = self.cp.new_bool_var("")
        self.cp.add(sum(meets for option, meets in self.meets.items() if option.waiting == person.id) == formed)
        self._at_least(person.size.least, anybody, person)
        self._at_least(1, is_experienced, person)
        for sex in sexes_wanted(person):
            self._at_least(1, _of_sex(sex), person)
        for volunteer, waiting in self.problem.kept_in:
            if waiting == person.id:
                there = self._by_person[person.id]
                self.cp.add(sum(sits for one, sits in there if one.id == volunteer) == formed)

    def _at_least(self, least: int, is_one: Callable[[Candidate], bool], person: Waiting) -> None:
        """As an equation with what is above the least: so it counts in the relaxation, where an "if" would not."""
        formed, most = self.formed[person.id], person.size.most
        above = self.cp.new_int_var(0, most - least, "")
        sits = [sits for one, sits in self._by_person[person.id] if is_one(one)]
        self.cp.add(sum(sits) == least * formed + above)
        self.cp.add(above <= (most - least) * formed)
        self._above.append((above, person, least, is_one))

    def _keep_room(self) -> None:
        """No more Circles than a volunteer has room for, and never two in one slot."""
        by_volunteer: dict[Id, list[Seat]] = {}
        for seat in self.sits:
            by_volunteer.setdefault(seat.volunteer, []).append(seat)
        for volunteer, seats in by_volunteer.items():
            candidate = self.problem.candidate_by_id[volunteer]
            self.cp.add(sum(self.sits[seat] for seat in seats) <= candidate.room)
            if candidate.room > 1:
                for slot in candidate.slots:
                    self._keep_one_in(slot, seats)

    def _keep_one_in(self, slot: Slot, seats: Sequence[Seat]) -> None:
        in_slot: list[Bool] = []
        for seat in seats:
            meets = self.meets.get(Option(seat.waiting, slot, seat.venue))
            if meets is not None:
                in_slot.append(self.cp.new_bool_var(""))
                self.cp.add(in_slot[-1] >= self.sits[seat] + meets - 1)
        self.cp.add_at_most_one(in_slot)

    def _any_of(self, person: Id, is_one: Callable[[Candidate], bool]) -> Bool:
        """True only if at least one of them sits with this person."""
        there = self._any[person, is_one] = self.cp.new_bool_var("")
        self.cp.add(there <= sum(sits for one, sits in self._by_person[person] if is_one(one)))
        return there

    def _fewest_percent(self) -> Bool:
        self._fewest = fewest = self.cp.new_int_var(0, 100, "")
        for ids in waiting_by_area(self.problem).values():
            self.cp.add(len(ids) * fewest <= 100 * sum(self.formed[id] for id in ids))
        return fewest


def anybody(candidate: Candidate) -> bool:
    return True


def is_experienced(candidate: Candidate) -> bool:
    return candidate.is_experienced


def is_new(candidate: Candidate) -> bool:
    return not candidate.is_experienced


def _of_sex(sex: Sex) -> Callable[[Candidate], bool]:
    return lambda candidate: candidate.sex is sex


def _of_band(band: AgeBand) -> Callable[[Candidate], bool]:
    return lambda candidate: candidate.age is band


OF_BANDS = tuple(_of_band(band) for band in BANDS)
