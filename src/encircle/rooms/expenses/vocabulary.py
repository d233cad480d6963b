"""Words of volunteers' hours and of what they are paid back."""

from django.db import models


class HoursKind(models.TextChoices):
    """Time given outside meetings, training and supervision, which are counted by themselves."""

    PREPARING = "preparing", "Preparing"
    TRAVELLING = "travelling", "Travelling"
    TRAINING = "training", "Helping to train"
    TALKS = "talks", "Talks and events"
    OTHER = "other", "Something else"


class Source(models.TextChoices):
    """Where hours come from."""

    MEETING = "meeting", "Circle meetings"
    TRAVEL = "travel", "Travel to meetings"
    COURSE = "course", "Training"
    SUPERVISION = "supervision", "Supervision"
    NOTED = "noted", "Noted"


class CostKind(models.TextChoices):
    MILEAGE = "mileage", "Journey by own vehicle"
    TRANSPORT = "transport", "Public transport"
    PARKING = "parking", "Parking and tolls"
    CARE = "care", "Care for a child or dependant"
    MEAL = "meal", "Meal"
    OTHER = "other", "Something else"


COSTS = tuple(kind for kind in CostKind if kind is not CostKind.MILEAGE)


class Vehicle(models.TextChoices):
    CAR = "car", "Car or van"
    MOTORCYCLE = "motorcycle", "Motorcycle"
    BICYCLE = "bicycle", "Bicycle"


class Purpose(models.TextChoices):
    """What an expense was for. Never where: no address stands in a claim."""

    MEETING = "meeting", "Circle meeting"
    TRAINING = "training", "Training"
    SUPERVISION = "supervision", "Supervision"
    TALK = "talk", "A talk or event for the charity"
    OFFICE = "office", "Coming to the office"
    OTHER = "other", "Something else your coordinator knows of"


class Verdict(models.TextChoices):
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"


class FellThrough(models.TextChoices):
    DETAILS = "details", "The bank details were wrong or missing"
    REFUSED = "refused", "The bank sent it back"
    LEFT_OUT = "left_out", "The bookkeeper left it out"
    OTHER = "other", "Another reason"


class FileKind(models.TextChoices):
    PAYMENTS = "payments", "Payment file"
    TOTALS = "totals", "Hours and expenses by area"
