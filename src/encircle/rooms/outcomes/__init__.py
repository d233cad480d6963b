"""What became of a person afterwards: what was looked for, where, for which time, and what was found."""
