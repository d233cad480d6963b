"""The plan of the demonstration charity: plain values, the same for the same seed, dated relative to a given now."""

from . import shapes
from .build import plan_charity
from .minutes import passages_of
from .shapes import CharityPlan, id_of

__all__ = ["CharityPlan", "id_of", "passages_of", "plan_charity", "shapes"]
