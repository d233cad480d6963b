"""The terms Encircle comes with, for a charity to change from a day on."""

from datetime import date
from typing import Any

# HM Revenue & Customs, "Travel - mileage and fuel rates and allowances", approved mileage allowance payments from the
# tax year 2011 to 2012 on: https://www.gov.uk/government/publications/rates-and-allowances-travel-mileage-and-fuel-
# allowances. The limits are defaults of ours.
SOURCE = "HM Revenue & Customs: approved mileage payments, from 6 April 2011"
TERMS = {
    "starts_on": date(2011, 4, 6),
    "source": SOURCE,
    "car": 450,
    "car_beyond": 250,
    "car_threshold": 10_000,
    "motorcycle": 240,
    "bicycle": 200,
    "passenger": 50,
    "receipt_transport": 500,
    "receipt_parking": 500,
    "receipt_care": 0,
    "receipt_meal": 0,
    "receipt_other": 0,
    "oldest_days": 90,
    "second_above": 10_000,
    "decide_days": 5,
    "supervision_minutes": 60,
}


def ship_terms(model: Any) -> None:
    """Once: a charity that has terms keeps its own."""
    if not model.objects.exists():
        model.objects.create(**TERMS)
