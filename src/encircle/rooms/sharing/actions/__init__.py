"""What is done about consents, grounds and releases: one file a noun."""
