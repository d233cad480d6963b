"""Reads about consents, the ledger, and a professional's own releases. The database decides what comes back."""
