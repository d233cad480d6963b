"""The three refusals every room and door understands."""

from collections.abc import Mapping, Sequence


class Refusal(Exception):
    """Something a person asked for that Encircle will not do."""


class NotFound(Refusal):
    """Absent, or hidden from this person: the two look the same on purpose."""


class NotAllowed(Refusal):
    """May be seen but not done. `reasons` are sentences fit for the person."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons: Sequence[str] = reasons or ("You cannot do this.",)


class Invalid(Refusal):
    """What was typed cannot be accepted. `errors` maps a field name to a sentence; "" means the whole form."""

    def __init__(self, errors: Mapping[str, str] | str) -> None:
        self.errors: Mapping[str, str] = {"": errors} if isinstance(errors, str) else dict(errors)
        super().__init__("; ".join(self.errors.values()))


def broken_constraint(error: Exception) -> str:
    """The name of the constraint whose break the database reported; "" where it was something else."""
    name: str | None = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    return name or ""
