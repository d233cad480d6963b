"""How a Circle ends: the planned end, what everybody is asked afterwards, and the report on the Circle."""
