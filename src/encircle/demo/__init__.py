"""The demonstration charity: invented people, real kinds of work, dated relative to the moment it starts."""
