"""The practice standard as rules: each a function from facts to what is owed, with no database and no clock of its own.

[seed] and [field] rules name their source; how long each may take is data in `organisation.PracticeStandard` and
`KindStandard`, taken as it stood on the day the obligation opened.
"""
