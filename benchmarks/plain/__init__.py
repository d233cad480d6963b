"""The yardstick: the same work as plain Django does it, with the least code, on the same tables.

Django's own middleware, sessions, models and templates, a signed-in person, and the owner's login, whom no row policy
binds. No signed identity, no policies, no receipts, no trace, no clocks, no consent.
"""
