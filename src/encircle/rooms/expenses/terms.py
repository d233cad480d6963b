"""The terms in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .models import Terms
from .policy import Rates
from .shipped import TERMS
from .vocabulary import CostKind


@dataclass(frozen=True)
class Known:
    """Every set of terms, the newest first."""

    rows: Sequence[Terms]

    def on(self, day: date) -> Terms:
        """Before the first of them, the first counts."""
        return next((row for row in self.rows if row.starts_on <= day), self.rows[-1])

    def rates_on(self, day: date) -> Rates:
        row = self.on(day)
        return Rates(row.car, row.car_beyond, row.car_threshold, row.motorcycle, row.bicycle, row.passenger)

    def asks_receipt(self, kind: str, pence: int, day: date) -> bool:
        """Above the limit of its kind; of a journey by own vehicle none is asked."""
        if kind == CostKind.MILEAGE:
            return False
        limit: int = getattr(self.on(day), f"receipt_{kind}")
        return pence > limit


def known_terms() -> Known:
    return Known(list(Terms.objects.order_by("-starts_on")) or [Terms(**TERMS)])
