"""The briefing of a Circle, its pack, what holds a start back, and the agreement of all its members."""
